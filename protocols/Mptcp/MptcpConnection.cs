using System;
using System.Collections.Generic;
using Protocols.Congestion;
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
/// counted by offsets, 0 being the first byte. Read net/mptcp/protocol.c. Not implemented yet: checksums, MP_PRIO,
/// REMOVE_ADDR, MP_FAIL and the infinite mapping.
/// </remarks>
public sealed class MptcpConnection
{
    private readonly IMptcpEnvironment _environment;
    private readonly IReinjection _reinjection;
    private readonly SubflowSet _subflows = new();
    private readonly DataClose _close;
    private readonly SubflowOpening _opening;
    private TcpEvents _events;

    /// <summary>A connection without subflows.</summary>
    public MptcpConnection(MptcpSetup setup, IMptcpEnvironment environment)
    {
        _environment = environment;
        Config = setup.Config;
        Sending = new DataPush(this, setup.Scheduler);
        _close = new DataClose(this, _subflows);
        _opening = new SubflowOpening(this, _subflows, environment);
        Reception = new DataReception(this, _subflows, _close);
        Options = new OutgoingOptions(this, _close);
        IsInitiator = setup.IsInitiator;
        Keys = new ConnectionKeys(environment.CreateKey(this));
        Signaling = new DataSignaling(Keys);
        SendQueue = new DataSendQueue(setup.SendBytes);
        ReceiveQueue = new DataReceiveQueue(setup.Tcp, setup.Segment);
        Announcements = new AddressAnnouncements(this);
        PathManager = setup.PathManager(this);
        _reinjection = setup.Config.Reinjection == ReinjectionRule.StaleSubflows
            ? new StaleSubflowReinjection(this, setup.Config)
            : new TimeoutReinjection(this, setup.Config);
        Acknowledgment = new DataAcknowledgment(this, _close, _reinjection);
    }

    /// <summary>The host's MPTCP tunables.</summary>
    public MptcpConfig Config { get; }

    /// <summary>Whether this end opened the connection.</summary>
    public bool IsInitiator { get; }

    /// <summary>The keys of both ends.</summary>
    public ConnectionKeys Keys { get; }

    /// <summary>How data offsets look on the wire.</summary>
    public DataSignaling Signaling { get; }

    /// <summary>The subflows that exist now, in the order in which they were created.</summary>
    public IReadOnlyList<Subflow> Subflows => _subflows.Present;

    /// <summary>All subflows there ever were.</summary>
    public IReadOnlyList<Subflow> AllSubflows => _subflows.All;

    /// <summary>The data on its way out.</summary>
    public DataSendQueue SendQueue { get; }

    /// <summary>The data on its way in.</summary>
    public DataReceiveQueue ReceiveQueue { get; }

    /// <summary>Whether the connection is plain TCP after all (RFC 8684, 3.7).</summary>
    public bool IsFallback { get; private set; }

    /// <summary>How many times a subflow was found stale (MIB SubflowStale).</summary>
    public int StaleSubflows { get; private set; }

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
    public Instant Deadline =>
        Instant.Min(_subflows.Deadline, Instant.Min(_reinjection.Deadline, PathManager.Deadline));

    /// <summary>How many more bytes <see cref="Write"/> takes now: subflows' send buffers and tcp_wmem[0].</summary>
    public long WriteRoom
    {
        get
        {
            if (_close.IsFinQueued || IsClosed)
            {
                return 0;
            }

            const long Minimum = 4096;
            long buffer = Minimum + _subflows.SendBuffer;
            return Math.Max(buffer - (SendQueue.WriteEnd - SendQueue.Unacknowledged), 0);
        }
    }

    internal AddressAnnouncements Announcements { get; }

    internal IPathManager PathManager { get; }

    internal DataPush Sending { get; }

    internal DataReception Reception { get; }

    internal DataAcknowledgment Acknowledgment { get; }

    internal OutgoingOptions Options { get; }

    /// <summary>Whether this end has aborted the connection.</summary>
    internal bool IsAborted { get; private set; }

    private bool IsPeerClosed => IsFallback
        ? Subflows.Count == 0 || Subflows[0].Tcp.Receiver.IsFinReached
        : _close.IsPeerFinReached;

    /// <summary>Opens the connection: a SYN with MP_CAPABLE will be sent.</summary>
    /// <returns>False when the host has no route.</returns>
    public bool Connect(Endpoint source, Endpoint destination)
    {
        Subflow? subflow = _opening.Open(SubflowHandshake.Initial(isInitiator: true), source, destination);
        subflow?.Tcp.Connect();
        return subflow is not null;
    }

    /// <summary>Takes the SYN that opened the connection.</summary>
    public void Accept(in Packet syn, in PacketOptions options, Endpoint local, Endpoint remote)
    {
        if (!options.Has(PacketOptionKinds.MpCapable) || options.MpCapable.Version != 1)
        {
            FallBack();
        }

        _opening.Open(SubflowHandshake.Initial(isInitiator: false), local, remote)?.Tcp.Accept(in syn);
    }

    /// <summary>Takes a SYN with an MP_JOIN whose token is this connection's.</summary>
    /// <returns>False when the connection takes no more subflows: the SYN is answered with a reset.</returns>
    public bool AcceptJoin(in Packet syn, in PacketOptions options, Endpoint local, Endpoint remote, byte localId)
    {
        if (IsClosed || IsFallback)
        {
            return false;
        }

        SubflowHandshake handshake = SubflowHandshake.Joined(localId, in options.MpJoin, _environment.CreateNonce());
        Subflow? subflow = _opening.Open(handshake, local, remote);
        subflow?.Tcp.Accept(in syn);
        return subflow is not null;
    }

