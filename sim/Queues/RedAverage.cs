using System;
using Protocols.Core;

namespace Sim.Queues;

/// <summary>The average queue of RED: an exponentially weighted moving average, brought up to date when a packet comes.</summary>
/// <param name="weight">w_q.</param>
internal struct RedAverage(double weight)
{
    private Instant _idleSince;
    private bool _isIdle = true;

    /// <summary>The average, in the unit of the samples.</summary>
    public double Value { get; private set; }

    /// <summary>A packet comes.</summary>
    /// <param name="queue">What waits in front of it.</param>
    /// <param name="now">The time.</param>
    /// <param name="transmission">The time that a typical frame takes on the link.</param>
    public void OnArrival(double queue, Instant now, Duration transmission)
    {
        if (_isIdle)
        {
            // Section 11 of the paper: as if m small packets had come to an empty queue while the link was idle.
            double missed = transmission > Duration.Zero ? (now - _idleSince).Seconds / transmission.Seconds : double.PositiveInfinity;
            Value = now > _idleSince ? Value * Math.Pow(1 - weight, missed) : Value;
            _isIdle = false;
        }

        Value += weight * (queue - Value);
    }

    /// <summary>The last packet leaves.</summary>
    public void OnEmpty(Instant now)
    {
        _isIdle = true;
        _idleSince = now;
    }
}
