using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>A TCP connection without clock, timers or network: it takes packets and the time, and gives packets and deadlines.</summary>
/// <remarks>
/// Whoever drives it calls <see cref="OnPacket"/>, <see cref="OnTimer"/> or <see cref="OnAckTimer"/>, or writes, and after each of these
/// <see cref="TryTransmit"/> until there is nothing, then looks at <see cref="TakeEvents"/> and the two deadlines. Read RFC 9293, 3.10.
/// Not implemented: urgent data; simultaneous open; a connection to itself.
/// </remarks>
public sealed class TcpConnection
{
    // A store drops bytes in blocks of this size: releasing them in smaller steps would free nothing.
    private const int ReleaseStep = 16 * 1024;

    private readonly TcpConfig _config;
    private readonly ByteStore _sendBytes;
    private TcpHandshake _handshake;
    private SegmentWriter _segments;
    private DelayedAck _ack;
    private ByteStore? _receivedBytes;
    private Instant _timeWaitEnd = Instant.Never;
    private long _sendBuffer;
    private long _sentReleased;
    private long _readReleased;
    private uint _lastEcho;
    private TcpEvents _events;
    private bool _sendSyn;
    private bool _sendReset;
    private bool _sendWindowProbe;
    private bool _readsNoMore;

    /// <summary>A connection that has done nothing yet.</summary>
    /// <param name="config">The host's tunables.</param>
    /// <param name="packets">The simulation's packets.</param>
    /// <param name="path">From this end to the other.</param>
    /// <param name="setup">What else there is to say.</param>
    public TcpConnection(TcpConfig config, PacketContext packets, FlowKey path, TcpSetup setup)
    {
        _config = config;
        Extension = setup.Extension;
        _sendBytes = setup.SendBytes;
        _sendBuffer = config.SendBuffer;
        _segments = new SegmentWriter(packets, packets.Flows.Intern(path), setup.TimestampOffset);
        _handshake = new TcpHandshake(config, path.Source.Address.Family, setup.Mtu, setup.InitialSequenceNumber);
        Sender = new TcpSender(config, setup.CongestionControl) { NoDelay = setup.NoDelay };
        Receiver = new TcpReceiver(config, _handshake.OfferedSegment);
        if (Extension is null)
        {
            packets.Flows.SetPayload(_segments.Flow, _sendBytes, unchecked(setup.InitialSequenceNumber + 1));
        }
    }

    /// <summary>Where the connection is in its life.</summary>
    public TcpState State { get; private set; }

    /// <summary>Why it ended early.</summary>
    public TcpFailure Failure { get; private set; }

    /// <summary>When the handshake was complete; null before.</summary>
    public Instant? EstablishedAt { get; private set; }

    /// <summary>When the connection was over; null before.</summary>
    public Instant? ClosedAt { get; private set; }

    /// <summary>The sending half.</summary>
    public TcpSender Sender { get; }

    /// <summary>The receiving half.</summary>
    public TcpReceiver Receiver { get; }

    /// <summary>The flow of the packets this end sends.</summary>
    public int Flow => _segments.Flow;

    /// <summary>The initial sequence number of this end.</summary>
    public uint InitialSequenceNumber => _handshake.InitialSequenceNumber;

    /// <summary>Whether data may flow: the handshake is complete and the connection not over.</summary>
    public bool IsOpen => State is >= TcpState.Established and < TcpState.TimeWait;

    /// <summary>When <see cref="OnTimer"/> wants to be called.</summary>
    public Instant Deadline => State switch
    {
        TcpState.Closed => Instant.Never,
        TcpState.SynSent or TcpState.SynReceived => _handshake.Deadline,
        TcpState.TimeWait => _timeWaitEnd,
        _ => Sender.Deadline,
    };

    /// <summary>When <see cref="OnAckTimer"/> wants to be called.</summary>
    public Instant AckDeadline => _ack.Deadline;

    /// <summary>Whether no more bytes will be read: the peer's FIN was reached and all before it read, or the connection is over.</summary>
    public bool IsEndOfStream => (Receiver.IsFinReached && Receiver.ReadableBytes == 0) || State == TcpState.Closed;

