using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Mptcp.PathManagers;
using Protocols.Mptcp.Reinjection;
using Protocols.Mptcp.Schedulers;
using Protocols.Net;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>An MPTCP connection (RFC 8684) over any number of subflows, without clock, timers or network.</summary>
/// <remarks>
/// Driven like a <see cref="TcpConnection"/>: after each packet, timer or call of the application, <see cref="TryTransmit"/> until
/// there is nothing, then <see cref="TakeEvents"/> and <see cref="Deadline"/>. Data is counted by offsets, 0 being the first byte. Read
/// net/mptcp/protocol.c. Not implemented yet: checksums, MP_PRIO, REMOVE_ADDR, MP_FAIL and the infinite mapping.
/// </remarks>
public sealed class MptcpConnection
{
    private readonly IMptcpEnvironment _environment;
    private readonly IPacketScheduler _scheduler;
    private readonly IReinjection _reinjection;
    private readonly IPathManager _pathManager;
    private readonly AddressAnnouncements _announcements;
    private readonly List<Subflow> _subflows = [];
    private readonly List<Subflow> _allSubflows = [];
    private readonly DataClose _close = new();
    private ByteStore? _receivedBytes;
    private TcpEvents _events;
    private int _transmitIndex;
    private bool _isReset;
    private bool _readsNoMore;
    private Instant _now;

    /// <summary>A connection without subflows.</summary>
    public MptcpConnection(MptcpSetup setup, IMptcpEnvironment environment)
    {
        _environment = environment;
        _scheduler = setup.Scheduler;
        IsInitiator = setup.IsInitiator;
        Keys = new ConnectionKeys(environment.CreateKey(this));
        Signaling = new DataSignaling(Keys);
        SendQueue = new DataSendQueue(setup.SendBytes);
        ReceiveQueue = new DataReceiveQueue(setup.Tcp, setup.Segment);
        _announcements = new AddressAnnouncements(this);
        _pathManager = setup.PathManager(this);
        _reinjection = setup.Config.Reinjection == ReinjectionRule.StaleSubflows
            ? new StaleSubflowReinjection(this, setup.Config)
            : new TimeoutReinjection(this, setup.Config);
    }

    /// <summary>Whether this end opened the connection.</summary>
    public bool IsInitiator { get; }

    /// <summary>The keys of both ends.</summary>
    public ConnectionKeys Keys { get; }

    /// <summary>How data offsets look on the wire.</summary>
    public DataSignaling Signaling { get; }

    /// <summary>The subflows that exist now, in the order in which they were created.</summary>
    public IReadOnlyList<Subflow> Subflows => _subflows;

    /// <summary>All subflows there ever were.</summary>
    public IReadOnlyList<Subflow> AllSubflows => _allSubflows;

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

    /// <summary>Whether something was sent that the peer has not acknowledged, or waits to be sent, or the end of the data is.</summary>
    public bool HasUnacknowledged => !SendQueue.IsAllAcknowledged || _close.IsFinOutstanding;

    /// <summary>The longest retransmission timeout of all subflows.</summary>
    public Duration LongestRto
    {
        get
        {
            Duration longest = Duration.Zero;
            foreach (Subflow subflow in _subflows)
            {
                longest = Duration.Max(longest, subflow.Tcp.Sender.Rto);
            }

            return longest;
        }
    }

    /// <summary>When <see cref="OnTimer"/> wants to be called.</summary>
    public Instant Deadline
    {
        get
        {
            Instant deadline = Instant.Min(_reinjection.Deadline, _pathManager.Deadline);
            foreach (Subflow subflow in _subflows)
            {
                deadline = Instant.Min(deadline, Instant.Min(subflow.Tcp.Deadline, subflow.Tcp.AckDeadline));
            }

            return deadline;
        }
    }

    /// <summary>How many more bytes <see cref="Write"/> takes now (the sum of the subflows' send buffers, and tcp_wmem[0]).</summary>
    public long WriteRoom
    {
        get
        {
            if (_close.IsFinQueued || IsClosed)
            {
                return 0;
            }

            const long Minimum = 4096;
            long buffer = Minimum;
            foreach (Subflow subflow in _subflows)
            {
                buffer += subflow.Tcp.SendBuffer;
            }

            return Math.Max(buffer - (SendQueue.WriteEnd - SendQueue.Unacknowledged), 0);
        }
    }

