using System;
using Protocols.Core;
using Protocols.Mptcp.PathManagers;
using Protocols.Mptcp.Reinjection;
using Protocols.Net;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>An MPTCP connection (RFC 8684) over any number of subflows, without clock, timers or network.</summary>
/// <remarks>
/// Driven like a <see cref="TcpConnection"/>: after each packet, timer or call of the application,
/// <see cref="TryTransmit"/> until there is nothing, then <see cref="TakeEvents"/> and <see cref="Deadline"/>. Data is
/// counted by offsets, 0 being the first byte. Read net/mptcp/protocol.c.
/// </remarks>
public sealed class MptcpConnection
{
    private readonly IMptcpEnvironment _environment;
    private readonly IReinjection _reinjection;
    private readonly SubflowSet _subflows;
    private readonly DataClose _close;
    private readonly SubflowOpening _opening;
    private TcpEvents _events;
    private bool _readsNoMore;

    /// <summary>A connection without subflows.</summary>
    public MptcpConnection(MptcpSetup setup, IMptcpEnvironment environment)
    {
        _environment = environment;
        Config = setup.Config;
        _subflows = new SubflowSet(setup.Config.OpeningTime);
        Sending = new DataPush(this, setup.Scheduler);
        _close = new DataClose(this, _subflows);
        _opening = new SubflowOpening(this, _subflows, environment);
        Reception = new DataReception(this, _subflows, _close);
        Options = new OutgoingOptions(this, _close);
        Incoming = new IncomingOptions(this);
        Closing = new ConnectionClosing(this, _subflows, _close, environment);
        Failing = new ConnectionFailing(this, setup.Tcp.RtoMaximum);
        Fallback = new ConnectionFallback(this, MapPlainly);
        IsInitiator = setup.IsInitiator;
        Negotiation = new Negotiation(this, environment);
        Keys = new ConnectionKeys(environment.CreateKey(this));
        Signaling = new DataSignaling(Keys);
        SendQueue = new DataSendQueue(setup.SendBytes);
        Space = new WriteSpace(this, _subflows, SendQueue);
        ReceiveQueue = new DataReceiveQueue(setup.Tcp, setup.Segment);
        Announcements = new AddressAnnouncements(this);
        PathManager = setup.PathManager(this);
        _reinjection = setup.Config.Reinjection == ReinjectionRule.StaleSubflows
            ? new StaleSubflowReinjection(this, setup.Config, setup.Tcp)
            : new TimeoutReinjection(this, setup.Config);
        Acknowledgment = new DataAcknowledgment(this, _close, _reinjection);
        SubflowEvents = new SubflowEvents(this, _close, _reinjection, environment);
    }

    /// <summary>Whether this end opened the connection.</summary>
    public bool IsInitiator { get; }

    /// <summary>The host's tunables of MPTCP.</summary>
    public MptcpConfig Config { get; }

    /// <summary>The keys of both ends.</summary>
    public ConnectionKeys Keys { get; }

    /// <summary>How data offsets look on the wire.</summary>
    public DataSignaling Signaling { get; }

    /// <summary>Whether mappings carry checksums: one end asked for them (RFC 8684, 3.1, flag A).</summary>
    public bool UsesChecksums => Negotiation.UsesChecksums;

    /// <summary>Whether the peer takes no further subflows at its initial address (RFC 8684, 3.1, flag C).</summary>
    public bool IsInitialAddressDenied => Negotiation.IsInitialAddressDenied;

    /// <summary>The subflows that exist now, in the order in which the scheduler sees them.</summary>
    public SubflowList Subflows => _subflows.Present;

    /// <summary>All subflows there ever were; the first is the initial one.</summary>
    public SubflowList AllSubflows => _subflows.All;

    /// <summary>The data on its way out.</summary>
    public DataSendQueue SendQueue { get; }

    /// <summary>The data on its way in.</summary>
    public DataReceiveQueue ReceiveQueue { get; }

    /// <summary>Whether the connection is plain TCP after all (RFC 8684, 3.7).</summary>
    public bool IsFallback => Fallback.IsDone;

    /// <summary>Why it is plain TCP after all.</summary>
    public FallbackReason FallbackReason => Fallback.Reason;

    /// <summary>What went wrong.</summary>
    public MptcpCounters Counters { get; } = new();

    /// <summary>How many times a subflow was found stale (MIB SubflowStale).</summary>
    public int StaleSubflows => Counters.StaleSubflows;

    /// <summary>Why the connection ended early.</summary>
    public TcpFailure Failure { get; private set; }

    /// <summary>Whether the connection is over.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether the handshake of the initial subflow is complete.</summary>
    public bool IsEstablished { get; private set; }

    /// <summary>Whether all data of the peer was read and no more will come.</summary>
    public bool IsEndOfStream => IsClosed || (IsPeerClosed && ReceiveQueue.ReadableBytes == 0);

