using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What a connection sends next: data, an acknowledgment, or a segment of its beginning or end.</summary>
/// <remarks>A mutable struct, part of its <see cref="TcpConnection"/>.</remarks>
internal struct OutgoingSegments
{
    private uint _strayAcknowledgment;
    private bool _owesStrayReset;

    /// <summary>Whether a SYN or SYN/ACK is to be sent.</summary>
    public bool Syn { get; set; }

    /// <summary>Whether a closed window is to be probed.</summary>
    public bool WindowProbe { get; set; }

    /// <summary>
    /// Whether the third packet of the handshake is to be sent: alone, before any data that was written early.
    /// </summary>
    public bool ThirdPacket { get; set; }

    /// <summary>Whether a reset of the connection is to be sent.</summary>
    public bool Reset { get; set; }

    /// <summary>
    /// A segment that has no place in the connection is answered as if there were none: with a reset that takes its
    /// sequence number from the acknowledgment (RFC 9293, 3.5.2).
    /// </summary>
    public void AnswerWithReset(in Packet packet)
    {
        _strayAcknowledgment = packet.AcknowledgmentNumber;
        _owesStrayReset = true;
    }

    /// <summary>Makes the next packet, if there is one to send now.</summary>
    /// <param name="tcp">Whose packets.</param>
    /// <param name="now">The time now.</param>
    /// <param name="packet">The packet.</param>
    public bool TryNext(TcpConnection tcp, Instant now, out Packet packet)
    {
        if (tcp.State <= TcpState.SynReceived)
        {
            return TryControl(tcp, now, out packet);
        }

        if (ThirdPacket)
        {
            ThirdPacket = false;
            tcp.Segments.MakeAck(tcp, in tcp.Handshake, isProbe: false, now, out packet);
            return true;
        }

        TcpSender sender = tcp.Sender;
        if (tcp.State != TcpState.TimeWait && sender.MayHaveSegments && tcp.Extension is null or { MaySendData: true }
            && sender.TryNext(now, out SegmentToSend segment))
        {
            tcp.Segments.MakeData(tcp, in tcp.Handshake, ref segment, now, out packet);
            return true;
        }

        if (tcp.Ack.IsDueNow || WindowProbe)
        {
            bool isProbe = WindowProbe && !tcp.Ack.IsDueNow;
            WindowProbe = false;
            tcp.Segments.MakeAck(tcp, in tcp.Handshake, isProbe, now, out packet);
            return true;
        }

        packet = default;
        return false;
    }

    private bool TryControl(TcpConnection tcp, Instant now, out Packet packet)
    {
        if (tcp.State == TcpState.Closed)
        {
            tcp.ClosedAt ??= now;
        }

        if (_owesStrayReset)
        {
            _owesStrayReset = false;
            tcp.Segments.MakeStrayReset(_strayAcknowledgment, out packet);
            return true;
        }

        if (Reset)
        {
            Reset = false;
            tcp.Segments.MakeReset(tcp, in tcp.Handshake, now, out packet);
            return true;
        }

        if (Syn && tcp.State != TcpState.Closed)
        {
            Syn = false;
            tcp.Segments.MakeSyn(tcp, in tcp.Handshake, isReply: tcp.State == TcpState.SynReceived, now, out packet);
            tcp.Handshake.OnSent(now, tcp.State == TcpState.SynSent, tcp.Sender.Config);
            return true;
        }

        packet = default;
        return false;
    }
}
