using System;
using System.Numerics;
using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>When a silent peer is given up (RFC 9293, 3.8.3; tcp_write_timeout, tcp_probe_timer).</summary>
internal static class Retries
{
    // tcp_orphan_retries: what 0 stands for while the timeout has not reached its maximum.
    private const int OrphanDefault = 8;

    /// <summary>
    /// Whether so much time has passed since the first retransmission as <c>tcp_retries2</c> retransmissions with
    /// back-off from RTO_min take, or <c>tcp_orphan_retries</c> when the application has closed: the time counts, not
    /// how many there really were (retransmits_timed_out).
    /// </summary>
    public static bool AreExhausted(TcpSender sender, Instant now)
    {
        int boundary = sender.IsOrphan ? OrphanRetries(sender) : sender.Config.Retries2;
        return sender.Recovery.FirstRetransmission is { } first && now - first >= ModelTimeout(boundary, sender.Config);
    }

    /// <summary>How many probes of a closed window may remain without any answer.</summary>
    public static int ProbeLimit(TcpSender sender) =>
        sender.IsOrphan ? OrphanRetries(sender) : sender.Config.Retries2;

    /// <summary>
    /// How long <paramref name="boundary"/> timeouts and the one that follows take, with exponential back-off from
    /// RTO_min to RTO_max (tcp_model_timeout).
    /// </summary>
    public static Duration ModelTimeout(int boundary, TcpConfig config)
    {
        int doublings = BitOperations.Log2((ulong)Math.Max(config.RtoMaximum.Picoseconds / config.RtoMinimum.Picoseconds, 1));
        if (boundary <= doublings)
        {
            return config.RtoMinimum * ((2L << boundary) - 1);
        }

        return config.RtoMinimum * ((2L << doublings) - 1) + config.RtoMaximum * (boundary - doublings);
    }

    private static int OrphanRetries(TcpSender sender)
    {
        bool isAlive = sender.Rto < sender.Config.RtoMaximum;
        return sender.Config.OrphanRetries == 0 && isAlive ? OrphanDefault : sender.Config.OrphanRetries;
    }
}
