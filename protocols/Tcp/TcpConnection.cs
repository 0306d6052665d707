using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>A TCP connection without clock, timers or network: packets and the time in, packets and deadlines out.</summary>
/// <remarks>
/// Whoever drives it calls <see cref="OnPacket"/>, <see cref="OnTimer"/> or <see cref="OnAckTimer"/>, or writes, and
/// after each of these <see cref="TryTransmit"/> until there is nothing, then looks at <see cref="TakeEvents"/> and the
/// two deadlines. Read RFC 9293, 3.10. Not implemented: urgent data; a connection to itself.
/// </remarks>
public sealed class TcpConnection
{
    private readonly TcpConfig _config;
    private TcpHandshake _handshake;
    private SegmentWriter _segments;
    private DelayedAck _ack;
    private OutgoingSegments _outgoing;
    private StreamBytes _bytes;
    private ConnectionEnding _ending;
    private AnswerLimit _challenges;
    private TcpEvents _events;
    private bool _readsNoMore;

    /// <summary>A connection that has done nothing yet.</summary>
    /// <param name="config">The host's tunables.</param>
    /// <param name="packets">The simulation's packets.</param>
    /// <param name="path">From this end to the other.</param>
    /// <param name="setup">What else the host decides about it.</param>
    public TcpConnection(TcpConfig config, PacketContext packets, FlowKey path, TcpSetup setup)
    {
        _config = config;
        Extension = setup.Extension;
        _bytes = new StreamBytes(setup.SendBytes, config.SendBuffer);
        _segments = new SegmentWriter(packets, packets.Flows.Intern(path), setup.TimestampOffset);
        _handshake = new TcpHandshake(config, path.Source.Address.Family, setup.Mtu, setup.InitialSequenceNumber);
        Sender = new TcpSender(config, setup.SeededControl(), setup.Queue, packets.SentSegments) { NoDelay = setup.NoDelay };
        Receiver = new TcpReceiver(config, _handshake.OfferedSegment);
        if (Extension is null)
        {
            packets.Flows.SetPayload(_segments.Flow, setup.SendBytes, unchecked(setup.InitialSequenceNumber + 1));
        }
    }

    /// <summary>Where the connection is in its life.</summary>
    public TcpState State { get; private set; }

    /// <summary>Why it ended early.</summary>
    public TcpFailure Failure { get; private set; }

    /// <summary>When the handshake was complete; null before.</summary>
    public Instant? EstablishedAt { get; private set; }

    /// <summary>When the connection was over; null before.</summary>
    public Instant? ClosedAt { get; internal set; }

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
    public Instant Deadline => State == TcpState.Established ? Sender.Deadline : State switch
    {
        TcpState.Closed => Instant.Never,
        TcpState.SynSent or TcpState.SynReceived => _handshake.Deadline,
        TcpState.TimeWait or TcpState.FinWait2 => _ending.Deadline,
        _ => Sender.Deadline,
    };

    /// <summary>When <see cref="OnAckTimer"/> wants to be called.</summary>
    public Instant AckDeadline => _ack.Deadline;

    /// <summary>Whether no more bytes will be read.</summary>
    public bool IsEndOfStream => (Receiver.IsFinReached && Receiver.ReadableBytes == 0) || State == TcpState.Closed;

    /// <summary>sk_sndbuf: the size of the send buffer in bytes of memory; grows when it limits (tcp_sndbuf_expand).</summary>
    public long SendBuffer => _bytes.SendBuffer;

    /// <summary>How many more bytes <see cref="Write"/> takes now.</summary>
    public long WriteRoom => MayWrite ? _bytes.Room(Sender) : 0;

    /// <summary>Whether a writer that waited is told to go on: a third of the send buffer is free (sk_stream_is_writeable).</summary>
    public bool IsWritable => MayWrite && _bytes.IsWritable(Sender);

    internal ref StreamBytes Bytes => ref _bytes;
    internal TcpExtension? Extension { get; }

    internal ref TcpHandshake Handshake => ref _handshake;
    internal ref SegmentWriter Segments => ref _segments;
    internal ref OutgoingSegments Outgoing => ref _outgoing;
    internal ref DelayedAck Ack => ref _ack;

    /// <summary>Opens the connection actively: a SYN will be sent.</summary>
    public void Connect()
    {
        State = TcpState.SynSent;
        _outgoing.Syn = true;
    }

