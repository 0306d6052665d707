using System;
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
    // What the kernel's accounting adds to the bytes of a queued buffer: its descriptors, rounded up by the allocator.
    private const int BufferOverhead = 1280;

    private readonly SubflowHandshake _handshake;
    private readonly MappingList _sent = new();
    private readonly MappingList _received = new();
    private long _inOrder = 1;
    private long _averagePacingRate;
    private SubflowLiveness _liveness;

    /// <summary>A subflow whose TCP connection is made next.</summary>
    /// <param name="connection">The connection it belongs to.</param>
    /// <param name="handshake">How it introduces itself.</param>
    public Subflow(MptcpConnection connection, SubflowHandshake handshake)
    {
        Connection = connection;
        _handshake = handshake;
    }

    /// <summary>The connection it belongs to.</summary>
    public MptcpConnection Connection { get; }

    /// <summary>Its TCP connection.</summary>
    public TcpConnection Tcp { get; private set; } = null!;

    /// <summary>This end.</summary>
    public Endpoint Local { get; private set; }

    /// <summary>The other end.</summary>
    public Endpoint Remote { get; private set; }

    /// <summary>The identifier of the local address; 0 for the initial subflow's.</summary>
    public byte LocalId => _handshake.LocalId;

    /// <summary>The identifier of the remote address; 0 for the initial subflow's.</summary>
    public byte RemoteId => _handshake.RemoteId;

    /// <summary>Whether it is the first subflow of its connection.</summary>
    public bool IsInitial => !_handshake.IsJoin;

    /// <summary>Whether either side wants it used only when no other is left.</summary>
    public bool IsBackup => _handshake.IsBackup;

    /// <summary>Whether its handshake is complete in both directions (RFC 8684, 3.1 and 3.2).</summary>
    public bool IsFullyEstablished { get; private set; }

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
    public long ScheduledBytes { get; private set; }

    /// <summary>Bytes of data that arrived over it in order of its stream.</summary>
    public long ArrivedBytes { get; private set; }

    /// <summary>Whether data given to it is not yet acknowledged by its TCP.</summary>
    public bool HasOutstanding => Tcp.Sender.WriteEnd > Tcp.Sender.Unacknowledged;

    /// <summary>sk_wmem_queued: what its send queue holds, sent and unsent, in bytes of memory.</summary>
    public long QueuedMemory => Tcp.Sender.WriteEnd - Tcp.Sender.Unacknowledged + QueuedOverhead;

    /// <summary>Whether its send buffer has room (sk_stream_memory_free).</summary>
    public bool HasSendRoom => Tcp.WriteRoom > QueuedOverhead;

    /// <summary>The pacing rate, averaged over what was scheduled; bytes per second.</summary>
    public long AveragePacingRate
    {
        get
        {
            if (_averagePacingRate == 0)
            {
                _averagePacingRate = Math.Max(Tcp.Sender.PacingRate, 1);
            }

            return _averagePacingRate;
        }
    }

    /// <summary>How much data one of its segments holds beside the options that all of them carry (tcp_current_mss).</summary>
    public int SegmentLength => Tcp.Sender.MaximumPayload - DataOptionLength;

    private long QueuedOverhead
    {
        get
        {
            _sent.RemoveBelow(Tcp.Sender.Unacknowledged);
            return (long)BufferOverhead * _sent.Count;
        }
    }

    /// <inheritdoc/>
    public override bool MaySendData => IsInitial || IsFullyEstablished;

    /// <inheritdoc/>
    public override bool HasMoreToGive => Connection.Sending.IsMidWrite;

    /// <inheritdoc/>
    public override int DataOptionLength => Connection.IsFallback ? 0 : Connection.Signaling.UsesLongAcks ? 28 : 24;

    /// <summary>
    /// A burst of so many bytes was scheduled: averages the pacing rate over it (mptcp_subflow_get_send).
    /// </summary>
    public void LearnPacingRate(long burst)
    {
        long memory = QueuedMemory;
        Int128 weighted = (Int128)AveragePacingRate * memory + (Int128)Tcp.Sender.PacingRate * burst;
        _averagePacingRate = Math.Max((long)(weighted / (burst + memory)), 1);
    }

    /// <summary>
    /// Gives data to the subflow: appends a mapping, or extends the last one while none of it is on the wire.
    /// </summary>
    public void Give(long dataStart, int length)
    {
        long start = Tcp.Sender.WriteEnd;
        Tcp.Sender.WriteEnd += length;
        ScheduledBytes += length;
        if (_sent.Count > 0)
        {
            ref SubflowMapping last = ref _sent[_sent.Count - 1];
            bool mayGrow = last.DataEnd == dataStart && last.SubflowStart >= Tcp.Sender.Next
                && last.Length + length <= ushort.MaxValue - 1;
            if (mayGrow)
            {
                last = last with { Length = last.Length + length };
                return;
            }
        }

        _sent.Add(new SubflowMapping(start, dataStart, length));
    }

    /// <summary>
    /// Gives the data that is in flight on this subflow back to the connection, to be sent on others.
    /// </summary>
    /// <param name="from">The position in the subflow's stream where to begin; 0 for all.</param>
    public void Reinject(long from = 0)
    {
        _sent.RemoveBelow(Tcp.Sender.Unacknowledged);
        for (int i = 0; i < _sent.Count; i++)
        {
            if (_sent[i].SubflowStart >= from)
            {
                Connection.SendQueue.SendAgain(_sent[i].DataStart, _sent[i].DataEnd);
            }
        }
    }

    /// <summary>Whether data with this offset was given to the subflow and its TCP has no acknowledgment for it yet.</summary>
    public bool Carries(long dataOffset)
    {
        _sent.RemoveBelow(Tcp.Sender.Unacknowledged);
        for (int i = 0; i < _sent.Count; i++)
        {
            if (_sent[i].DataStart <= dataOffset && dataOffset < _sent[i].DataEnd)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The connection's timer found data in flight here: counts periods without a sign of life
    /// (mptcp_pm_subflow_chk_stale).
    /// </summary>
    /// <returns>Whether there was none in this period either.</returns>
    public bool CountStalePeriod() => _liveness.CountPeriod();

    /// <summary>Takes the subflow for dead until an acknowledgment arrives.</summary>
    public void MarkStale() => _liveness.MarkStale();

    /// <inheritdoc/>
    public override void WriteSynOptions(ref PacketOptions options, bool isRetransmission)
    {
        if (!Connection.IsFallback)
        {
            _handshake.WriteSyn(ref options, Connection);
        }
    }

    /// <inheritdoc/>
    public override void WriteOptions(ref PacketOptions options, long start, int length)
    {
        if (Connection.IsFallback)
        {
            return;
        }

        SubflowMapping mapping = default;
        if (length > 0)
        {
            _sent.TryFind(start, out mapping);
        }

        bool isHandshake = !IsFullyEstablished && _handshake.IsInitiator && (start == 1 || _handshake.IsJoin);
        if (isHandshake)
        {
            _handshake.WriteAck(ref options, Connection, mapping);
        }
        else if (length > 0 || !Connection.Announcements.TryWrite(this, ref options))
        {
            Connection.Options.WriteSignal(ref options, in mapping);
        }
    }

    /// <inheritdoc/>
    public override void WriteResetOptions(ref PacketOptions options) => Connection.Options.WriteReset(ref options);

    /// <inheritdoc/>
    public override int LimitSegment(long start, int length)
    {
        if (Connection.IsFallback || !_sent.TryFind(start, out SubflowMapping mapping))
        {
            return length;
        }

        return (int)Math.Min(length, mapping.SubflowEnd - start);
    }

    /// <inheritdoc/>
    public override bool OnSynAck(in Packet packet, in PacketOptions options, Instant now)
    {
        _liveness.OnSegment(now);
        return _handshake.OnSynAck(in options, Connection);
    }

    /// <inheritdoc/>
    public override bool OnSegment(in Packet packet, in PacketOptions options, long start, Instant now)
    {
        _liveness.OnSegment(now);
        if (Connection.IsFallback)
        {
            return true;
        }

        if (!IsFullyEstablished && !OnHandshakeSegment(in packet, in options, now))
        {
            return false;
        }

        if (options.Has(PacketOptionKinds.MpCapable) && options.MpCapable.HasDataLength)
        {
            _received.Add(new SubflowMapping(1, 0, options.MpCapable.DataLength));
        }

        if (options.Has(PacketOptionKinds.DataSequenceSignal))
        {
            OnSignal(in options.Dss);
        }

        Connection.Announcements.OnSegment(this, in options, now);
        return true;
    }

    /// <inheritdoc/>
    public override void OnReset(in PacketOptions options) => Connection.OnSubflowReset(in options);

    /// <inheritdoc/>
    public override void OnInOrder(long next, Instant now)
    {
        while (_inOrder < next)
        {
            if (!TryMap(_inOrder, next, out long dataStart, out int length))
            {
                Connection.OnUnmapped(this);
                return;
            }

            Connection.Reception.OnData(dataStart, length, now);
            ArrivedBytes += length;
            _inOrder += length;
        }

        _received.RemoveBelow(_inOrder);

        // The subflow's own buffer only passes through: what it holds is the connection's to count.
        Tcp.Receiver.OnRead(Tcp.Receiver.ReadableBytes, now);
        Connection.ReceiveQueue.OnRoundTrip(Tcp.Receiver.RoundTrip);
    }

    /// <inheritdoc/>
    public override long SelectWindow(int scale) => Connection.ReceiveQueue.SelectWindow(scale);

    /// <inheritdoc/>
    public override void OnWindowSent(long window) => Connection.ReceiveQueue.OnWindowSent(window);

    /// <inheritdoc/>
    public override long OnWindow(long window, in PacketOptions options) =>
        Connection.Acknowledgment.OnWindow(window, in options, LastAck);

    /// <summary>The subflow's TCP connection exists now.</summary>
    internal void Attach(TcpConnection tcp, Endpoint local, Endpoint remote)
    {
        Tcp = tcp;
        Local = local;
        Remote = remote;
    }

    private bool OnHandshakeSegment(in Packet packet, in PacketOptions options, Instant now)
    {
        switch (_handshake.OnSegment(in packet, in options, Connection))
        {
            case HandshakeProgress.Refused:
                return false;
            case HandshakeProgress.FellBack:
                Connection.FallBack();
                return true;
            case HandshakeProgress.Complete:
                IsFullyEstablished = true;
                Connection.Announcements.OnFullyEstablished(this);
                return true;
            default:
                return true;
        }
    }

    private void OnSignal(in DataSequenceSignal signal)
    {
        if (!signal.HasMapping)
        {
            return;
        }

        long dataStart = Connection.Signaling.ToOffset(in signal, Connection.ReceiveQueue.Next);
        bool isFinAlone = signal.DataFin && signal.SubflowSequence == 0;
        int length = signal.DataLength - (signal.DataFin ? 1 : 0);
        if (!isFinAlone && length > 0)
        {
            long start = SequenceNumber.Unwrap(signal.SubflowSequence, Tcp.Receiver.Next);
            _received.Add(new SubflowMapping(start, dataStart, length));
        }

        if (signal.DataFin)
        {
            Connection.Reception.OnDataFin(dataStart + length);
        }
    }

    private bool TryMap(long from, long next, out long dataStart, out int length)
    {
        if (Connection.IsFallback)
        {
            dataStart = from - 1;
            length = (int)Math.Min(next - from, int.MaxValue);
            return true;
        }

        bool found = _received.TryFind(from, out SubflowMapping mapping);
        dataStart = mapping.DataStart + (from - mapping.SubflowStart);
        length = (int)Math.Min(next - from, mapping.SubflowEnd - from);
        return found;
    }
}
