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
    private readonly TcpConfig _config;
    private readonly TcpHandshake _handshake;
    private readonly SegmentWriter _segments;
    private readonly TcpExtension? _extension;
    private readonly ByteStore _sendBytes;
    private DelayedAck _ack;
    private TcpEvents _events;
    private ByteStore? _receivedBytes;
    private uint _lastEcho;
    private bool _sendSyn;
    private bool _sendReset;
    private bool _sendWindowProbe;
    private bool _readsNoMore;
    private Instant _timeWaitEnd = Instant.Never;
    private long _sendBuffer;

    /// <summary>A connection that has done nothing yet.</summary>
    /// <param name="config">The host's tunables.</param>
    /// <param name="packets">The simulation's packets.</param>
    /// <param name="path">From this end to the other.</param>
    /// <param name="setup">What else there is to say.</param>
    public TcpConnection(TcpConfig config, PacketContext packets, FlowKey path, TcpSetup setup)
    {
        _config = config;
        _extension = setup.Extension;
        _sendBytes = setup.SendBytes;
        _sendBuffer = config.SendBuffer;
        _segments = new SegmentWriter(packets, packets.Flows.Intern(path), setup.TimestampOffset);
        _handshake = new TcpHandshake(config, path.Source.Address.Family, setup.Mtu, setup.InitialSequenceNumber);
        Sender = new TcpSender(config, setup.CongestionControl) { NoDelay = setup.NoDelay };
        Receiver = new TcpReceiver(config, _handshake.OfferedSegment);
        if (_extension is null)
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
        switch (State)
        {
            case TcpState.SynSent:
                End(TcpFailure.None);
                break;
            case TcpState.SynReceived or TcpState.Established:
                Sender.FinQueued = true;
                State = TcpState.FinWait1;
                break;
            case TcpState.CloseWait:
                Sender.FinQueued = true;
                State = TcpState.LastAck;
                break;
            default:
                break;
        }
    }

    /// <summary>Nobody reads any more: what arrives is thrown away. Comes with <see cref="CloseWrite"/>.</summary>
    public void CloseRead(Instant now)
    {
        _readsNoMore = true;
        if (_extension is null)
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
                _sendSyn = _handshake.OnTimer();
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
        if (_sendReset)
        {
            _sendReset = false;
            packet = MakeReset(now);
            return true;
        }

        if (State <= TcpState.SynReceived)
        {
            if (State == TcpState.Closed)
            {
                ClosedAt ??= now;
            }

            packet = default;
            return _sendSyn && State != TcpState.Closed && MakeSyn(now, out packet);
        }

        if (State != TcpState.TimeWait && (_extension is null || _extension.MaySendData)
            && Sender.TryNext(now, out SegmentToSend segment))
        {
            packet = MakeData(segment, now);
            return true;
        }

        if (_ack.IsDueNow || _sendWindowProbe)
        {
            packet = MakeAck(now);
            return true;
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
                _extension?.OnReset(in options);
                End(TcpFailure.Refused);
            }

            return;
        }

        if (!isAcknowledged || !packet.Has(TcpFlags.Syn))
        {
            return;
        }

        ReadSyn(in packet, in options);
        if (_extension is not null && !_extension.OnSynAck(in packet, in options, now))
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
        _handshake.Read(in packet, in options);
        _segments.UsesTimestamps = _handshake.UsesTimestamps;
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
        Sender.Establish(_extension?.OnWindow(window, in options) ?? window, _handshake.RoundTrip(now), now);
        _receivedBytes = _segments.Flows.PayloadOf(_segments.Flows.Reverse(_segments.Flow));
    }

    private void OnSegment(in Packet packet, in PacketOptions options, Instant now)
    {
        long start = SequenceNumber.Unwrap(
            unchecked(packet.SequenceNumber - _handshake.PeerInitialSequenceNumber), Receiver.Next);
        if (!IsSequenceValid(in packet, in options, start, now) || !packet.Has(TcpFlags.Ack))
        {
            return;
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

        if (_extension is not null && !_extension.OnSegment(in packet, in options, start, now))
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

    // RFC 9293, 3.10.7.4: first check the sequence number, with PAWS (RFC 7323, 5) before; second the RST bit; fourth the SYN bit.
    private bool IsSequenceValid(in Packet packet, in PacketOptions options, long start, Instant now)
    {
        bool isReset = packet.Has(TcpFlags.Rst);
        bool isStamped = _handshake.UsesTimestamps && (packet.Traits & PacketTraits.Timestamps) != 0;
        bool isOld = isStamped && (int)(packet.TimestampValue - _segments.TimestampRecent) < 0 && !isReset;
        if (isOld || !Receiver.IsAcceptable(start, packet.SequenceLength))
        {
            if (!isReset)
            {
                OnUnacceptable(in packet, start, now);
            }

            return false;
        }

        if (isReset)
        {
            // RFC 5961, 3.2: only an exact match resets; anything else in the window is asked to confirm.
            if (start == Receiver.Next)
            {
                _extension?.OnReset(in options);
                End(State == TcpState.SynReceived ? TcpFailure.Refused : TcpFailure.Reset);
            }
            else
            {
                _ack.Demand();
            }

            return false;
        }

        if (packet.Has(TcpFlags.Syn))
        {
            _ack.Demand();
            return false;
        }

        if (isStamped && start <= Receiver.LastAcknowledged)
        {
            _segments.TimestampRecent = packet.TimestampValue;
        }

        return true;
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
        window = _extension?.OnWindow(window, in options) ?? window;
        if (ack < Sender.Unacknowledged)
        {
            return;
        }

        bool hasSack = options.Has(PacketOptionKinds.Sack) && _handshake.UsesSack;
        if (ack + window > Sender.WindowEnd || Sender.Segments.Count == 0)
        {
            Sender.OnWindow(ack + window, now);
        }

        if (Sender.Segments.Count == 0)
        {
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
        if (_extension is null)
        {
            _sendBytes.ReleaseBySender(Math.Min(Sender.Unacknowledged, Sender.WriteEnd) - 1);
        }

        if (!Sender.FinQueued || !Sender.IsAllAcknowledged)
        {
            return;
        }

        switch (State)
        {
            case TcpState.FinWait1:
                State = TcpState.FinWait2;
                break;
            case TcpState.Closing:
                EnterTimeWait(now);
                break;
            case TcpState.LastAck:
                End(TcpFailure.None);
                break;
            default:
                break;
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
        _ack.OnData(now, (Receiver.WindowEnd - Receiver.Next) / Math.Max(Receiver.Segment, 1), Sender.Rto);
        bool isMoreThanOne = Receiver.Next - Receiver.LastAcknowledged > Receiver.Segment;
        _ack.Schedule(now, isMoreThanOne, isUrgent || Receiver.IsFinReached, Sender.SmoothedRtt);
        if (Receiver.Next == before)
        {
            return;
        }

        _events |= TcpEvents.Readable;
        _extension?.OnInOrder(Receiver.Next - (Receiver.IsFinReached ? 1 : 0), now);
        if (_readsNoMore && _extension is null)
        {
            Discard(now);
        }

        if (Receiver.IsFinReached)
        {
            OnFin(now);
        }
    }

    private void OnFin(Instant now)
    {
        switch (State)
        {
            case TcpState.Established:
                State = TcpState.CloseWait;
                break;
            case TcpState.FinWait1:
                State = TcpState.Closing;
                break;
            case TcpState.FinWait2:
                EnterTimeWait(now);
                break;
            default:
                break;
        }
    }

    private void EnterTimeWait(Instant now)
    {
        State = TcpState.TimeWait;
        _events |= TcpEvents.Closed;
        _timeWaitEnd = now + _config.TimeWait;
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
        _receivedBytes?.ReleaseByReader(Receiver.ReadEnd - 1);

        // Tell the sender when the window has opened by half of what there is (tcp_cleanup_rbuf).
        long left = Receiver.WindowEnd - Receiver.Next;
        if (State < TcpState.Closing && Receiver.SelectWindow(_handshake.Scale) >= 2 * left)
        {
            _ack.Demand();
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

    private bool MakeSyn(Instant now, out Packet packet)
    {
        _sendSyn = false;
        bool isReply = State == TcpState.SynReceived;
        int handle = _segments.Options.Rent();
        ref PacketOptions options = ref _segments.Options[handle];
        _handshake.Write(ref options, isReply);
        _extension?.WriteSynOptions(ref options, _handshake.IsRetransmission);
        _segments.UsesTimestamps = _handshake.WritesTimestamps(isReply);
        long window = Math.Min(Receiver.SelectWindow(0), ushort.MaxValue);
        Receiver.WindowEnd = Receiver.Next + window;
        uint acknowledgment = isReply ? unchecked(_handshake.PeerInitialSequenceNumber + 1) : 0;
        TcpFlags flags = isReply ? TcpFlags.Syn | TcpFlags.Ack : TcpFlags.Syn;
        packet = _segments.Make(now, InitialSequenceNumber, acknowledgment, flags, handle, 0, (ushort)window);
        _handshake.OnSent(now);
        return true;
    }

    private Packet MakeData(SegmentToSend segment, Instant now)
    {
        int sackRoom = Receiver.HasSackBlocks ? 12 : 0;
        int reserve = _extension?.DataOptionLength ?? 0;
        int limit = Math.Min(segment.Length, Sender.MaximumPayload - reserve - sackRoom);
        if (_extension is not null && segment.Length > 0)
        {
            limit = Math.Min(limit, _extension.LimitSegment(segment.Start, limit));
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
        return MakeSegment(now, segment.Start, segment.Length, flags);
    }

    private Packet MakeAck(Instant now)
    {
        long start = _sendWindowProbe && !_ack.IsDueNow ? Sender.Unacknowledged - 1 : Sender.Next;
        _sendWindowProbe = false;
        return MakeSegment(now, start, 0, TcpFlags.Ack);
    }

    private Packet MakeSegment(Instant now, long start, int length, TcpFlags flags)
    {
        int handle = 0;
        if (Receiver.HasSackBlocks || _extension is not null)
        {
            handle = WriteOptions(start, length);
        }

        long window = _extension?.SelectWindow(_handshake.Scale) ?? Receiver.SelectWindow(_handshake.Scale);
        window = Math.Min(window, (long)ushort.MaxValue << _handshake.Scale);
        Receiver.WindowEnd = Math.Max(Receiver.WindowEnd, Receiver.Next + window);
        Receiver.LastAcknowledged = Receiver.Next;
        _extension?.OnWindowSent(window);
        _ack.OnAckSent();
        return _segments.Make(
            now,
            unchecked(InitialSequenceNumber + (uint)start),
            unchecked(_handshake.PeerInitialSequenceNumber + (uint)Receiver.Next),
            flags,
            handle,
            length,
            (ushort)(window >> _handshake.Scale));
    }

    private int WriteOptions(long start, int length)
    {
        int handle = _segments.Options.Rent();
        ref PacketOptions options = ref _segments.Options[handle];
        _extension?.WriteOptions(ref options, start, length);
        if (Receiver.HasSackBlocks && _handshake.UsesSack)
        {
            int used = PacketOptionsLength.Of(in options, _segments.UsesTimestamps);
            Receiver.WriteSack(ref options, _handshake.PeerInitialSequenceNumber, PacketOptionsLength.Maximum - used);
        }

        return handle;
    }

    private Packet MakeReset(Instant now)
    {
        int handle = 0;
        if (_extension is not null)
        {
            handle = _segments.Options.Rent();
            _extension.WriteResetOptions(ref _segments.Options[handle]);
        }

        uint acknowledgment = unchecked(_handshake.PeerInitialSequenceNumber + (uint)Receiver.Next);
        uint sequence = unchecked(InitialSequenceNumber + (uint)Sender.Next);
        return _segments.Make(now, sequence, acknowledgment, TcpFlags.Rst | TcpFlags.Ack, handle, 0, 0);
    }

    // One empty set of options for all packets that have none, so that they can be passed by reference.
    private static class NoOptions
    {
        internal static readonly PacketOptions Value;
    }
}
