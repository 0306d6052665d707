using System;
using System.Collections.Generic;
using Protocols.Core;

namespace Sim.Network;

/// <summary>A rate that changes at given instants and is constant in between.</summary>
public sealed class RateTable : RateTrace
{
    private readonly (Duration From, BitRate Rate)[] _steps;
    private readonly Duration? _period;

    /// <summary>A table.</summary>
    /// <param name="steps">From when on which rate holds: the first from 0, in order; a rate of 0 is an outage.</param>
    /// <param name="period">After what time the table begins again, later than its last step; null: the last rate stays.</param>
    public RateTable(IEnumerable<(Duration From, BitRate Rate)> steps, Duration? period = null)
    {
        _steps = [.. steps];
        _period = period;
        if (_steps.Length == 0 || _steps[0].From != Duration.Zero || period <= _steps[^1].From)
        {
            throw new ArgumentException("A table begins at 0 and ends after its last step.", nameof(steps));
        }

        bool isAnyPositive = false;
        for (int i = 0; i < _steps.Length; i++)
        {
            bool isInOrder = i == 0 || _steps[i].From > _steps[i - 1].From;
            ArgumentOutOfRangeException.ThrowIfNotEqual(isInOrder && _steps[i].Rate.BitsPerSecond >= 0, true, nameof(steps));
            isAnyPositive |= _steps[i].Rate.BitsPerSecond > 0;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(isAnyPositive, true, nameof(steps));
    }

    /// <inheritdoc/>
    /// <remarks>Of a table that does not begin again: up to its last step, or the last rate where there is only one.</remarks>
    public override BitRate MeanRate
    {
        get
        {
            Duration end = _period ?? _steps[^1].From;
            if (end == Duration.Zero)
            {
                return _steps[0].Rate;
            }

            double bits = 0;
            for (int i = 0; i < _steps.Length; i++)
            {
                Duration to = i + 1 < _steps.Length ? _steps[i + 1].From : end;
                bits += (to - _steps[i].From).Seconds * _steps[i].Rate.BitsPerSecond;
            }

            return new BitRate((long)(bits / end.Seconds));
        }
    }

    /// <summary>The rate at an instant, and until when it holds.</summary>
    /// <param name="now">The instant.</param>
    /// <returns>The rate; the instant of the next step, <see cref="Instant.Never"/> behind the last one.</returns>
    public (BitRate Rate, Instant Until) At(Instant now)
    {
        Duration start = _period is { } period ? period * (now.Picoseconds / period.Picoseconds) : Duration.Zero;
        Duration within = now.SinceStart - start;
        int step = Array.FindLastIndex(_steps, candidate => candidate.From <= within);
        Duration? end = step + 1 < _steps.Length ? _steps[step + 1].From : _period;
        return (_steps[step].Rate, end is { } until ? Instant.Zero + start + until : Instant.Never);
    }

    /// <inheritdoc/>
    internal override ILine NewLine() => new TableLine(this);
}
