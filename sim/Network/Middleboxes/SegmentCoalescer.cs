using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;

namespace Sim.Network.Middleboxes;

/// <summary>Makes one segment of several that follow each other, as some proxies and receive offloads do.</summary>
/// <remarks>
/// A segment waits for the next one of its flow. The options of the first stay and those of the others are lost, for a header has room
/// for one DSS only: unless both lay in one mapping, bytes lose theirs. Acknowledgment, window and timestamps are those of the last.
/// </remarks>
public sealed class SegmentCoalescer : IMiddlebox, ITimerOwner
{
    private readonly PacketOptionPool _pool;
    private readonly Simulation _simulation;
    private readonly int _largestPacket;
    private readonly Duration _patience;
    private readonly Timer _timer;
    private readonly Dictionary<int, HeldSegment> _held = [];

    // In the order of their deadlines; those that went on earlier stand here until their time.
    private readonly Queue<(int Flow, HeldSegment Segment)> _deadlines = new();

    /// <summary>A box that holds nothing.</summary>
    /// <param name="fabric">The network it belongs to.</param>
    /// <param name="largestPacket">The largest IP packet that it makes, in bytes.</param>
    /// <param name="patience">How long a segment waits for the next one.</param>
    public SegmentCoalescer(Fabric fabric, int largestPacket, Duration patience)
    {
        _pool = fabric.Packets.Options;
        _simulation = fabric.Simulation;
        _largestPacket = largestPacket;
        _patience = patience;
        _timer = new Timer(fabric.Simulation, this);
    }

    /// <summary>Segments that became part of the one before them.</summary>
    public long MergedPackets { get; private set; }

    /// <inheritdoc/>
    public void Pass(in Packet packet, Passage direction, Instant at, IPacketReceiver next)
    {
        bool isHeld = _held.TryGetValue(packet.Flow, out HeldSegment? held);
        if (isHeld && Fits(held!.Packet, packet))
        {
            Append(ref held.Packet, packet);
            return;
        }

        if (isHeld)
        {
            Release(packet.Flow, held!);
        }

        if (!MayWait(packet))
        {
            next.Receive(packet, at);
            return;
        }

        HeldSegment segment = new() { Packet = packet, Deadline = _simulation.Now + _patience, Next = next };
        _held[packet.Flow] = segment;
        _deadlines.Enqueue((packet.Flow, segment));
        _timer.Set(_deadlines.Peek().Segment.Deadline);
    }

    /// <inheritdoc/>
    public void OnTimer(Timer timer)
    {
        Instant now = _simulation.Now;
        while (_deadlines.TryPeek(out (int Flow, HeldSegment Segment) first))
        {
            bool isGone = _held.GetValueOrDefault(first.Flow) != first.Segment;
            if (!isGone && first.Segment.Deadline > now)
            {
                _timer.Set(first.Segment.Deadline);
                return;
            }

            _deadlines.Dequeue();
            if (!isGone)
            {
                Release(first.Flow, first.Segment);
            }
        }
    }

    private void Release(int flow, HeldSegment segment)
    {
        _held.Remove(flow);
        segment.Next.Receive(segment.Packet, _simulation.Now);
    }

    /// <summary>Data that pushes nothing and ends nothing waits; a datagram has no flags at all.</summary>
    private bool MayWait(in Packet packet) =>
        packet.PayloadLength > 0 && packet.Flags == TcpFlags.Ack && packet.Length < _largestPacket;

    private bool Fits(in Packet held, in Packet packet) =>
        packet.PayloadLength > 0
        && (packet.Flags & ~TcpFlags.Psh) == TcpFlags.Ack
        && packet.Traits == held.Traits
        && packet.SequenceNumber == unchecked(held.SequenceNumber + held.PayloadLength)
        && held.Length + packet.PayloadLength <= _largestPacket
        && (PacketSurgery.KindsOf(packet, _pool) & ~PacketOptionKinds.DataSequenceSignal) == PacketOptionKinds.None;

    private void Append(ref Packet held, in Packet packet)
    {
        MergedPackets++;
        _pool.Return(packet.Options);
        held.PayloadLength += packet.PayloadLength;
        held.Length += packet.PayloadLength;
        held.AcknowledgmentNumber = packet.AcknowledgmentNumber;
        held.Window = packet.Window;
        held.TimestampValue = packet.TimestampValue;
        held.TimestampEcho = packet.TimestampEcho;
        held.Flags |= packet.Flags;
    }
}
