using System;
using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>The handshake of RTMP (Adobe RTMP 1.0, 5.2), either side, simple or with digests.</summary>
/// <remarks>
/// <code>
/// client                                  server
///   | C0 version (1)                        |
///   | C1 time (4) | zero (4) | random (1528)|
///   |--------------------------------------&gt;|
///   |                        S0, S1 (alike) |
///   |   S2 C1's time (4) | now (4) | C1's random (1528)
///   |&lt;--------------------------------------|
///   | C2 S1's time (4) | now (4) | S1's random (1528)
///   |--------------------------------------&gt;|
/// </code>
/// <para>Flash Player 9 and its successors put a version into the field that is zero here, a digest into the random bytes,
/// and answer with a signature instead of an echo: see <see cref="HandshakeDigest"/>. A server does as the client did. A
/// client that offers a digest goes on without when the server's S1 has none, as ffmpeg does.</para>
/// <para>The echoed random bytes are not compared: the specification does not ask for it, and ffmpeg as a publisher echoes
/// a server's signed packet.</para>
/// </remarks>
public sealed class Handshake
{
    /// <summary>Bytes of C1, C2, S1 and S2.</summary>
    public const int PacketLength = 1536;

    private const byte Version = 3;
    private const byte FirstVersionThatIsText = 32;

    // The versions that go with digests: Flash Player 9.0.124.2, as ffmpeg and librtmp say; and 3.0.1.1, since ffmpeg looks
    // at a server's digest only from version 3 on.
    private const uint PlayerVersion = 0x09007C02;
    private const uint ServerVersion = 0x03000101;

    private readonly RtmpOutput _output;
    private readonly RandomStream _random;
    private readonly bool _isClient;
    private readonly byte[] _received = new byte[1 + PacketLength];
    private readonly byte[] _ownDigest = new byte[HandshakeDigest.Length];
    private int _receivedCount;
    private bool _hasFirst;

    private Handshake(RtmpOutput output, RandomStream random, bool isClient, HandshakeForm form)
    {
        _output = output;
        _random = random;
        _isClient = isClient;
        Form = form;
    }

    /// <summary>Whether both sides have said everything.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Why the handshake cannot go on.</summary>
    public RtmpError Error { get; private set; }

    /// <summary>What is used: what the client offers, until the other side's first packet has told.</summary>
    public HandshakeForm Form { get; private set; }

    /// <summary>Starts as the client: puts C0 and C1 into the output.</summary>
    /// <param name="output">Where to put bytes to be sent.</param>
    /// <param name="random">Makes C1's random bytes.</param>
    /// <param name="nowMs">The sender's clock in milliseconds, any epoch (5.2.3).</param>
    /// <param name="form">What to offer.</param>
    public static Handshake Client(
        RtmpOutput output, RandomStream random, uint nowMs, HandshakeForm form = HandshakeForm.Simple)
    {
        Handshake handshake = new(output, random, true, form);
        handshake.WriteFirst(nowMs, DigestPlace.FirstHalf);
        return handshake;
    }

    /// <summary>Starts as the server, which waits for C0 and C1.</summary>
    public static Handshake Server(RtmpOutput output, RandomStream random) => new(output, random, false, HandshakeForm.Simple);

    /// <summary>
    /// Takes the handshake's bytes from the front of <paramref name="input"/>; those after it are left.
    /// </summary>
    public void Feed(ref ReadOnlySpan<byte> input, uint nowMs)
    {
        while (!input.IsEmpty && !IsComplete && Error == RtmpError.None)
        {
            int wanted = _hasFirst ? PacketLength : 1 + PacketLength;
            int taken = Math.Min(wanted - _receivedCount, input.Length);
            input[..taken].CopyTo(_received.AsSpan(_receivedCount));
            input = input[taken..];
            _receivedCount += taken;
            if (!_hasFirst && !IsVersionAccepted(_received[0]))
            {
                Error = RtmpError.UnsupportedVersion;
            }
            else if (_receivedCount == wanted)
            {
                _receivedCount = 0;
                OnPacket(nowMs);
            }
        }
    }

    // 5.2.2: a server answers an unknown version with 3 and the client decides; 32 and above are kept free so that RTMP
    // can be told from text.
    private bool IsVersionAccepted(byte version) => _isClient ? version == Version : version < FirstVersionThatIsText;

    private void OnPacket(uint nowMs)
    {
        if (_hasFirst)
        {
            OnSecond(_received.AsSpan(0, PacketLength));
        }
        else
        {
            _hasFirst = true;
            OnFirst(_received.AsSpan(1), nowMs);
        }
    }

    private void OnFirst(Span<byte> packet, uint nowMs)
    {
        DigestPlace place = DigestPlace.FirstHalf;
        ReadOnlySpan<byte> digest = default;
        bool mayBeSigned = !_isClient || Form == HandshakeForm.Digest;
        bool isSigned = mayBeSigned && HandshakeDigest.TryFind(packet, !_isClient, out place, out digest);
        Form = isSigned ? HandshakeForm.Digest : HandshakeForm.Simple;
        if (!_isClient)
        {
            WriteFirst(nowMs, place);
        }

        Span<byte> answer = stackalloc byte[PacketLength];
        if (isSigned)
        {
            _random.NextBytes(answer[..^HandshakeDigest.Length]);
            HandshakeDigest.Sign(answer, digest, _isClient, answer[^HandshakeDigest.Length..]);
        }
        else
        {
            // C2 and S2 are the peer's packet with the time at which it was read in place of its second field.
            packet.CopyTo(answer);
            SpanWriter time = new(answer[4..]);
            time.WriteUInt32(nowMs);
        }

        _output.Append(answer, OutputSegmentKind.Handshake);
    }

    // Only a client that offered a digest and got one looks at the signature, as ffmpeg does; no server known looks at C2.
    private void OnSecond(ReadOnlySpan<byte> packet)
    {
        bool isBroken = _isClient && Form == HandshakeForm.Digest && !HandshakeDigest.IsSigned(packet, _ownDigest, false);
        Error = isBroken ? RtmpError.WrongSignature : RtmpError.None;
        IsComplete = !isBroken;
    }

    private void WriteFirst(uint nowMs, DigestPlace place)
    {
        Span<byte> bytes = stackalloc byte[1 + PacketLength];
        SpanWriter writer = new(bytes);
        writer.WriteByte(Version);
        writer.WriteUInt32(nowMs);
        writer.WriteUInt32(Form == HandshakeForm.Simple ? 0 : _isClient ? PlayerVersion : ServerVersion);
        _random.NextBytes(bytes[writer.Written..]);
        if (Form == HandshakeForm.Digest)
        {
            Span<byte> packet = bytes[1..];
            HandshakeDigest.Write(packet, place, _isClient);
            packet.Slice(HandshakeDigest.OffsetOf(packet, place), HandshakeDigest.Length).CopyTo(_ownDigest);
        }

        _output.Append(bytes, OutputSegmentKind.Handshake);
    }
}
