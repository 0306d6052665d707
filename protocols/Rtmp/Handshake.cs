using System;
using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>The simple handshake of RTMP (Adobe RTMP 1.0, 5.2), either side.</summary>
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
/// <para>Not implemented: the digests and keys that Flash Player 9 puts into the random bytes. The field that is zero
/// here tells every peer that we do not use them. The echoed random bytes are not compared: the specification does not
/// ask for it, and peers with digests do not echo.</para>
/// </remarks>
public sealed class Handshake
{
    /// <summary>Bytes of C1, C2, S1 and S2.</summary>
    public const int PacketLength = 1536;

    private const byte Version = 3;
    private const byte FirstVersionThatIsText = 32;

    private readonly RtmpOutput _output;
    private readonly RandomStream _random;
    private readonly bool _isClient;
    private readonly byte[] _received = new byte[1 + PacketLength];
    private int _receivedCount;
    private bool _hasFirst;

    private Handshake(RtmpOutput output, RandomStream random, bool isClient)
    {
        _output = output;
        _random = random;
        _isClient = isClient;
    }

    /// <summary>Whether both sides have said everything.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Why the handshake cannot go on.</summary>
    public RtmpError Error { get; private set; }

    /// <summary>Starts as the client: puts C0 and C1 into the output.</summary>
    /// <param name="output">Where to put bytes to be sent.</param>
    /// <param name="random">Makes C1's random bytes.</param>
    /// <param name="nowMs">The sender's clock in milliseconds, any epoch (5.2.3).</param>
    public static Handshake Client(RtmpOutput output, RandomStream random, uint nowMs)
    {
        Handshake handshake = new(output, random, true);
        handshake.WriteFirst(nowMs);
        return handshake;
    }

    /// <summary>Starts as the server, which waits for C0 and C1.</summary>
    public static Handshake Server(RtmpOutput output, RandomStream random) => new(output, random, false);

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
                OnPacket(nowMs);
            }
        }
    }

    // 5.2.2: a server answers an unknown version with 3 and the client decides; 32 and above are kept free so that RTMP
    // can be told from text.
    private bool IsVersionAccepted(byte version) => _isClient ? version == Version : version < FirstVersionThatIsText;

    private void OnPacket(uint nowMs)
    {
        _receivedCount = 0;
        if (_hasFirst)
        {
            IsComplete = true;
            return;
        }

        _hasFirst = true;
        if (!_isClient)
        {
            WriteFirst(nowMs);
        }

        // C2 and S2 are the peer's packet with the time at which it was read in place of its second field.
        Span<byte> echo = _received.AsSpan(1);
        SpanWriter time = new(echo[4..]);
        time.WriteUInt32(nowMs);
        _output.Append(echo, OutputSegmentKind.Handshake);
    }

    private void WriteFirst(uint nowMs)
    {
        Span<byte> bytes = stackalloc byte[1 + PacketLength];
        SpanWriter writer = new(bytes);
        writer.WriteByte(Version);
        writer.WriteUInt32(nowMs);
        writer.WriteUInt32(0);
        _random.NextBytes(bytes[writer.Written..]);
        _output.Append(bytes, OutputSegmentKind.Handshake);
    }
}
