using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// Explicit congestion notification, both halves (RFC 3168, 6.1): what the network marked is echoed to its sender, and
/// what the peer echoes slows this end down.
/// </summary>
/// <remarks>
/// Read tcp_ecn_send, tcp_ecn_check_ce and their neighbours (tcp_input.c, tcp_output.c). Not implemented: AccECN, which
/// Linux uses only with tcp_ecn=3 and above. A mutable struct, part of its <see cref="TcpSender"/>.
/// </remarks>
internal struct ExplicitCongestion
{
    private const TcpFlags Request = TcpFlags.Ece | TcpFlags.Cwr;

    private bool _owesReduced;
    private bool _owesEcho;
    private bool _hasSeenCapable;

    /// <summary>Whether both ends have agreed to use it.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The flags of a SYN or SYN/ACK (RFC 3168, 6.1.1).</summary>
    /// <param name="isReply">Whether it is a SYN/ACK.</param>
    /// <param name="isRetransmission">
    /// Whether the SYN is sent again: without a request then, for a middlebox may not like it (tcp_ecn_fallback).
    /// </param>
    /// <param name="config">The host's tunables.</param>
    public readonly TcpFlags OnSynSent(bool isReply, bool isRetransmission, TcpConfig config)
    {
        if (isReply)
        {
            return IsOn ? TcpFlags.Ece : TcpFlags.None;
        }

        return config.Ecn == 1 && !isRetransmission ? Request : TcpFlags.None;
    }

    /// <summary>The peer's SYN arrived (tcp_ecn_create_request).</summary>
    public void OnSyn(in Packet packet, TcpConfig config) =>
        IsOn = config.Ecn != 0 && (packet.Flags & Request) == Request
            && (packet.Traits & (PacketTraits.EcnCapable | PacketTraits.CongestionExperienced)) == 0;

    /// <summary>The peer's SYN/ACK arrived (tcp_ecn_rcv_synack).</summary>
    /// <param name="packet">The SYN/ACK.</param>
    /// <param name="wasRequested">Whether the last SYN asked for it.</param>
    public void OnSynAck(in Packet packet, bool wasRequested) =>
        IsOn = wasRequested && (packet.Flags & Request) == TcpFlags.Ece;

    /// <summary>The window was reduced: the next new data says so (tcp_ecn_queue_cwr).</summary>
    public void OnReduction() => _owesReduced = IsOn;

    /// <summary>The reduction was needless (tcp_ecn_withdraw_cwr).</summary>
    public void OnUndo() => _owesReduced = false;

    /// <summary>Marks a packet of an established connection on its way out (tcp_ecn_send).</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isNewData">Whether it carries data for the first time: only that may be marked by the network.</param>
    public void OnSend(ref Packet packet, bool isNewData)
    {
        if (isNewData)
        {
            packet.Traits |= PacketTraits.EcnCapable;
            packet.Flags |= _owesReduced ? TcpFlags.Cwr : TcpFlags.None;
            _owesReduced = false;
        }

        packet.Flags |= _owesEcho ? TcpFlags.Ece : TcpFlags.None;
    }

    /// <summary>Data arrived (tcp_ecn_check_ce, tcp_ecn_accept_cwr).</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="ack">What it does to acknowledgments: marks are to be known at once.</param>
    /// <param name="receiver">What has arrived.</param>
    public void OnData(in Packet packet, ref DelayedAck ack, TcpReceiver receiver)
    {
        if ((packet.Flags & TcpFlags.Cwr) != 0)
        {
            // The sender's window may be as small as one packet: it waits for this acknowledgment.
            _owesEcho = false;
            ack.Demand();
        }

        bool isCapable = (packet.Traits & (PacketTraits.EcnCapable | PacketTraits.CongestionExperienced)) != 0;
        bool isMarked = (packet.Traits & PacketTraits.CongestionExperienced) != 0
            && (packet.Traits & PacketTraits.EcnCapable) != 0;
        if (isMarked && !_owesEcho)
        {
            _owesEcho = true;
            ack.BeQuick(receiver, most: 2);
        }
        else if (!isCapable && _hasSeenCapable)
        {
            // Most probably a retransmission.
            ack.BeQuick(receiver, most: 2);
        }

        _hasSeenCapable |= isCapable;
    }
}
