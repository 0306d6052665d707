using System;

namespace Protocols.Congestion;

/// <summary>
/// The congestion window of one TCP sender, in packets, with the two increase rules that all controls share.
/// </summary>
/// <remarks>Linux counts in packets of one MSS (tcp_cong.c, tcp_slow_start and tcp_cong_avoid_ai); so do we.</remarks>
public sealed class CongestionWindow
{
    /// <summary>A slow start threshold that is never reached: TCP_INFINITE_SSTHRESH.</summary>
    public const int Infinite = int.MaxValue;

    private int _count;

    /// <summary>A window of <paramref name="initialPackets"/> packets, in slow start.</summary>
    public CongestionWindow(int initialPackets) => Packets = initialPackets;

    /// <summary>snd_cwnd: how many packets may be in flight; at least 1.</summary>
    public int Packets { get; set; }

    /// <summary>snd_ssthresh: slow start lasts while the window is below.</summary>
    public int SlowStartThreshold { get; set; } = Infinite;

    /// <summary>Whether the window is below the slow start threshold.</summary>
    public bool InSlowStart => Packets < SlowStartThreshold;

    /// <summary>
    /// Grows by one packet for each one acknowledged, up to the threshold (RFC 5681, 3.1, with L of RFC 3465
    /// unlimited).
    /// </summary>
    /// <returns>How many of <paramref name="acked"/> are left for congestion avoidance.</returns>
    public int SlowStart(int acked)
    {
        int grown = (int)Math.Min((long)Packets + acked, SlowStartThreshold);
        int left = acked - (grown - Packets);
        Packets = grown;
        return left;
    }

    /// <summary>What an acknowledgment does before congestion avoidance: nothing while the window is not what limits, else slow start.</summary>
    /// <returns>How many packets are left for congestion avoidance.</returns>
    public int GrowInSlowStart(in AckSample sample)
    {
        if (!sample.IsWindowLimited)
        {
            return 0;
        }

        return InSlowStart ? SlowStart(sample.AckedPackets) : sample.AckedPackets;
    }

    /// <summary>
    /// Grows by one packet for every <paramref name="packetsPerIncrease"/> acknowledged (tcp_cong_avoid_ai).
    /// </summary>
    public void Increase(int packetsPerIncrease, int acked)
    {
        // Credits left over from a larger divisor count at most once.
        if (_count >= packetsPerIncrease)
        {
            _count = 0;
            Packets++;
        }

        _count += acked;
        if (_count >= packetsPerIncrease)
        {
            int increments = _count / packetsPerIncrease;
            _count -= increments * packetsPerIncrease;
            Packets += increments;
        }
    }

    /// <summary>Forgets the credits towards the next increase: at every reduction.</summary>
    public void ClearCredits() => _count = 0;
}
