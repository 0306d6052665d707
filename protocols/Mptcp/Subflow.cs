using Protocols.Core;
using Protocols.Net;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>
/// One TCP connection of an MPTCP connection: its handshake, its mappings, and how its scheduler and timers see it.
/// </summary>
/// <remarks>
/// Read RFC 8684, 3.1 to 3.3, and Linux's mptcp_subflow_context with net/mptcp/subflow.c and options.c.
/// </remarks>
public sealed class Subflow : TcpExtension
{
    private readonly SubflowHandshake _handshake;
    private readonly SubflowSending _sending;
    private readonly SubflowReception _reception;
    private SubflowLiveness _liveness;
    private JoinAckTimer _joinAck;
    private int _sentSyns;

    /// <summary>A subflow that has done nothing yet.</summary>
    /// <param name="connection">The connection it belongs to.</param>
    /// <param name="handshake">How it introduces itself.</param>
    /// <param name="local">This end.</param>
    /// <param name="remote">The other end.</param>
    /// <param name="environment">Makes its TCP connection.</param>
    public Subflow(
        MptcpConnection connection,
        SubflowHandshake handshake,
        Endpoint local,
        Endpoint remote,
        IMptcpEnvironment environment)
    {
        Connection = connection;
        Local = local;
        Remote = remote;
        _handshake = handshake;
        _sending = new SubflowSending(this);
        _reception = new SubflowReception(this);
        Signals = new SubflowSignals(this);
        Tcp = environment.CreateTcp(this);
    }

    /// <summary>The connection it belongs to.</summary>
    public MptcpConnection Connection { get; }

    /// <summary>Its TCP connection.</summary>
    public TcpConnection Tcp { get; }

    /// <summary>This end.</summary>
    public Endpoint Local { get; }

    /// <summary>The other end.</summary>
    public Endpoint Remote { get; }

    /// <summary>The identifier of the local address; 0 for the initial subflow's.</summary>
    public byte LocalId => _handshake.LocalId;

    /// <summary>The identifier of the remote address; 0 for the initial subflow's.</summary>
    public byte RemoteId => _handshake.RemoteId;

    /// <summary>Whether it is the first subflow of its connection.</summary>
    public bool IsInitial => !_handshake.IsJoin;

    /// <summary>Whether this end opened it.</summary>
    public bool IsInitiator => _handshake.IsInitiator;

    /// <summary>Whether either side wants it used only when no other is left.</summary>
    public bool IsBackup => _handshake.IsPeerBackup || _handshake.RequestsBackup;

    /// <summary>Whether this side wants it used only when no other is left (request_bkup).</summary>
    public bool RequestsBackup => _handshake.RequestsBackup;

    /// <summary>Whether its handshake is complete in both directions (RFC 8684, 3.1 and 3.2).</summary>
    public bool IsFullyEstablished { get; private set; }

    /// <summary>
    /// Whether the connection has let go of it: what it was given is still delivered, and then it is closed.
    /// </summary>
    public bool IsDetached { get; private set; }

    /// <summary>Whether this side has reset it.</summary>
    public bool IsReset => Tcp.State == TcpState.Closed;

    /// <summary>
    /// Whether it may carry data: established, and not stale without a sign of life since (mptcp_subflow_active).
    /// </summary>
    public bool IsActive => _liveness.IsAlive() && IsUsable;

    /// <summary>Whether it may carry data, stale or not (__mptcp_subflow_active).</summary>
    public bool IsUsable => Tcp.State is TcpState.Established or TcpState.CloseWait
        && (IsInitial || IsFullyEstablished);

    /// <summary>Whether it is taken for dead until an acknowledgment arrives.</summary>
    public bool IsStale => _liveness.IsStale;

    /// <summary>In how many periods in a row nothing was heard while data was in flight.</summary>
    public int StaleCount => _liveness.SilentPeriods;

    /// <summary>Whether it had a timeout and no progress since (the out-of-tree stack's pf flag).</summary>
    public bool IsPotentiallyFailed { get; set; }

    /// <summary>When an acknowledgment last arrived on it (rcv_tstamp).</summary>
    public Instant LastAck => _liveness.LastAck;

    /// <summary>Bytes of data that were given to it, sent again ones included.</summary>
    public long ScheduledBytes => _sending.ScheduledBytes;

    /// <summary>Bytes of data that arrived over it in order of its stream.</summary>
    public long ArrivedBytes => _reception.ArrivedBytes;

    /// <summary>Whether data given to it is not yet acknowledged by its TCP.</summary>
    public bool HasOutstanding => Tcp.Sender.WriteEnd > Tcp.Sender.Unacknowledged;

    /// <summary>sk_wmem_queued: what its send queue holds, sent and unsent, in bytes of memory.</summary>
    public long QueuedMemory => Tcp.Sender.WriteEnd - Tcp.Sender.Unacknowledged + _sending.QueuedOverhead;