    private bool IsPeerClosed => IsFallback
        ? _subflows.Count == 0 || _subflows[0].Tcp.Receiver.IsFinReached
        : _close.IsPeerFinReached(ReceiveQueue.Next);

    /// <summary>Opens the connection: a SYN with MP_CAPABLE will be sent.</summary>
    /// <returns>False when the host has no route.</returns>
    public bool Connect(Endpoint source, Endpoint destination)
    {
        Subflow subflow = new(this, SubflowHandshake.Initial(isInitiator: true));
        if (!TryAdd(subflow, source, destination))
        {
            return false;
        }

        subflow.Tcp.Connect();
        return true;
    }

    /// <summary>Takes the SYN that opened the connection.</summary>
    public void Accept(in Packet syn, in PacketOptions options, Endpoint local, Endpoint remote)
    {
        if (!options.Has(PacketOptionKinds.MpCapable) || options.MpCapable.Version != 1)
        {
            FallBack();
        }

        Subflow subflow = new(this, SubflowHandshake.Initial(isInitiator: false));
        if (TryAdd(subflow, local, remote))
        {
            subflow.Tcp.Accept(in syn);
        }
    }

    /// <summary>Takes a SYN with an MP_JOIN whose token is this connection's.</summary>
    /// <returns>False when the connection takes no more subflows: the SYN is answered with a reset.</returns>
    public bool AcceptJoin(in Packet syn, in PacketOptions options, Endpoint local, Endpoint remote, byte localId)
    {
        if (IsClosed || IsFallback)
        {
            return false;
        }

        Subflow subflow = new(this, SubflowHandshake.Joined(localId, in options.MpJoin, _environment.CreateNonce()));
        if (!TryAdd(subflow, local, remote))
        {
            return false;
        }

        subflow.Tcp.Accept(in syn);
        return true;
    }

    /// <summary>Opens a further subflow.</summary>
    /// <returns>False when the host has no route.</returns>
    public bool OpenSubflow(Endpoint source, Endpoint destination, byte localId, byte remoteId, bool isBackup)
    {
        Subflow subflow = new(this, SubflowHandshake.Join(localId, remoteId, isBackup, _environment.CreateNonce()));
        if (IsFallback || !TryAdd(subflow, source, destination))
        {
            return false;
        }

        subflow.Tcp.Connect();
        return true;
    }

    /// <summary>A packet of a subflow arrived.</summary>
    public void OnPacket(Subflow subflow, in Packet packet, Instant now)
    {
        _now = now;
        subflow.Tcp.OnPacket(in packet, now);
        AfterSubflow(subflow, now);
    }

