using System;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// Spaces packets by the pacing rate (tcp_output.c: tcp_pacing_check, tcp_update_skb_after_send).
/// </summary>
/// <remarks>
/// Only connections have one whose control asks for it, or whose host paces all (qdisc fq). Linux hands packets to the
/// network in bursts of about a millisecond; here each one is spaced. With fq, Linux lets packets wait in the queue
/// discipline instead of in the socket; they leave at the same times.
/// </remarks>
public sealed class Pacer
{
    // sch_fq does not pace the first ten packets, and so TCP does not, either.
    private const int UnpacedPackets = 10;

    private int _packets;
    private bool _isHolding;

    /// <summary>tcp_wstamp_ns: when the next packet may go.</summary>
    public Instant NextDeparture { get; private set; }

    /// <summary>When to try again; <see cref="Instant.Never"/> while nothing is held back.</summary>
    public Instant Deadline => _isHolding ? NextDeparture : Instant.Never;

    /// <summary>Whether nothing may go now.</summary>
    /// <param name="hasWork">Whether something would go but for pacing.</param>
    /// <param name="now">The time now.</param>
    public bool Holds(bool hasWork, Instant now)
    {
        bool isEarly = NextDeparture > now;
        _isHolding = isEarly && hasWork;
        return isEarly;
    }

    /// <summary>The deadline may have come: then nothing is held back any more, until <see cref="Holds"/> says so again.</summary>
    public void OnTimer(Instant now) => _isHolding &= NextDeparture > now;

    /// <summary>A packet goes.</summary>
    /// <param name="bytes">Its payload.</param>
    /// <param name="rate">The pacing rate in bytes per second; at least 1.</param>
    /// <param name="now">The time now.</param>
    public void OnSent(int bytes, long rate, Instant now)
    {
        Instant prior = NextDeparture;
        NextDeparture = Instant.Max(prior, now);
        if (++_packets < UnpacedPackets)
        {
            return;
        }

        // Lateness is made up for, by up to half of the time of each packet.
        Duration length = new((long)(bytes * (Int128)Duration.PicosecondsPerSecond / rate));
        Duration credit = NextDeparture - prior;
        NextDeparture += length - Duration.Min(length / 2, credit);
    }
}