    /// <summary>sk_sndbuf: how much the send buffer holds, in bytes; grows with the window (tcp_sndbuf_expand).</summary>
    public long SendBuffer
    {
        get
        {
            // An MSS of payload takes about 2,304 bytes of the kernel's memory: rounded up to 2 KiB, and its descriptor.
            const long MemoryPerSegment = 2304;
            int packets = Math.Max(Sender.CongestionWindow.Packets, _config.InitialWindow) + 1;
            _sendBuffer = Math.Max(_sendBuffer, Math.Min(2 * packets * MemoryPerSegment, _config.SendBufferMaximum));
            return _sendBuffer;
        }
    }

    /// <summary>How many more bytes <see cref="Write"/> takes now.</summary>
    public long WriteRoom => IsWritable ? Math.Max(SendBuffer - (Sender.WriteEnd - Sender.Unacknowledged), 0) : 0;

    internal TcpExtension? Extension { get; }

    private bool IsWritable => State is TcpState.Established or TcpState.CloseWait && !Sender.FinQueued;

    /// <summary>Opens the connection actively: a SYN will be sent.</summary>
    public void Connect()
    {
        State = TcpState.SynSent;
        _sendSyn = true;
    }

    /// <summary>Opens the connection passively, from the SYN that arrived: a SYN/ACK will be sent.</summary>
    public void Accept(in Packet syn)
    {
        State = TcpState.SynReceived;
        ReadSyn(in syn, in OptionsOf(in syn));
        _sendSyn = true;
    }