    /// <summary>Whether its send buffer has room (sk_stream_memory_free).</summary>
    public bool HasSendRoom => Tcp.WriteRoom > _sending.QueuedOverhead;

    /// <summary>The pacing rate, averaged over what was scheduled; bytes per second.</summary>
    public long AveragePacingRate => _sending.AveragePacingRate;

    /// <summary>How much data one of its segments holds beside the options that all of them carry (tcp_current_mss).</summary>
    public int SegmentLength => Tcp.Sender.MaximumPayload - DataOptionLength;

    /// <summary>When its acknowledgment timer wants to run, or an unanswered MP_JOIN be said again.</summary>
    public Instant AckDeadline => Instant.Min(Tcp.AckDeadline, _joinAck.Deadline);

    /// <inheritdoc/>
    public override bool MaySendData => IsInitial || IsFullyEstablished;

    /// <inheritdoc/>
    public override bool HasMoreToGive => Connection.Sending.IsMidWrite;

    /// <inheritdoc/>
    public override int DataOptionLength =>
        Connection.IsFallback && !_sending.AnnouncesFallback ? 0 : Connection.Signaling.UsesLongAcks ? 28 : 24;

    internal SubflowSignals Signals { get; }

    internal ulong FailSequence => _reception.FailSequence;

    /// <summary>
    /// A burst of so many bytes was scheduled: averages the pacing rate over it (mptcp_subflow_get_send).
    /// </summary>
    public void LearnPacingRate(long burst) => _sending.LearnPacingRate(burst);

    /// <summary>
    /// Gives data to the subflow: appends a mapping, or extends the last one while none of it is on the wire.
    /// </summary>
    public void Give(long dataStart, int length)
    {
        if (!Signals.SendsInfiniteMapping)
        {
            _sending.Give(dataStart, length);
            return;
        }

        Signals.SendsInfiniteMapping = false;
        if (Connection.Fallback.Try(FallbackReason.InfiniteMappingSent))
        {
            _sending.GiveInfinite(dataStart, length);
        }
        else
        {
            Connection.Counters.FailedFallbacks++;
            Reset(ResetReason.MptcpError);
        }
    }

    /// <summary>
    /// Gives the data that is in flight on this subflow back to the connection, to be sent on others.
    /// </summary>
    /// <param name="from">The position in the subflow's stream where to begin; 0 for all.</param>
    public void Reinject(long from = 0) => _sending.Reinject(from);

    /// <summary>Whether data with this offset was given to the subflow and its TCP has no acknowledgment for it yet.</summary>
    public bool Carries(long dataOffset) => _sending.Carries(dataOffset);

    /// <summary>
    /// The connection's timer found data in flight here: counts periods without a sign of life
    /// (mptcp_pm_subflow_chk_stale).
    /// </summary>
    /// <returns>Whether there was none in this period either.</returns>
    public bool CountStalePeriod() => _liveness.CountPeriod();

    /// <summary>Takes the subflow for dead until an acknowledgment arrives.</summary>
    public void MarkStale() => _liveness.MarkStale();

    /// <summary>Asks the peer to use it only when no other is left, or no longer so: MP_PRIO (RFC 8684, 3.3.8).</summary>
    public void RequestPriority(bool isBackup)
    {
        _handshake.RequestsBackup = isBackup;
        Signals.SendPriority();
    }

    /// <inheritdoc/>
    public override void WriteSynOptions(ref PacketOptions options, bool isRetransmission)
    {
        _sentSyns++;
        if (IsInitial && IsInitiator && _sentSyns > Connection.Config.SynRetransmissionsBeforeFallback + 1)
        {
            // mptcp_active_detect_blackhole: from now on without.
            Connection.Fallback.Try(FallbackReason.SynNotAnswered);
        }

        if (!Connection.IsFallback)
        {
            _handshake.WriteSyn(ref options, Connection);
        }
    }

    /// <inheritdoc/>
    public override void WriteOptions(ref PacketOptions options, long start, int length)
    {
        SubflowMapping mapping = length > 0 ? _sending.MappingOf(start) : default;
        if (Connection.IsFallback && mapping.Kind != MappingKind.Infinite)
        {
            return;
        }

        bool isHandshake = !IsFullyEstablished && _handshake.IsInitiator && (start == 1 || _handshake.IsJoin);
        if (isHandshake && mapping.Kind != MappingKind.Infinite)
        {
            _handshake.WriteAck(ref options, Connection, mapping);
            return;
        }

        if (length == 0 && IsFullyEstablished && Connection.Announcements.TryWrite(ref options))
        {
            return;
        }

        Connection.Options.WriteSignal(ref options, in mapping);
        if (length == 0)
        {
            Signals.Write(ref options);
        }
    }

    /// <inheritdoc/>
    public override void WriteResetOptions(ref PacketOptions options) => Signals.WriteReset(ref options);

    /// <inheritdoc/>
    public override int LimitSegment(long start, int length) =>
        Connection.IsFallback && !_sending.AnnouncesFallback ? length : _sending.LimitSegment(start, length);