    /// <summary>The deadline has come.</summary>
    public void OnTimer(Instant now)
    {
        _now = now;
        for (int i = _subflows.Count - 1; i >= 0; i--)
        {
            Subflow subflow = _subflows[i];
            if (subflow.Tcp.AckDeadline <= now)
            {
                subflow.Tcp.OnAckTimer();
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

        if (_pathManager.Deadline <= now)
        {
            _pathManager.OnTimer(now);
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

    /// <summary>Writes any number of bytes whose content does not matter; the send store must be a counting one.</summary>
    public void WriteUnseen(long count, Instant now)
    {
        SendQueue.Bytes.AppendUnseen(count);
        Push(now);
    }

    /// <summary>Reads bytes that have arrived.</summary>
    public int Read(Span<byte> buffer, Instant now)
    {
        int count = (int)Math.Min(buffer.Length, ReceiveQueue.ReadableBytes);
        if (count > 0)
        {
            _receivedBytes!.CopyTo(ReceiveQueue.ReadEnd, buffer[..count]);
            Consume(count, now);
        }

        return count;
    }

    /// <summary>Throws away bytes that have arrived.</summary>
    /// <returns>How many.</returns>
    public long Discard(Instant now)
    {
        long count = ReceiveQueue.ReadableBytes;
        if (count > 0)
        {
            Consume(count, now);
        }

        return count;
    }

    /// <summary>No more data will be written: DATA_FIN follows (RFC 8684, 3.3.3).</summary>
    public void CloseWrite(Instant now)
    {
        if (!_close.QueueFin())
        {
            return;
        }

        Push(now);
        AnnounceFin();
        _reinjection.OnPushed(now);
        CloseSubflowsWhenDone();
    }

    /// <summary>Nobody reads any more: what arrives is thrown away.</summary>
    public void CloseRead(Instant now)
    {
        _readsNoMore = true;
        Discard(now);
    }

    /// <summary>Ends the connection at once: MP_FASTCLOSE on resets of all subflows (RFC 8684, 3.5).</summary>
    public void Abort()
    {
        _isReset = true;
        foreach (Subflow subflow in _subflows)
        {
            subflow.Tcp.Abort();
        }

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
        for (; _transmitIndex < _subflows.Count; _transmitIndex++)
        {
            if (_subflows[_transmitIndex].Tcp.TryTransmit(now, out packet))
            {
                return true;
            }
        }

        _transmitIndex = 0;
        RemoveClosedSubflows();
        packet = default;
        return false;
    }

    /// <summary>Gives waiting data to the subflows that the scheduler picks (__mptcp_push_pending).</summary>
    public void Push(Instant now)
    {
        bool pushed = false;
        while (IsEstablished && SendQueue.HasPending)
        {
            SchedulerChoice choice = _scheduler.Select(this);
            if (choice.Subflow is not { } subflow || !GiveTo(subflow, choice.Burst))
            {
                break;
            }

            pushed = true;
        }

        if (pushed)
        {
            _reinjection.OnPushed(now);
        }
    }

    /// <summary>A subflow is stale: counted for results.</summary>
    internal void OnSubflowStale() => StaleSubflows++;

    /// <summary>The window is closed and nothing is in flight: repeats one old byte, so that the peer answers (mptcp_sendmsg_frag).</summary>
    internal void ProbeWindow()
    {
        foreach (Subflow subflow in _subflows)
        {
            if (subflow.IsActive && SendQueue.Unacknowledged > 0)
            {
                subflow.Give(SendQueue.Unacknowledged - 1, 1);
                return;
            }
        }
    }

    /// <summary>The end of the data is not acknowledged: says it again.</summary>
    internal void RepeatDataFin()
    {
        if (_close.IsFinOutstanding)
        {
            AnnounceFin();
        }
    }

    /// <summary>The connection goes on as plain TCP on its only subflow.</summary>
    internal void FallBack()
    {
        IsFallback = true;
        foreach (Subflow subflow in _subflows)
        {
            _environment.MapPlainly(subflow, SendQueue.Bytes);
        }
    }

    /// <summary>A subflow's handshake is complete in both directions.</summary>
    internal void OnFullyEstablished(Subflow subflow) => _announcements.OnFullyEstablished(subflow);

    /// <summary>ADD_ADDR and its echo.</summary>
    internal void OnAddressOptions(Subflow subflow, in PacketOptions options, Instant now)
    {
        if (options.Has(PacketOptionKinds.AddAddress))
        {
            _announcements.OnOption(subflow, in options.AddAddress, _pathManager, now);
        }

        _announcements.Report(_pathManager, now);
    }

    /// <summary>Announces an address of this end (RFC 8684, 3.4.1).</summary>
    internal void Announce(byte id, IpAddress address) => _announcements.Announce(id, address);

    /// <summary>Writes an ADD_ADDR or its echo onto a pure acknowledgment of a subflow, if one waits for it.</summary>
    internal bool TryWriteAnnouncement(Subflow subflow, ref PacketOptions options) =>
        _announcements.TryWrite(subflow, ref options);

    /// <summary>Writes the DSS of a segment: the acknowledgment, and the mapping of its payload or the DATA_FIN.</summary>
    internal void WriteSignal(ref PacketOptions options, in SubflowMapping mapping)
    {
        Signaling.WriteAck(ref options, ReceiveQueue.Next + (_close.IsPeerFinReached(ReceiveQueue.Next) ? 1 : 0));
        if (mapping.Length > 0)
        {
            Signaling.WriteMapping(ref options, in mapping);
        }
        else if (_close.IsFinOutstanding && SendQueue.Next == SendQueue.WriteEnd)
        {
            Signaling.WriteFin(ref options, SendQueue.WriteEnd);
        }
    }

    /// <summary>Writes the options of a reset.</summary>
    internal void WriteReset(ref PacketOptions options)
    {
        if (IsFallback)
        {
            return;
        }

        options.Kinds |= PacketOptionKinds.ResetReason;
        options.ResetReason = new ResetReasonOption { Reason = (byte)(_isReset ? 0 : 1) };
        if (_isReset && Keys.HasRemote)
        {
            options.Kinds |= PacketOptionKinds.FastClose;
            options.FastCloseKey = Keys.Remote;
        }
    }

    /// <summary>A subflow announced a window, perhaps with a data acknowledgment.</summary>
    internal long OnWindow(long window, in PacketOptions options)
    {
        if (IsFallback || !options.Has(PacketOptionKinds.DataSequenceSignal) || !options.Dss.HasAck)
        {
            if (SendQueue.WindowEnd < window && SendQueue.Unacknowledged == 0)
            {
                SendQueue.OnAcknowledgment(0, window);
            }

            return IsFallback ? window : Math.Max(window, SendQueue.WindowEnd - SendQueue.Unacknowledged);
        }

        OnDataAck(Signaling.ToAckOffset(in options.Dss, SendQueue.Unacknowledged), window);

        // SndWndShared: the window belongs to the connection, whichever subflow announced it.
        return Math.Max(window, SendQueue.WindowEnd - SendQueue.Unacknowledged);
    }

    /// <summary>Data arrived over a subflow, in order of its stream.</summary>
    internal void OnData(long start, int length, Instant now)
    {
        if (!ReceiveQueue.OnData(start, start + length))
        {
            return;
        }

        _events |= TcpEvents.Readable;
        if (_readsNoMore)
        {
            Discard(now);
        }

        OnPeerFinMaybeReached();
    }

    /// <summary>The peer's data ends at this offset.</summary>
    internal void OnDataFin(long offset)
    {
        _close.OnPeerFin(offset);
        OnPeerFinMaybeReached();
        DemandAcks();
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

    /// <summary>A sample of a subflow's round-trip time at the receiver.</summary>
    internal void OnRoundTrip(Duration sample) => ReceiveQueue.OnRoundTrip(sample);

    /// <summary>The window to announce, from the data that has arrived so far.</summary>
    internal long SelectWindow(int scale) => ReceiveQueue.SelectWindow(scale);

    /// <summary>A window was announced.</summary>
    internal void OnWindowSent(long window) => ReceiveQueue.OnWindowSent(window);

    private bool TryAdd(Subflow subflow, Endpoint source, Endpoint destination)
    {
        TcpConnection? tcp = _environment.CreateSubflow(subflow, source, destination);
        if (tcp is null)
        {
            return false;
        }

        (Endpoint local, Endpoint remote) = _environment.EndsOf(tcp);
        subflow.Attach(tcp, local, remote);
        _environment.MapData(subflow, SendQueue.Bytes, Keys.FirstLocalSequence);
        if (IsFallback)
        {
            _environment.MapPlainly(subflow, SendQueue.Bytes);
        }

        _subflows.Add(subflow);
        _allSubflows.Add(subflow);
        return true;
    }

    private bool GiveTo(Subflow subflow, int burst)
    {
        bool given = false;
        while (SendQueue.TryPeek(out long start, out int length))
        {
            length = SendQueue.Allowed(start, _scheduler.SplitsFragments ? Math.Min(length, burst) : length);
            if (length == 0)
            {
                break;
            }

            subflow.Give(start, length);
            SendQueue.OnGiven(start, length);
            burst -= length;
            given = true;
            if (burst <= 0 || !subflow.HasSendRoom || !subflow.IsActive)
            {
                break;
            }
        }

        return given;
    }

    private void OnDataAck(long ack, long window)
    {
        bool isProgress = false;
        if (_close.IsFinOutstanding && ack == SendQueue.WriteEnd + 1)
        {
            _close.OnFinAcknowledged();
            ack = SendQueue.WriteEnd;
            isProgress = true;
            CloseSubflowsWhenDone();
        }

        if (SendQueue.OnAcknowledgment(ack, ack + window))
        {
            _events |= TcpEvents.Acknowledged;
            isProgress = true;
        }

        // An acknowledgment that repeats what is known says nothing about the subflows that are silent: the timer goes on (ack_update_msk).
        if (isProgress)
        {
            _reinjection.OnDataAck(_now);
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
            _receivedBytes = _environment.ReceivedBytesOf(subflow);
            _events |= TcpEvents.Established;
        }

        if ((events & TcpEvents.Acknowledged) != 0)
        {
            subflow.IsPotentiallyFailed = false;
            if (IsFallback)
            {
                OnDataAck(Math.Min(subflow.Tcp.Sender.Unacknowledged - 1, SendQueue.WriteEnd),
                    subflow.Tcp.Sender.WindowEnd - subflow.Tcp.Sender.Unacknowledged);
            }
        }

        if (IsFallback && subflow.Tcp.Receiver.IsFinReached)
        {
            _events |= TcpEvents.Readable;
        }

        Push(now);
        if (_close.IsFinOutstanding && SendQueue.Next == SendQueue.WriteEnd && !IsFallback && !_close.IsFinAnnounced)
        {
            AnnounceFin();
        }

        CloseSubflowsWhenDone();
    }

    private void Consume(long count, Instant now)
    {
        ReceiveQueue.OnRead(count, now);
        _receivedBytes?.ReleaseByReader(ReceiveQueue.ReadEnd);

        // A window that opened by half of what there is must be told, on every subflow that may carry the answer (mptcp_cleanup_rbuf).
        long left = ReceiveQueue.WindowEnd - ReceiveQueue.Next;
        if (ReceiveQueue.SelectWindow(0) >= 2 * left)
        {
            DemandAcks();
        }
    }

    private void DemandAcks()
    {
        foreach (Subflow subflow in _subflows)
        {
            if (subflow.IsUsable)
            {
                subflow.Tcp.DemandAck();
            }
        }
    }

    private void AnnounceFin()
    {
        if (IsFallback)
        {
            return;
        }

        if (SendQueue.Next == SendQueue.WriteEnd)
        {
            _close.OnFinAnnounced();
            DemandAcks();
        }
    }

    private void OnPeerFinMaybeReached()
    {
        if (_close.IsPeerFinReached(ReceiveQueue.Next))
        {
            _events |= TcpEvents.Readable;
            DemandAcks();
            CloseSubflowsWhenDone();
        }
    }

    // RFC 8684, 3.3.3: once both DATA_FINs are acknowledged, the subflows are closed one by one.
    private void CloseSubflowsWhenDone()
    {
        bool isDone = IsFallback
            ? _close.IsFinQueued && SendQueue.Next == SendQueue.WriteEnd
            : _close.IsFinAcknowledged && _close.IsPeerFinReached(ReceiveQueue.Next);
        if (!isDone)
        {
            return;
        }

        foreach (Subflow subflow in _subflows)
        {
            subflow.Tcp.CloseWrite();
        }
    }

    private void RemoveClosedSubflows()
    {
        for (int i = _subflows.Count - 1; i >= 0; i--)
        {
            Subflow subflow = _subflows[i];
            if (subflow.Tcp.State is not (TcpState.Closed or TcpState.TimeWait))
            {
                continue;
            }

            _subflows.RemoveAt(i);
            _environment.Remove(subflow);
            subflow.ReinjectAll();
            if (_subflows.Count == 0)
            {
                End(_close.IsFinAcknowledged || subflow.Tcp.Failure == TcpFailure.None ? TcpFailure.None : subflow.Tcp.Failure);
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