    /// <summary>Writes bytes, as many as fit.</summary>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        int count = (int)Math.Min(bytes.Length, WriteRoom);
        _sendBytes.Append(bytes[..count]);
        Sender.WriteEnd += count;
        return count;
    }

    /// <summary>Writes any number of bytes whose content does not matter; the send store must be a counting one.</summary>
    public void WriteUnseen(long count)
    {
        _sendBytes.AppendUnseen(count);
        Sender.WriteEnd += count;
    }

    /// <summary>Reads bytes that have arrived.</summary>
    public int Read(Span<byte> buffer, Instant now)
    {
        int count = (int)Math.Min(buffer.Length, Receiver.ReadableBytes);
        if (count > 0)
        {
            _receivedBytes!.CopyTo(Receiver.ReadEnd - 1, buffer[..count]);
            Consume(count, now);
        }

        return count;
    }

    /// <summary>Throws away bytes that have arrived.</summary>
    /// <returns>How many.</returns>
    public long Discard(Instant now)
    {
        long count = Receiver.ReadableBytes;
        Consume(count, now);
        return count;
    }

    /// <summary>This end has no more to send: a FIN follows what was written (RFC 9293, 3.10.4).</summary>
    public void CloseWrite()
    {
        if (State == TcpState.SynSent)
        {
            End(TcpFailure.None);
            return;
        }

        TcpState next = TcpTransitions.OnClose(State);
        Sender.FinQueued |= next != State;
        State = next;
    }

    /// <summary>Nobody reads any more: what arrives is thrown away. Comes with <see cref="CloseWrite"/>.</summary>
    public void CloseRead(Instant now)
    {
        _readsNoMore = true;
        if (Extension is null)
        {
            Discard(now);
        }
    }

    /// <summary>Ends the connection at once; the peer is sent a reset (RFC 9293, 3.10.5).</summary>
    public void Abort()
    {
        _sendReset = State is not (TcpState.Closed or TcpState.SynSent or TcpState.TimeWait);
        End(TcpFailure.Aborted);
    }

    /// <summary>An acknowledgment must go out now: for options that cannot wait, or a window that opened.</summary>
    public void DemandAck() => _ack.Demand();

    /// <summary>What happened since this was last asked.</summary>
    public TcpEvents TakeEvents()
    {
        TcpEvents events = _events;
        _events = TcpEvents.None;
        return events;
    }

    /// <summary>A packet of this connection arrived. Its options stay the caller's to return.</summary>
    public void OnPacket(in Packet packet, Instant now)
    {
        switch (State)
        {
            case TcpState.Closed:
                break;
            case TcpState.SynSent:
                OnPacketInSynSent(in packet, in OptionsOf(in packet), now);
                break;
            default:
                OnSegment(in packet, in OptionsOf(in packet), now);
                break;
        }
    }

    /// <summary><see cref="Deadline"/> has come.</summary>
    public void OnTimer(Instant now)
    {
        switch (State)
        {
            case TcpState.SynSent or TcpState.SynReceived:
                _sendSyn = _handshake.OnTimer(_config);
                if (!_sendSyn)
                {
                    End(TcpFailure.TimedOut);
                }

                break;
            case TcpState.TimeWait:
                End(TcpFailure.None);
                break;
            default:
                _sendWindowProbe = Sender.OnTimer(now);
                if (Sender.HasGivenUp)
                {
                    End(TcpFailure.TimedOut);
                }

                break;
        }
    }

    /// <summary><see cref="AckDeadline"/> has come.</summary>
    public void OnAckTimer() => _ack.OnTimer(Sender.Rto);

    /// <summary>Gives the next packet to send, if there is one now.</summary>
    public bool TryTransmit(Instant now, out Packet packet)
    {
        if (State > TcpState.SynReceived)
        {
            if (State != TcpState.TimeWait && Sender.MayHaveSegments && Extension is null or { MaySendData: true }
                && Sender.TryNext(now, out SegmentToSend segment))
            {
                MakeData(ref segment, now, out packet);
                return true;
            }

            if (_ack.IsDueNow || _sendWindowProbe)
            {
                MakeAck(now, out packet);
                return true;
            }
        }
        else if (_sendReset)
        {
            _sendReset = false;
            _segments.MakeReset(this, in _handshake, now, out packet);
            return true;
        }
        else if (_sendSyn && State != TcpState.Closed)
        {
            _sendSyn = false;
            bool isReply = State == TcpState.SynReceived;
            _segments.MakeSyn(ref _handshake, Receiver, Extension, isReply, _config, now, out packet);
            _handshake.OnSent(now, _config);
            return true;
        }
        else if (State == TcpState.Closed)
        {
            ClosedAt ??= now;
        }

        packet = default;
        return false;
    }

    private static ref readonly PacketOptions None => ref NoOptions.Value;

    private ref readonly PacketOptions OptionsOf(in Packet packet)
    {
        if (packet.Options == 0)
        {
            return ref None;
        }

        return ref _segments.Options[packet.Options];
    }

    private void OnPacketInSynSent(in Packet packet, in PacketOptions options, Instant now)
    {
        bool isAcknowledged = packet.Has(TcpFlags.Ack)
            && packet.AcknowledgmentNumber == unchecked(InitialSequenceNumber + 1);
        if (packet.Has(TcpFlags.Rst))
        {
            if (isAcknowledged)
            {
                Extension?.OnReset(in options);
                End(TcpFailure.Refused);
            }

            return;
        }

        if (!isAcknowledged || !packet.Has(TcpFlags.Syn))
        {
            return;
        }

        ReadSyn(in packet, in options);
        if (Extension is not null && !Extension.OnSynAck(in packet, in options, now))
        {
            Abort();
            return;
        }

        // The window of a SYN is never scaled (RFC 7323, 2.2).
        Establish(packet.Window, in options, now);
        _ack.Demand();
    }

    private void ReadSyn(in Packet packet, in PacketOptions options)
    {
        _handshake.Read(in packet, in options, _config);
        _segments.TimestampRecent = packet.TimestampValue;
        int timestamps = _handshake.UsesTimestamps ? PacketOptionsLength.Timestamps : 0;
        Sender.MaximumPayload = _handshake.PeerSegment - timestamps;
        Receiver.Segment = _handshake.OfferedSegment - timestamps;
    }

    private void Establish(long window, in PacketOptions options, Instant now)
    {
        State = TcpState.Established;
        EstablishedAt = now;
        _events |= TcpEvents.Established;
        Sender.Establish(Extension?.OnWindow(window, in options) ?? window, _handshake.RoundTrip(now), now);
        _receivedBytes = _segments.Flows.PayloadOf(_segments.Flows.Reverse(_segments.Flow));
    }

    private void OnSegment(in Packet packet, in PacketOptions options, Instant now)
    {
        long start = SequenceNumber.Unwrap(
            unchecked(packet.SequenceNumber - _handshake.PeerInitialSequenceNumber), Receiver.Next);
        bool isStamped = _handshake.UsesTimestamps && (packet.Traits & PacketTraits.Timestamps) != 0;
        bool isOld = isStamped && (int)(packet.TimestampValue - _segments.TimestampRecent) < 0;
        SegmentVerdict verdict = SegmentCheck.Judge(in packet, start, Receiver, isOld);
        if (verdict != SegmentVerdict.Accept)
        {
            OnRejected(verdict, in packet, in options, start, now);
            return;
        }

        if (isStamped && start <= Receiver.LastAcknowledged)
        {
            _segments.TimestampRecent = packet.TimestampValue;
        }

        long ack = SequenceNumber.Unwrap(
            unchecked(packet.AcknowledgmentNumber - InitialSequenceNumber), Sender.Unacknowledged);
        if (ack > Sender.Next)
        {
            _ack.Demand();
            return;
        }

        if (State == TcpState.SynReceived)
        {
            if (ack < 1)
            {
                return;
            }

            Establish((long)packet.Window << _handshake.PeerScale, in options, now);
        }

        if (Extension is not null && !Extension.OnSegment(in packet, in options, start, now))
        {
            Abort();
            return;
        }

        OnAcknowledgment(in packet, in options, ack, now);
        if (packet.PayloadLength > 0 || packet.Has(TcpFlags.Fin))
        {
            OnPayload(in packet, start, now);
        }
    }

    private void OnRejected(
        SegmentVerdict verdict, in Packet packet, in PacketOptions options, long start, Instant now)
    {
        switch (verdict)
        {
            case SegmentVerdict.Reset:
                Extension?.OnReset(in options);
                End(State == TcpState.SynReceived ? TcpFailure.Refused : TcpFailure.Reset);
                break;
            case SegmentVerdict.Challenge:
                _ack.Demand();
                break;
            case SegmentVerdict.Unacceptable:
                OnUnacceptable(in packet, start, now);
                break;
            default:
                break;
        }
    }

    private void OnUnacceptable(in Packet packet, long start, Instant now)
    {
        if (State == TcpState.SynReceived && packet.Has(TcpFlags.Syn))
        {
            _sendSyn = true;
            return;
        }

        if (State == TcpState.TimeWait)
        {
            _timeWaitEnd = now + _config.TimeWait;
        }

        if (packet.PayloadLength > 0)
        {
            Receiver.OnDuplicate(start, packet.PayloadLength);
        }

        _ack.Demand();
    }

    private void OnAcknowledgment(in Packet packet, in PacketOptions options, long ack, Instant now)
    {
        long window = (long)packet.Window << _handshake.PeerScale;
        window = Extension?.OnWindow(window, in options) ?? window;
        if (ack < Sender.Unacknowledged)
        {
            return;
        }

        bool hasSack = options.Has(PacketOptionKinds.Sack) && _handshake.UsesSack;
        if (ack + window > Sender.WindowEnd)
        {
            Sender.OnWindow(ack + window, now);
        }

        if (Sender.Segments.Count == 0)
        {
            Sender.ProbeClosedWindow(now);
            return;
        }

        bool advances = ack > Sender.Unacknowledged;
        if (!hasSack)
        {
            Sender.OnAcknowledgment(ack, default, EchoRoundTrip(in packet, now), now);
        }
        else
        {
            SackBlocks positions = ToPositions(in options);
            Span<SackBlock> blocks = positions;
            Sender.OnAcknowledgment(ack, blocks[..options.SackCount], EchoRoundTrip(in packet, now), now);
        }

        if (advances)
        {
            OnAdvance(now);
        }
    }

    private void OnAdvance(Instant now)
    {
        _events |= TcpEvents.Acknowledged;
        if (Extension is null)
        {
            ReleaseSent();
        }

        if (Sender.FinQueued && Sender.IsAllAcknowledged)
        {
            Enter(TcpTransitions.OnFinAcknowledged(State), now);
        }
    }

    private void OnPayload(in Packet packet, long start, Instant now)
    {
        long before = Receiver.Next;
        bool isFirstOfRound = packet.TimestampEcho != _lastEcho && packet.PayloadLength >= Receiver.Segment / 2;
        if (isFirstOfRound && (packet.Traits & PacketTraits.Timestamps) != 0)
        {
            _lastEcho = packet.TimestampEcho;
            Receiver.OnRoundTrip(Duration.Max(EchoRoundTrip(in packet, now), Duration.FromMilliseconds(1)));
        }

        bool isUrgent = Receiver.OnSegment(start, packet.PayloadLength, packet.Has(TcpFlags.Fin));
        _ack.OnData(now, Receiver, Sender.Rto);
        bool isMoreThanOne = Receiver.Next - Receiver.LastAcknowledged > Receiver.Segment;
        _ack.Schedule(now, isMoreThanOne, isUrgent || Receiver.IsFinReached, Sender.SmoothedRtt);
        if (Receiver.Next == before)
        {
            return;
        }

        _events |= TcpEvents.Readable;
        Extension?.OnInOrder(Receiver.Next - (Receiver.IsFinReached ? 1 : 0), now);
        if (_readsNoMore && Extension is null)
        {
            Discard(now);
        }

        if (Receiver.IsFinReached)
        {
            Enter(TcpTransitions.OnFin(State), now);
        }
    }

    private void Enter(TcpState state, Instant now)
    {
        if (state == TcpState.Closed)
        {
            End(TcpFailure.None);
            return;
        }

        if (state == TcpState.TimeWait && State != TcpState.TimeWait)
        {
            _events |= TcpEvents.Closed;
            _timeWaitEnd = now + _config.TimeWait;
        }

        State = state;
    }

    private void End(TcpFailure failure)
    {
        if (State == TcpState.Closed)
        {
            return;
        }

        State = TcpState.Closed;
        Failure = failure;
        _events |= TcpEvents.Closed | TcpEvents.Readable;
    }

    private void Consume(long count, Instant now)
    {
        if (count == 0)
        {
            return;
        }

        Receiver.OnRead(count, now);
        ReleaseRead();

        // Tell the sender when the window has opened by half of what there is (tcp_cleanup_rbuf).
        long left = Receiver.WindowEnd - Receiver.Next;
        if (State < TcpState.Closing && Receiver.SelectWindow(_handshake.Scale) >= 2 * left)
        {
            _ack.Demand();
        }
    }

    private void ReleaseSent()
    {
        long end = Math.Min(Sender.Unacknowledged, Sender.WriteEnd) - 1;
        if (end - _sentReleased >= ReleaseStep || Sender.IsAllAcknowledged)
        {
            _sentReleased = end;
            _sendBytes.ReleaseBySender(end);
        }
    }

    private void ReleaseRead()
    {
        long end = Receiver.ReadEnd - 1;
        if (end - _readReleased >= ReleaseStep || Receiver.ReadableBytes == 0 && Receiver.IsFinReached)
        {
            _readReleased = end;
            _receivedBytes?.ReleaseByReader(end);
        }
    }

    private Duration EchoRoundTrip(in Packet packet, Instant now) =>
        (packet.Traits & PacketTraits.Timestamps) != 0 && packet.TimestampEcho != 0
            ? Duration.FromMilliseconds(Math.Max((int)(_segments.Timestamp(now) - packet.TimestampEcho), 0))
            : -new Duration(1);

    private SackBlocks ToPositions(in PacketOptions options)
    {
        SackBlocks positions = default;
        for (int i = 0; i < options.SackCount; i++)
        {
            SackBlock block = options.SackBlocks[i];
            positions[i] = new SackBlock(
                unchecked(block.Left - InitialSequenceNumber), unchecked(block.Right - InitialSequenceNumber));
        }

        return positions;
    }

    private void MakeData(ref SegmentToSend segment, Instant now, out Packet packet)
    {
        int limit = SegmentWriter.RoomFor(segment.Length, this);
        if (Extension is not null && segment.Length > 0)
        {
            limit = Math.Min(limit, Extension.LimitSegment(segment.Start, limit));
        }

        if (limit < segment.Length)
        {
            segment = segment.IsRetransmission
                ? Sender.Split(in segment, limit)
                : segment with { Length = limit, Fin = false };
        }

        _ack.OnDataSent(now);
        bool isLast = segment.Start + segment.Length == Sender.WriteEnd;
        TcpFlags flags = TcpFlags.Ack | (isLast ? TcpFlags.Psh : 0) | (segment.Fin ? TcpFlags.Fin : 0);
        Sender.Commit(in segment, now);
        MakeSegment(segment.Start, segment.Length, flags, now, out packet);
    }

    private void MakeAck(Instant now, out Packet packet)
    {
        long start = _sendWindowProbe && !_ack.IsDueNow ? Sender.Unacknowledged - 1 : Sender.Next;
        _sendWindowProbe = false;
        MakeSegment(start, 0, TcpFlags.Ack, now, out packet);
    }

    private void MakeSegment(long start, int length, TcpFlags flags, Instant now, out Packet packet)
    {
        _segments.MakeSegment(this, in _handshake, start, length, flags, now, out packet);
        _ack.OnAckSent();
    }

    // One empty set of options for all packets that have none, so that they can be passed by reference.
    private static class NoOptions
    {
        internal static readonly PacketOptions Value;
    }
}
