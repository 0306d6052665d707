using System;

namespace Protocols.Tcp;

/// <summary>
/// Segments of new data that a host hands down as one packet and that are cut only below TCP: the last of them carries PSH
/// (__tcp_transmit_skb), which makes the receiver acknowledge it once it is read.
/// </summary>
/// <remarks>
/// How many they are is what goes out within a millisecond at the pacing rate, but two at least (tcp_tso_autosize). Here they are
/// packets of their own in any case. Not for paced senders, and not for what is sent again. A mutable struct, part of its
/// <see cref="SegmentPicker"/>.
/// </remarks>
internal struct GsoPacket
{
    /// <summary>net.ipv4.tcp_min_tso_segs: how many segments go together at least, when there is that much to send.</summary>
    public const int Fewest = 2;

    /// <summary>sk_pacing_shift: a rate in bytes per second, shifted so far to the right, is what goes out in about a millisecond.</summary>
    public const int PacingShift = 10;

    // GSO_LEGACY_MAX_SIZE, and net.ipv4.tcp_tso_rtt_log.
    private const int LargestBytes = 65_536;
    private const int RttShift = 9;

    private int _left;
    private bool _isShared;

    /// <summary>How many segments go together, if there are so many; on the shortest of paths as many as can be (tcp_tso_autosize).</summary>
    public static int MostSegments(TcpSender sender)
    {
        long bytes = sender.PacingRate >> PacingShift;
        long rtt = sender.MinimumRtt.WholeMicroseconds >> RttShift;
        bytes += rtt < 32 ? LargestBytes >> (int)rtt : 0;
        return (int)Math.Max(Math.Min(bytes, LargestBytes) / sender.MaximumPayload, Fewest);
    }

    /// <summary>A full segment of new data goes out.</summary>
    /// <param name="sender">Who sends it; it is not committed yet.</param>
    /// <returns>Whether it is the last one of several.</returns>
    public bool EndsWith(TcpSender sender)
    {
        if (_left == 0)
        {
            int length = sender.MaximumPayload;
            int room = sender.CongestionWindow.Packets - sender.Segments.InFlight;
            long allowed = Math.Min((sender.WindowEnd - sender.Next) / length, (sender.WriteEnd - sender.Next + length - 1) / length);
            _left = (int)Math.Max(Math.Min(room, allowed), 1);
            _left = _left > Fewest ? Math.Min(_left, MostSegments(sender)) : _left;
            _isShared = _left > 1;
        }

        _left--;
        return _left == 0 && _isShared;
    }

    /// <summary>Nothing follows at this time.</summary>
    public void End() => _left = 0;
}
