using System;
using Protocols.Core;

namespace Protocols.Congestion;

/// <summary>
/// How much more than expected is acknowledged at once, so that the window can bridge the silences in between
/// (bbr_update_ack_aggregation).
/// </summary>
internal struct AckAggregation
{
    private const int WindowRounds = 5;
    private const int MostRounds = 0x1F;
    private const long MostAcked = 1 << 20;
    private const long LongestSilence = 100_000;

    private Instant _epoch;
    private long _epochAcked;
    private long _current;
    private long _previous;
    private int _rounds;

    /// <summary>Begins a new epoch: after silence.</summary>
    public void Restart(Instant now)
    {
        _epoch = now;
        _epochAcked = 0;
    }

    /// <summary>Takes an acknowledgment.</summary>
    /// <param name="sample">What it said; a valid one.</param>
    /// <param name="bandwidth">The estimate of the bandwidth.</param>
    /// <param name="isRoundStart">Whether a round trip has begun.</param>
    /// <param name="window">The congestion window, in packets.</param>
    public void Update(in RateSample sample, PacketRate bandwidth, bool isRoundStart, int window)
    {
        if (isRoundStart)
        {
            _rounds = Math.Min(MostRounds, _rounds + 1);
            if (_rounds >= WindowRounds)
            {
                _rounds = 0;
                _previous = _current;
                _current = 0;
            }
        }

        long expected = bandwidth.PacketsIn((sample.DeliveredAt - _epoch).WholeMicroseconds);
        if (_epochAcked <= expected || _epochAcked + sample.AckedPackets >= MostAcked)
        {
            Restart(sample.DeliveredAt);
            expected = 0;
        }

        _epochAcked += sample.AckedPackets;
        _current = Math.Max(_current, Math.Min(_epochAcked - expected, window));
    }

    /// <summary>How many packets to allow on top, at most those of 100 ms (bbr_ack_aggregation_cwnd).</summary>
    public readonly long ExtraPackets(PacketRate bandwidth) =>
        Math.Min(Math.Max(_current, _previous), bandwidth.PacketsIn(LongestSilence));
}
