using System.Diagnostics.CodeAnalysis;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// Full segments of new data that go out one after the other at the same instant: what they have in common is made once.
/// </summary>
/// <remarks>
/// Gives the same packets as <see cref="TcpConnection.TryTransmit"/>, which goes on where a run ends. Only a connection with
/// nothing special about it has runs: nothing lost or doubted, no pacing, no options beside timestamps. A mutable struct, to be
/// used up at once and not copied.
/// </remarks>
public struct SegmentRun
{
    private readonly TcpSender _sender;
    private readonly uint _initialSequenceNumber;
    private Packet _packet;

    private SegmentRun(TcpSender sender, uint initialSequenceNumber, in Packet packet)
    {
        _sender = sender;
        _initialSequenceNumber = initialSequenceNumber;
        _packet = packet;
    }

    /// <summary>The packet to send, after <see cref="TryNext"/>.</summary>
    [UnscopedRef]
    public readonly ref readonly Packet Packet => ref _packet;

    /// <summary>Begins a run, if the connection may send a full segment now, and nothing is special about it.</summary>
    /// <param name="tcp">The connection.</param>
    /// <param name="now">The time now.</param>
    /// <param name="run">The run: at least one packet.</param>
    public static bool TryBegin(TcpConnection tcp, Instant now, out SegmentRun run)
    {
        TcpSender sender = tcp.Sender;
        if (!sender.HasFullSegment || !IsOrdinary(tcp) || !sender.IsSteady)
        {
            run = default;
            return false;
        }

        tcp.Ack.OnDataSent(now);
        tcp.Segments.MakeSegment(
            tcp, in tcp.Handshake, sender.Next, sender.MaximumPayload, TcpFlags.Ack, now, out Packet packet);
        run = new SegmentRun(sender, tcp.InitialSequenceNumber, in packet);
        return true;
    }

    /// <summary>Makes the next packet of the run and counts it as sent.</summary>
    /// <param name="now">The time now, the same for all.</param>
    /// <returns>False at the end of the run.</returns>
    public bool TryNext(Instant now)
    {
        if (!_sender.HasFullSegment)
        {
            return false;
        }

        _packet.SequenceNumber = unchecked(_initialSequenceNumber + (uint)_sender.Next);
        _packet.Flags = _sender.Picker.EndsGsoPacket(_sender) ? TcpFlags.Ack | TcpFlags.Psh : TcpFlags.Ack;
        _sender.CommitFull(now);
        return true;
    }

    // Without a scale the window in a packet depends on the one in the packet before (__tcp_select_window).
    private static bool IsOrdinary(TcpConnection tcp) =>
        tcp.State == TcpState.Established && !tcp.Outgoing.ThirdPacket && tcp.Extension is null
        && !tcp.Receiver.HasSackBlocks && tcp.Handshake.Scale > 0;
}