    /// <summary>Opens a further subflow.</summary>
    /// <returns>False when the host has no route.</returns>
    public bool OpenSubflow(Endpoint source, Endpoint destination, byte localId, byte remoteId, bool isBackup)
    {
        if (IsFallback)
        {
            return false;
        }

        SubflowHandshake handshake = SubflowHandshake.Join(localId, remoteId, isBackup, _environment.CreateNonce());
        Subflow? subflow = _opening.Open(handshake, source, destination);
        subflow?.Tcp.Connect();
        return subflow is not null;
    }

    /// <summary>A packet of a subflow arrived.</summary>
    public void OnPacket(Subflow subflow, in Packet packet, Instant now)
    {
        subflow.Tcp.OnPacket(in packet, now);
        AfterSubflow(subflow, now);
    }

    /// <summary>The deadline has come.</summary>
    public void OnTimer(Instant now)
    {
        for (int i = Subflows.Count - 1; i >= 0; i--)
        {
            Subflow subflow = Subflows[i];
            if (subflow.Tcp.AckDeadline <= now)
            {
                subflow.Tcp.OnAckTimer(now);
            }

            if (subflow.Tcp.Deadline <= now)
            {
                OnSubflowTimer(subflow, now);
            }
        }

        if (_reinjection.Deadline <= now)
        {
            _reinjection.OnTimer(now);
        }

        if (PathManager.Deadline <= now)
        {
            PathManager.OnTimer(now);
        }
    }

    /// <summary>Writes bytes, as many as fit: one call is one push to the scheduler.</summary>
    public int Write(ReadOnlySpan<byte> bytes, Instant now)
    {
        int count = (int)Math.Min(bytes.Length, WriteRoom);
        SendQueue.Bytes.Append(bytes[..count]);
        Push(now);
        return count;
    }

    /// <summary>Writes any number of bytes that nobody looks at; the send store must be a counting one.</summary>
    public void WriteUnseen(long count, Instant now)
    {
        SendQueue.Bytes.AppendUnseen(count);
        Push(now);
    }

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
    }

    /// <summary>Nobody reads any more: what arrives is thrown away.</summary>
    public void CloseRead(Instant now) => Reception.Close(now);

    /// <summary>Ends the connection at once: MP_FASTCLOSE on resets of all subflows (RFC 8684, 3.5).</summary>
    public void Abort()
    {
        IsAborted = true;
        _subflows.Abort();
        End(TcpFailure.Aborted);
    }

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
        if (_subflows.TryTransmit(now, out packet))
        {
            return true;
        }

        RemoveClosedSubflows();
        return false;
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

    /// <summary>A subflow is stale: counted for results.</summary>
    internal void OnSubflowStale() => StaleSubflows++;

    /// <summary>The end of the data is not acknowledged: says it again.</summary>
    internal void RepeatDataFin() => _close.RepeatFin();

    /// <summary>The connection goes on as plain TCP on its only subflow.</summary>
    internal void FallBack()
    {
        IsFallback = true;
        foreach (Subflow subflow in Subflows)
        {
            _environment.MapPlainly(subflow, SendQueue.Bytes);
        }
    }

    /// <summary>A subflow delivered bytes that no mapping covers: nobody knows what they are (RFC 8684, 3.7).</summary>
    internal void OnUnmapped(Subflow subflow)
    {
        subflow.Tcp.Abort();
        _events |= TcpEvents.Acknowledged;
    }

    /// <summary>A subflow was reset.</summary>
    internal void OnSubflowReset(in PacketOptions options)
    {
        if (options.Has(PacketOptionKinds.FastClose) && options.FastCloseKey == Keys.Local)
        {
            Abort();
            Failure = TcpFailure.Reset;
        }
    }

    private void OnSubflowTimer(Subflow subflow, Instant now)
    {
        long timeouts = subflow.Tcp.Sender.Timeouts;
        subflow.Tcp.OnTimer(now);
        if (subflow.Tcp.Sender.Timeouts > timeouts)
        {
            _reinjection.OnSubflowTimeout(subflow);
        }

        AfterSubflow(subflow, now);
    }

    private void AfterSubflow(Subflow subflow, Instant now)
    {
        TcpEvents events = subflow.Tcp.TakeEvents();
        if ((events & TcpEvents.Established) != 0 && subflow.IsInitial)
        {
            IsEstablished = true;
            Reception.Bytes = _environment.ReceivedBytesOf(subflow);
            _events |= TcpEvents.Established;
        }

        if ((events & TcpEvents.Acknowledged) != 0)
        {
            subflow.IsPotentiallyFailed = false;
            if (IsFallback)
            {
                Acknowledgment.OnFallbackAck(subflow.Tcp.Sender, now);
            }
        }

        if (IsFallback && subflow.Tcp.Receiver.IsFinReached)
        {
            _events |= TcpEvents.Readable;
        }

        Push(now);
        _close.AnnounceFin();
        _close.CloseSubflowsWhenDone();
    }

    private void RemoveClosedSubflows()
    {
        while (_subflows.TakeClosed() is { } subflow)
        {
            _environment.Remove(subflow);
            (subflow.Tcp.Sender.CongestionControl as CoupledControl)?.Leave();
            subflow.Reinject();
            if (Subflows.Count == 0)
            {
                End(_close.IsFinAcknowledged ? TcpFailure.None : subflow.Tcp.Failure);
            }
        }
    }

    private void End(TcpFailure failure)
    {
        if (!IsClosed)
        {
            IsClosed = true;
            Failure = failure;
            _events |= TcpEvents.Closed | TcpEvents.Readable;
        }
    }
}