    /// <summary>Whether something waits to be sent or acknowledged, were it the end of the data.</summary>
    public bool HasUnacknowledged => !SendQueue.IsAllAcknowledged || _close.IsFinOutstanding;

    /// <summary>The longest retransmission timeout of all subflows.</summary>
    public Duration LongestRto => _subflows.LongestRto;

    /// <summary>When <see cref="OnTimer"/> wants to be called.</summary>
    public Instant Deadline
    {
        get
        {
            Instant deadline = Instant.Min(_subflows.Deadline, _reinjection.Deadline);
            deadline = Instant.Min(deadline, PathManager.Deadline);
            return Instant.Min(deadline, Instant.Min(Closing.Deadline, Failing.Deadline));
        }
    }

    /// <summary>How many more bytes <see cref="Write"/> takes now: subflows' send buffers and tcp_wmem[0].</summary>
    public long WriteRoom => _close.IsFinQueued || IsClosed ? 0 : Space.Room;

    /// <summary>Whether a writer that waited is told to go on: a third of the send buffer is free (sk_stream_is_writeable).</summary>
    public bool IsWritable => !_close.IsFinQueued && !IsClosed && Space.IsWritable;

    internal WriteSpace Space { get; }

    internal ConnectionFallback Fallback { get; }

    internal ConnectionFailing Failing { get; }

    internal ConnectionClosing Closing { get; }

    internal AddressAnnouncements Announcements { get; }

    internal IPathManager PathManager { get; }

    internal DataPush Sending { get; }

    internal DataReception Reception { get; }

    internal DataAcknowledgment Acknowledgment { get; }

    internal OutgoingOptions Options { get; }

    internal IncomingOptions Incoming { get; }

    internal Negotiation Negotiation { get; }

    internal SubflowEvents SubflowEvents { get; }

    private bool IsPeerClosed => IsFallback
        ? Subflows.Count == 0 || Subflows[0].Tcp.Receiver.IsFinReached
        : _close.IsPeerFinReached;

    /// <summary>Opens the connection: a SYN will be sent, with MP_CAPABLE unless that was lost a while ago.</summary>
    /// <returns>False when the host has no route.</returns>
    public bool Connect(Endpoint source, Endpoint destination, Instant now)
    {
        Negotiation.OnConnect(now);
        return _opening.TryConnect(source, destination);
    }

    /// <summary>Takes the SYN that opened the connection.</summary>
    public void Accept(in Packet syn, in PacketOptions options, Endpoint local, Endpoint remote)
    {
        Negotiation.OnSyn(in options);
        _opening.Accept(in syn, local, remote);
    }

    /// <summary>Takes a SYN with an MP_JOIN whose token is this connection's.</summary>
    /// <returns>False when the connection is over: the SYN is answered with a reset.</returns>
    public bool AcceptJoin(in Packet syn, in PacketOptions options, Endpoint local, Endpoint remote) =>
        !IsClosed && !IsFallback && _opening.TryAcceptJoin(in syn, in options.MpJoin, local, remote);

    /// <summary>Opens a further subflow.</summary>
    /// <param name="source">This end: an address, or none to let the routes choose; the host adds a port.</param>
    /// <param name="destination">The other end.</param>
    /// <param name="localId">The identifier of the local address; not looked at when the routes choose.</param>
    /// <param name="remoteId">The identifier of the remote address.</param>
    /// <param name="isBackup">Whether it is to be used only when no other is left.</param>
    /// <returns>False when the host has no route, or the connection takes no more subflows.</returns>
    public bool OpenSubflow(Endpoint source, Endpoint destination, byte localId, byte remoteId, bool isBackup) =>
        !IsClosed && Fallback.AllowsSubflows
        && _opening.TryJoin(source, destination, localId, remoteId, isBackup);

    /// <summary>A packet of a subflow arrived.</summary>
    public void OnPacket(Subflow subflow, in Packet packet, Instant now) =>
        SubflowEvents.OnPacket(subflow, in packet, now);

    /// <summary>The last packet given was not taken by the host's own network layer (see <see cref="TcpConnection.OnSendFailed"/>).</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isCongested">Whether a queue of the host was full.</param>
    /// <param name="now">The time now.</param>
    public void OnSendFailed(in Packet packet, bool isCongested, Instant now)
    {
        foreach (Subflow subflow in Subflows)
        {
            if (subflow.Tcp.Flow == packet.Flow)
            {
                subflow.Tcp.OnSendFailed(in packet, isCongested, now);
            }
        }
    }

    /// <summary>The deadline has come.</summary>
    public void OnTimer(Instant now)
    {
        SubflowEvents.OnTimer(now);
        if (_reinjection.Deadline <= now)
        {
            _reinjection.OnTimer(now);
        }

        if (PathManager.Deadline <= now)
        {
            PathManager.OnTimer(now);
        }

        if (Failing.Deadline <= now)
        {
            Failing.OnTimer();
        }

        if (Closing.Deadline <= now)
        {
            Closing.OnTimer();
        }
    }

