using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>What the two ends tell each other in their SYNs, and when a SYN is sent again.</summary>
/// <remarks>Read RFC 9293, 3.5 and 3.7.1, RFC 7323, 2, and Linux's tcp_syn_options and tcp_retransmit_timer.</remarks>
public sealed class TcpHandshake
{
    private const int MaximumScale = 14;
    private const int DefaultSegment = 536;

    private readonly TcpConfig _config;
    private readonly int _offeredScale;
    private int _attempts;
    private Instant _firstSent;

    /// <summary>A handshake over a path with the given MTU.</summary>
    public TcpHandshake(TcpConfig config, AddressFamily family, int mtu, uint initialSequenceNumber)
    {
        _config = config;
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
    public int Scale { get; private set; }

    /// <summary>The scale of the windows the peer announces.</summary>
    public int PeerScale { get; private set; }

    /// <summary>When the SYN or SYN/ACK is sent again.</summary>
    public Instant Deadline { get; private set; } = Instant.Never;

    /// <summary>Whether a SYN was sent more than once.</summary>
    public bool IsRetransmission => _attempts > 1;

    /// <summary>Fills the options of a SYN or SYN/ACK.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="isReply">Whether this is a SYN/ACK, which may use only what the SYN offered.</param>
    public void Write(ref PacketOptions options, bool isReply)
    {
        options.Kinds |= PacketOptionKinds.MaximumSegmentSize;
        options.MaximumSegmentSize = (ushort)OfferedSegment;
        if (isReply ? UsesSack : _config.Sack)
        {
            options.Kinds |= PacketOptionKinds.SackPermitted;
        }

        if (isReply ? Scale > 0 : _config.WindowScaling)
        {
            options.Kinds |= PacketOptionKinds.WindowScale;
            options.WindowScale = (byte)_offeredScale;
        }
    }

    /// <summary>Whether a SYN or SYN/ACK carries the timestamps option.</summary>
    public bool WritesTimestamps(bool isReply) => isReply ? UsesTimestamps : _config.Timestamps;

    /// <summary>Takes what the peer's SYN or SYN/ACK says.</summary>
    public void Read(in Packet packet, in PacketOptions options)
    {
        PeerInitialSequenceNumber = packet.SequenceNumber;
        int segment = options.Has(PacketOptionKinds.MaximumSegmentSize) ? options.MaximumSegmentSize : DefaultSegment;
        PeerSegment = Math.Clamp(segment, 88, OfferedSegment);
        UsesTimestamps = _config.Timestamps && (packet.Traits & PacketTraits.Timestamps) != 0;
        UsesSack = _config.Sack && options.Has(PacketOptionKinds.SackPermitted);
        if (_config.WindowScaling && options.Has(PacketOptionKinds.WindowScale))
        {
            Scale = _offeredScale;
            PeerScale = Math.Min((int)options.WindowScale, MaximumScale);
        }
    }

    /// <summary>A SYN or SYN/ACK was sent: sets the timer for the next (tcp_syn_linear_timeouts, then exponential back-off).</summary>
    public void OnSent(Instant now)
    {
        if (_attempts++ == 0)
        {
            _firstSent = now;
        }

        int doublings = Math.Max(_attempts - 1 - _config.SynLinearTimeouts, 0);
        Deadline = now + Duration.Min(_config.InitialRto * (1L << Math.Min(doublings, 20)), _config.RtoMaximum);
    }

    /// <summary>The timer expired.</summary>
    /// <returns>False when the peer has not answered for too long (tcp_syn_retries).</returns>
    public bool OnTimer() => _attempts <= _config.SynRetries;

    /// <summary>The handshake's round-trip time; negative when a SYN was sent twice, and nobody knows which one was answered.</summary>
    public Duration RoundTrip(Instant now) => IsRetransmission ? -new Duration(1) : now - _firstSent;
}