    /// <summary>Opens the connection passively, from the SYN that arrived: a SYN/ACK will be sent.</summary>
    public void Accept(in Packet syn)
    {
        State = TcpState.SynReceived;
        HandshakeArrival.ReadSyn(this, in syn, in _segments.OptionsOf(in syn));
        Receiver.OnAccept();
        Sender.Ecn.OnSyn(in syn, _config);
        _outgoing.Syn = true;
    }

    /// <summary>Writes bytes, as many as fit.</summary>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        int count = (int)Math.Min(bytes.Length, WriteRoom);
        _bytes.LacksSpace |= count < bytes.Length;
        _bytes.Sent.Append(bytes[..count]);
        Sender.WriteEnd += count;
        return count;
    }

    /// <summary>Writes any number of bytes that nobody looks at; the send store must be a counting one.</summary>
    public void WriteUnseen(long count)
    {
        _bytes.Sent.AppendUnseen(count);
        Sender.WriteEnd += count;
    }

    /// <summary>Somebody waits until it <see cref="IsWritable"/>: the send buffer may grow (SOCK_NOSPACE).</summary>
    public void OnLackOfSpace() => _bytes.LacksSpace = true;

    /// <summary>Reads bytes that have arrived.</summary>
    public int Read(Span<byte> buffer, Instant now)
    {
        int count = (int)Math.Min(buffer.Length, Receiver.ReadableBytes);
        if (count > 0)
        {
            _bytes.Received!.CopyTo(Receiver.ReadEnd - 1, buffer[..count]);
            Consume(count, now);
        }

        return count;
    }

    /// <summary>Throws away all bytes that have arrived, and says how many they were.</summary>
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

        // RFC 9293, 3.10.4: in SYN-RECEIVED the FIN waits until the connection is established.
        TcpState next = TcpTransitions.OnClose(State);
        Sender.FinQueued |= next != State || State == TcpState.SynReceived;
        State = next;
    }

    /// <summary>Nobody reads any more: what arrives is thrown away.</summary>
    public void CloseRead(Instant now)
    {
        _readsNoMore = true;
        Consume(Extension is null ? Receiver.ReadableBytes : 0, now);
    }

    /// <summary>
    /// The application is gone (tcp_close): a FIN follows what was written, but a reset goes out if there is something
    /// unread, or if something arrives later (RFC 9293, 3.6.1).
    /// </summary>
    public void Close(Instant now)
    {
        if (Receiver.ReadableBytes > 0)
        {
            Abort();
            return;
        }

        Sender.IsOrphan = true;
        CloseWrite();
        _ending.LimitFinWait(Sender, State, now);
    }

    /// <summary>Ends the connection at once; the peer is sent a reset (RFC 9293, 3.10.5).</summary>
    public void Abort()
    {
        _outgoing.Reset = State is not (TcpState.Closed or TcpState.SynSent or TcpState.TimeWait);
        End(TcpFailure.Aborted);
    }

    /// <summary>An acknowledgment must go out now: for options that cannot wait, or a window that opened.</summary>
    public void DemandAck() => _ack.Demand();

    /// <summary>The application has read all that arrived, here and on other connections that carry the same stream.</summary>
    public void AcknowledgeWhenDrained() => _ack.OnDrained();

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
            case TcpState.SynSent:
                HandshakeArrival.OnPacket(this, in packet, in _segments.OptionsOf(in packet), now);
                break;
            case TcpState.TimeWait:
                TimeWaitArrival.OnPacket(this, in packet, now);
                break;
            case not TcpState.Closed when !HeaderPrediction.TryTake(this, in packet, now):
                SegmentArrival.OnSegment(this, in packet, in _segments.OptionsOf(in packet), now);
                _events |= _bytes.FindsSpace(Sender) ? TcpEvents.Acknowledged : TcpEvents.None;
                break;
        }
    }

    /// <summary>Whether a packet opens a new connection in the place of this one, in TIME-WAIT, which is over then.</summary>
    public bool IsReplacedBy(in Packet packet)
    {
        bool isReplaced = State == TcpState.TimeWait && TimeWaitArrival.IsReopening(this, in packet);
        State = isReplaced ? TcpState.Closed : State;
        return isReplaced;
    }

    /// <summary><see cref="Deadline"/> has come.</summary>
    public void OnTimer(Instant now)
    {
        switch (State)
        {
            case TcpState.SynSent or TcpState.SynReceived:
                _outgoing.Syn = _handshake.OnTimer(State == TcpState.SynSent, _config);
                if (!_outgoing.Syn)
                {
                    End(TcpFailure.TimedOut);
                }

                break;
            case TcpState.TimeWait or TcpState.FinWait2:
                End(TcpFailure.None);
                break;
            default:
                _outgoing.WindowProbe = Sender.OnTimer(now);
                if (Sender.HasGivenUp)
                {
                    End(TcpFailure.TimedOut);
                }

                break;
        }
    }

    /// <summary><see cref="AckDeadline"/> has come.</summary>
    public void OnAckTimer(Instant now) => _ack.OnTimer(Sender.Rto, _config, now);

    /// <summary>The last packet of <see cref="TryTransmit"/> was not taken by the host's own network layer.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isCongested">Whether a queue of the host was full: else a filter or a dead interface was in the way.</param>
    /// <param name="now">The time now.</param>
    public void OnSendFailed(in Packet packet, bool isCongested, Instant now) =>
        FailedSending.OnPacket(this, in packet, isCongested, now);

    /// <summary>Gives the next packet to send, if there is one now.</summary>
    public bool TryTransmit(Instant now, out Packet packet) => _outgoing.TryNext(this, now, out packet);

    /// <summary>Data arrived for an application that is gone: the connection ends with a reset.</summary>
    internal void ResetByData(in Packet packet)
    {
        End(TcpFailure.Aborted);
        _outgoing.AnswerWithReset(in packet);
    }

    /// <summary>An acknowledgment tells the peer where this end stands, if it was not told a moment ago.</summary>
    internal void Challenge(Instant now) => _ack.Demand(_challenges.MayAnswer(now));

    /// <summary>The handshake is complete; the segment that completed it has announced a window, in bytes.</summary>
    internal void Establish(long window, in PacketOptions options, Instant now)
    {
        State = Sender.FinQueued ? TcpState.FinWait1 : TcpState.Established;
        EstablishedAt = now;
        _bytes.Expand(Sender);
        _events |= TcpEvents.Established;
        Sender.Establish(Extension?.OnWindow(window, in options) ?? window, _handshake.RoundTrip(now), now);
        _bytes.Received = _segments.Flows.PayloadOf(_segments.Flows.Reverse(_segments.Flow));
    }

    /// <summary>SND.UNA advanced.</summary>
    internal void OnAdvance(Instant now)
    {
        _events |= TcpEvents.Acknowledged;
        if (Extension is null)
        {
            _bytes.OnAcknowledged(Sender);
        }

        if (Sender.FinQueued && Sender.IsAllAcknowledged)
        {
            Enter(TcpTransitions.OnFinAcknowledged(State), now);
        }
    }

    /// <summary>RCV.NXT advanced.</summary>
    internal void OnInOrder(Instant now)
    {
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

    /// <summary>RFC 9293, 3.10.7.4: the peer's FIN came again; starts the time of TIME-WAIT anew.</summary>
    internal void StayInTimeWait(Instant now) => _ending.StayInTimeWait(_config, now);

    /// <summary>The connection is over.</summary>
    internal void End(TcpFailure failure)
    {
        if (State == TcpState.Closed)
        {
            return;
        }

        State = TcpState.Closed;
        Failure = failure;
        _ack.Cancel();
        _events |= TcpEvents.Closed | TcpEvents.Readable;
    }

    private bool MayWrite => State is TcpState.Established or TcpState.CloseWait && !Sender.FinQueued;

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
            StayInTimeWait(now);
        }

        _ending.LimitFinWait(Sender, state, now);
        State = state;
    }

    private void Consume(long count, Instant now)
    {
        if (count == 0)
        {
            return;
        }

        Receiver.OnRead(count, now);
        _bytes.OnRead(Receiver);
        if (Receiver.IsDrained)
        {
            _ack.OnDrained();
        }

        // Tell the sender when the window has opened by half of what there is (tcp_cleanup_rbuf).
        if (State < TcpState.Closing && Receiver.HasWindowOpened(_handshake.Scale))
        {
            _ack.Demand();
        }
    }
}
