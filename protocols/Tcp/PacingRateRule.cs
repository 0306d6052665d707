using System;

namespace Protocols.Tcp;

/// <summary>How fast a sender is expected to send where its control does not say it (tcp_update_pacing_rate).</summary>
internal static class PacingRateRule
{
    /// <summary>
    /// sk_pacing_rate in bytes per second: twice window / RTT in slow start, else 1.2 times (sysctls
    /// tcp_pacing_ss_ratio and tcp_pacing_ca_ratio).
    /// </summary>
    public static long Of(TcpSender sender)
    {
        // Before the first sample the kernel assumes a round trip of 1 ms (tcp_init_xmit_timers, sk_pacing_rate).
        long rtt = sender.Rtt.HasSample ? Math.Max(sender.SmoothedRtt.WholeMicroseconds, 1) : 1000;
        int packets = sender.CongestionWindow.Packets;
        int percent = packets < sender.CongestionWindow.SlowStartThreshold / 2 ? 200 : 120;
        long windowBytes = (long)Math.Max(packets, sender.Segments.Count) * sender.MaximumPayload;
        return windowBytes / rtt * 10_000 * percent + windowBytes % rtt * 10_000 * percent / rtt;
    }
}