    /// <inheritdoc/>
    public override bool OnSynAck(in Packet packet, in PacketOptions options, Instant now)
    {
        _liveness.OnSegment(now);
        if (Connection.IsFallback)
        {
            Connection.Negotiation.OnPlainSynAck(now);
            return true;
        }

        return Accept(_handshake.OnSynAck(in options, Connection), FallbackReason.NoCapableInSyn);
    }

    /// <inheritdoc/>
    public override bool OnSegment(in Packet packet, in PacketOptions options, long start, Instant now)
    {
        _liveness.OnSegment(now);
        if (Connection.IsFallback)
        {
            return true;
        }

        if (!IsFullyEstablished)
        {
            if (!OnHandshakeSegment(in options, start == 1))
            {
                return false;
            }
        }
        else if (!options.Has(PacketOptionKinds.AnyMptcp))
        {
            Connection.SubflowEvents.OnSegmentWithoutOptions(this, in packet);
        }
        else if (options.Has(PacketOptionKinds.MpJoin) && !IsInitiator && packet.PayloadLength == 0)
        {
            // RFC 8684, 3.2: the peer has not got the fourth packet.
            Tcp.DemandAck();
        }

        if (Connection.IsFallback)
        {
            return true;
        }

        Connection.Incoming.OnOptions(this, in packet, in options, now);
        if (packet.PayloadLength == 0 || _reception.OnSegment(in packet, in options, start))
        {
            return true;
        }

        Connection.Counters.WrongMappings++;
        Signals.ResetReason = ResetReason.MptcpError;
        return Connection.Fallback.Try(FallbackReason.NoMapping);
    }

    /// <inheritdoc/>
    public override void OnReset(in PacketOptions options) => Connection.Incoming.OnReset(this, in options);

    /// <inheritdoc/>
    public override void OnInOrder(long next, Instant now)
    {
        _reception.OnInOrder(next, now);

        // The subflow's own buffer only passes through: what it holds is the connection's to count.
        Tcp.Receiver.OnTaken();
    }

    /// <inheritdoc/>
    public override long SelectWindow(int scale) =>
        Connection.ReceiveQueue.SelectWindow(Tcp.Receiver.WindowLimit, scale);

    /// <inheritdoc/>
    public override bool IsHalfFull => Connection.ReceiveQueue.IsHalfFull(Tcp.Receiver.Capacity);

    /// <inheritdoc/>
    public override void OnWindowSent(long window) => Connection.ReceiveQueue.OnWindowSent(window);

    /// <inheritdoc/>
    public override long OnWindow(long window, in PacketOptions options) =>
        Connection.Acknowledgment.OnWindow(window, in options, LastAck);

    /// <summary>Resets the subflow.</summary>
    internal void Reset(ResetReason reason)
    {
        Signals.ResetReason = reason;
        Tcp.Abort();
    }

    /// <summary>The connection lets go of the subflow: it is closed once what it was given is delivered.</summary>
    internal void Detach()
    {
        IsDetached = true;
        Tcp.CloseWrite();
    }

    /// <summary>The peer wants the subflow used only when no other is left, or no longer so.</summary>
    internal void OnPriority(bool isBackup) => _handshake.IsPeerBackup = isBackup;

    /// <summary>The subflow's TCP handshake is complete: the third packet of a join waits for the fourth.</summary>
    internal void OnTcpEstablished(Instant now)
    {
        if (!IsInitial && IsInitiator && !IsFullyEstablished)
        {
            _joinAck.Start(Tcp.Sender.SmoothedRtt, now);
        }
    }

    /// <summary>Its <see cref="AckDeadline"/> has come.</summary>
    internal void OnAckTimer(Instant now)
    {
        if (Tcp.AckDeadline <= now)
        {
            Tcp.OnAckTimer(now);
        }

        if (_joinAck.Deadline <= now)
        {
            Tcp.DemandAck();
            _joinAck.Start(Tcp.Sender.SmoothedRtt, now);
        }
    }

    private bool OnHandshakeSegment(in PacketOptions options, bool isFirst)
    {
        HandshakeProgress progress = _handshake.OnSegment(in options, isFirst, Connection);
        if (progress == HandshakeProgress.Complete)
        {
            IsFullyEstablished = true;
            _joinAck.Stop();
            Connection.Incoming.OnFullyEstablished(this);
        }

        return Accept(
            progress,
            IsInitiator ? FallbackReason.NoSignalInFirstData : FallbackReason.NoCapableInAck);
    }

    // What a step of the handshake means for the connection.
    private bool Accept(HandshakeProgress progress, FallbackReason reason)
    {
        bool isRefused = progress == HandshakeProgress.Refused
            || (progress == HandshakeProgress.FellBack && !Connection.Fallback.Try(reason));
        if (isRefused)
        {
            Signals.ResetReason = _handshake.RefusalReason;
            Connection.Counters.RefusedSubflows++;
        }

        return !isRefused;
    }
}
