using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What the two ends tell each other in their SYNs, and when a SYN is sent again.</summary>
/// <remarks>
/// Read RFC 9293, 3.5 and 3.7.1, RFC 7323, 2, and Linux's tcp_syn_options and tcp_retransmit_timer. A mutable struct,
/// part of its <see cref="TcpConnection"/>: what was agreed on is needed for every packet.
/// </remarks>
internal struct TcpHandshake
{
    private const int MaximumScale = 14;
    private const int DefaultSegment = 536;

    private readonly byte _offeredScale;
    private byte _attempts;
    private Instant _firstSent;

    /// <summary>A handshake over a path with the given MTU.</summary>
    public TcpHandshake(TcpConfig config, AddressFamily family, int mtu, uint initialSequenceNumber)
    {
        OfferedSegment = mtu - (family == AddressFamily.Ipv6 ? 40 : 20) - 20;
        PeerSegment = OfferedSegment;
        InitialSequenceNumber = initialSequenceNumber;
        while (_offeredScale < MaximumScale && config.ReceiveBufferMaximum >> _offeredScale > ushort.MaxValue)
        {
            _offeredScale++;
        }
    }

    /// <summary>ISS: this side's initial sequence number.</summary>
    public uint InitialSequenceNumber { get; }

    /// <summary>IRS: the peer's initial sequence number.</summary>
    public uint PeerInitialSequenceNumber { get; private set; }

    /// <summary>The MSS this side can receive, without any options.</summary>
    public int OfferedSegment { get; }

    /// <summary>The MSS the peer can receive; at most what this side's link can carry.</summary>
    public int PeerSegment { get; private set; }

    /// <summary>Whether both sides use timestamps.</summary>
    public bool UsesTimestamps { get; private set; }

    /// <summary>Whether both sides use selective acknowledgments.</summary>
    public bool UsesSack { get; private set; }

    /// <summary>The scale of the windows this side announces.</summary>
    public byte Scale { get; private set; }

    /// <summary>The scale of the windows the peer announces.</summary>
    public byte PeerScale { get; private set; }

    /// <summary>When the SYN or SYN/ACK is sent again.</summary>
    public Instant Deadline { get; private set; } = Instant.Never;

    /// <summary>Whether a SYN was sent more than once.</summary>
    public readonly bool IsRetransmission => _attempts > 1;

    /// <summary>Whether a SYN or SYN/ACK was sent at all: the next one is a retransmission.</summary>
    public readonly bool WasSent => _attempts > 0;

    /// <summary>Fills the options of a SYN or SYN/ACK.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="isReply">Whether this is a SYN/ACK, which may use only what the SYN offered.</param>
    /// <param name="config">The host's tunables.</param>
    public readonly void Write(ref PacketOptions options, bool isReply, TcpConfig config)
    {
        options.Kinds |= PacketOptionKinds.MaximumSegmentSize;
        options.MaximumSegmentSize = (ushort)OfferedSegment;
        if (isReply ? UsesSack : config.Sack)
        {
            options.Kinds |= PacketOptionKinds.SackPermitted;
        }

        if (isReply ? Scale > 0 : config.WindowScaling)
        {
            options.Kinds |= PacketOptionKinds.WindowScale;
            options.WindowScale = _offeredScale;
        }
    }

    /// <summary>Whether a SYN or SYN/ACK carries the timestamps option.</summary>
    public readonly bool WritesTimestamps(bool isReply, TcpConfig config) =>
        isReply ? UsesTimestamps : config.Timestamps;

    /// <summary>Takes what the peer's SYN or SYN/ACK says.</summary>
    public void Read(in Packet packet, in PacketOptions options, TcpConfig config)
    {
        PeerInitialSequenceNumber = packet.SequenceNumber;
        int segment = options.Has(PacketOptionKinds.MaximumSegmentSize) ? options.MaximumSegmentSize : DefaultSegment;
        PeerSegment = Math.Clamp(segment, 88, OfferedSegment);
        UsesTimestamps = config.Timestamps && (packet.Traits & PacketTraits.Timestamps) != 0;
        UsesSack = config.Sack && options.Has(PacketOptionKinds.SackPermitted);
        if (config.WindowScaling && options.Has(PacketOptionKinds.WindowScale))
        {
            Scale = _offeredScale;
            PeerScale = Math.Min(options.WindowScale, (byte)MaximumScale);
        }
    }

    /// <summary>
    /// A SYN or SYN/ACK was sent: sets the timer for the next (tcp_syn_linear_timeouts, then exponential back-off).
    /// </summary>
    /// <param name="now">The time now.</param>
    /// <param name="isOpening">Whether it was a SYN: a SYN/ACK backs off at once.</param>
    /// <param name="config">The host's tunables.</param>
    public void OnSent(Instant now, bool isOpening, TcpConfig config)
    {
        _attempts++;
        if (_attempts == 1)
        {
            _firstSent = now;
        }

        int doublings = Math.Max(_attempts - 1 - (isOpening ? config.SynLinearTimeouts : 0), 0);
        Duration wait = Duration.Min(config.InitialRto * (1L << Math.Min(doublings, 20)), config.RtoMaximum);
        Deadline = TimerWheelRounding.Expiry(now, now + wait, config.Tick, config.TickPhase);
    }

    /// <summary>The timer expired.</summary>
    /// <param name="isOpening">Whether a SYN was not answered, not a SYN/ACK.</param>
    /// <param name="config">The host's tunables.</param>
    /// <returns>False when the peer has not answered for too long (tcp_write_timeout, reqsk_timer_handler).</returns>
    public readonly bool OnTimer(bool isOpening, TcpConfig config) =>
        _attempts <= (isOpening ? config.SynRetries + config.SynLinearTimeouts : config.SynAckRetries);

    /// <summary>
    /// The handshake's round-trip time; negative when a SYN was sent twice, and nobody knows which one was answered.
    /// </summary>
    public readonly Duration RoundTrip(Instant now) => IsRetransmission ? -new Duration(1) : now - _firstSent;
}