    /// <summary>Writes bytes, as many as fit: one call is one push to the scheduler.</summary>
    public int Write(ReadOnlySpan<byte> bytes, Instant now)
    {
        int count = (int)Math.Min(bytes.Length, WriteRoom);
        if (count < bytes.Length)
        {
            OnLackOfSpace();
        }

        SendQueue.Write(bytes[..count]);
        Push(now);
        return count;
    }

    /// <summary>Writes any number of bytes that nobody looks at; the send store must be a counting one.</summary>
    public void WriteUnseen(long count, Instant now)
    {
        SendQueue.WriteUnseen(count);
        Push(now);
    }

    /// <summary>Somebody waits until it <see cref="IsWritable"/>: the send buffers may grow (SOCK_NOSPACE).</summary>
    public void OnLackOfSpace() => Space.Want();

    /// <summary>Reads bytes that have arrived.</summary>
    public int Read(Span<byte> buffer, Instant now) => Reception.Read(buffer, now);

    /// <summary>Throws away bytes that have arrived.</summary>
    /// <returns>How many.</returns>
    public long Discard(Instant now) => Reception.Discard(now);

    /// <summary>No more data will be written: DATA_FIN follows (RFC 8684, 3.3.3).</summary>
    public void CloseWrite(Instant now)
    {
        if (!_close.QueueFin())
        {
            return;
        }

        Push(now);
        _close.AnnounceFin();
        _reinjection.OnPushed(now);
        _close.CloseSubflowsWhenDone();
        if (Subflows.Count == 0 && IsEstablished)
        {
            End(TcpFailure.Reset);
        }

        CheckOrphan(now);
    }

    /// <summary>Nobody reads any more: what arrives is thrown away.</summary>
    public void CloseRead(Instant now)
    {
        _readsNoMore = true;
        Reception.Close(now);
        CheckOrphan(now);
    }

    /// <summary>Ends the connection at once: MP_FASTCLOSE on resets of all subflows (RFC 8684, 3.5).</summary>
    public void Abort() => Closing.Abort(TcpFailure.Aborted);

    /// <summary>An endpoint was added to the host while the connection lives.</summary>
    public void OnEndpointAdded(MptcpEndpoint endpoint, Instant now) => PathManager.OnEndpointAdded(endpoint, now);

    /// <summary>An endpoint was removed from the host: its subflows are closed, and the peer is told.</summary>
    public void OnEndpointRemoved(MptcpEndpoint endpoint, Instant now) => PathManager.OnEndpointRemoved(endpoint, now);

    /// <summary>What happened since this was last asked.</summary>
    public TcpEvents TakeEvents()
    {
        TcpEvents events = _events;
        _events = TcpEvents.None;
        return events;
    }

    /// <summary>Gives the next packet to send on any subflow, if there is one now.</summary>
    public bool TryTransmit(Instant now, out Packet packet)
    {
        while (!_subflows.TryTransmit(now, out packet))
        {
            if (!Closing.RemoveClosed(now))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives waiting data to the subflows that the scheduler picks (__mptcp_push_pending).</summary>
    public void Push(Instant now)
    {
        if (Sending.Push(now))
        {
            _reinjection.OnPushed(now);
        }
    }

    /// <summary>Something happened that the owner of the connection must hear of.</summary>
    internal void Raise(TcpEvents events) => _events |= events;

    /// <summary>An address of this end goes: says so on a subflow that stays, if there is one.</summary>
    internal void SayRemoved(byte localId) => _subflows.Speaker(avoided: localId)?.Signals.SendRemoval(localId);

    /// <summary>Some acknowledgment must go out, for options that cannot wait.</summary>
    internal void DemandAck() => _subflows.DemandAck();

    /// <summary>The end of the data is not acknowledged: says it again.</summary>
    /// <returns>How long to wait for the acknowledgment now.</returns>
    internal Duration RepeatDataFin() => _close.RepeatFin(Config.RetransmissionFloor);

    /// <summary>The handshake of the initial subflow is complete.</summary>
    internal void OnEstablished()
    {
        IsEstablished = true;
        _events |= TcpEvents.Established;
    }

    /// <summary>The handshake of a subflow that the peer opened is complete.</summary>
    internal void OnJoined(Subflow subflow)
    {
        Space.Sync(except: subflow);
        _subflows.OnJoined(subflow);
    }

    /// <summary>The connection is over.</summary>
    internal void End(TcpFailure failure)
    {
        if (!IsClosed)
        {
            IsClosed = true;
            Failure = failure;
            _events |= TcpEvents.Closed | TcpEvents.Readable;
        }
    }

    private void MapPlainly()
    {
        foreach (Subflow subflow in Subflows)
        {
            _environment.MapPlainly(subflow, SendQueue.Bytes);
        }
    }

    private void CheckOrphan(Instant now)
    {
        if (_readsNoMore && _close.IsFinQueued)
        {
            Closing.Orphan();
            Closing.Check(now);
        }
    }
}
