using System;
using System.Security.Cryptography;

namespace Protocols.Rtmp;

/// <summary>Digests in C1 and S1, and signatures at the end of C2 and S2 (HMAC-SHA256).</summary>
/// <remarks>
/// <para>The specification does not tell of them. Sources: ffmpeg's libavformat/rtmpdigest.c and rtmpproto.c, nginx-rtmp's
/// ngx_rtmp_handshake.c; checked against what these programs and SRS sent in the captures.</para>
/// <code>
/// C1, S1   | time (32) | version (32) | 764 bytes | 764 bytes |
///          one of the halves: | pointer: 4 bytes whose sum mod 728 counts from behind them | ... | digest (32 bytes) | ... |
///          digest = HMAC(the sender's short key, the packet without the digest)
/// C2, S2   | random (1504 bytes) | HMAC(HMAC(the sender's long key, digest of the peer's packet), the 1504 bytes) |
/// </code>
/// <para>The long keys are the short ones, which are texts, followed by 32 bytes that both programs share.</para>
/// </remarks>
internal static class HandshakeDigest
{
    /// <summary>Bytes of a digest and of a signature.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    private const int PointerRange = 728;
    private const int PointerLength = 4;
    private const int Rest = Handshake.PacketLength - Length;

    private static ReadOnlySpan<byte> Player => "Genuine Adobe Flash Player 001"u8;

    private static ReadOnlySpan<byte> Server => "Genuine Adobe Flash Media Server 001"u8;

    private static ReadOnlySpan<byte> Tail =>
    [
        0xF0, 0xEE, 0xC2, 0x4A, 0x80, 0x68, 0xBE, 0xE8, 0x2E, 0x00, 0xD0, 0xD1, 0x02, 0x9E, 0x7E, 0x57,
        0x6E, 0xEC, 0x5D, 0x2D, 0x29, 0x80, 0x6F, 0xAB, 0x93, 0xB8, 0xE6, 0x36, 0xCF, 0xEB, 0x31, 0xAE,
    ];

    /// <summary>Where the digest of a C1 or S1 lies, by its own pointer.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> packet, DigestPlace place)
    {
        int pointer = place == DigestPlace.FirstHalf ? 8 : 772;
        int sum = packet[pointer] + packet[pointer + 1] + packet[pointer + 2] + packet[pointer + 3];
        return pointer + PointerLength + (sum % PointerRange);
    }

    /// <summary>Looks for a valid digest in a peer's C1 or S1.</summary>
    /// <param name="packet">The packet, 1536 bytes.</param>
    /// <param name="fromClient">Whether it is a C1.</param>
    /// <param name="place">Where it was found.</param>
    /// <param name="digest">The digest itself, a part of the packet.</param>
    public static bool TryFind(
        ReadOnlySpan<byte> packet, bool fromClient, out DigestPlace place, out ReadOnlySpan<byte> digest)
    {
        Span<byte> expected = stackalloc byte[Length];
        for (place = DigestPlace.FirstHalf; place <= DigestPlace.SecondHalf; place++)
        {
            int offset = OffsetOf(packet, place);
            Compute(packet, offset, fromClient, expected);
            digest = packet.Slice(offset, Length);
            if (digest.SequenceEqual(expected))
            {
                return true;
            }
        }

        place = DigestPlace.FirstHalf;
        digest = default;
        return false;
    }

    /// <summary>Puts the digest into a C1 or S1 of this side, whose other bytes are all written.</summary>
    public static void Write(Span<byte> packet, DigestPlace place, bool fromClient)
    {
        int offset = OffsetOf(packet, place);
        Compute(packet, offset, fromClient, packet.Slice(offset, Length));
    }

    /// <summary>The signature of a C2 or S2, to be its last 32 bytes.</summary>
    /// <param name="packet">The packet; its first 1504 bytes are signed.</param>
    /// <param name="peerDigest">The digest in the packet that this one answers.</param>
    /// <param name="fromClient">Whether it is a C2.</param>
    /// <param name="signature">Gets the signature.</param>
    public static void Sign(
        ReadOnlySpan<byte> packet, ReadOnlySpan<byte> peerDigest, bool fromClient, Span<byte> signature)
    {
        ReadOnlySpan<byte> name = fromClient ? Player : Server;
        Span<byte> longKey = stackalloc byte[name.Length + Tail.Length];
        name.CopyTo(longKey);
        Tail.CopyTo(longKey[name.Length..]);
        Span<byte> key = stackalloc byte[Length];
        HMACSHA256.HashData(longKey, peerDigest, key);
        HMACSHA256.HashData(key, packet[..Rest], signature);
    }

    /// <summary>Whether a peer's C2 or S2 is signed for the digest that this side sent.</summary>
    public static bool IsSigned(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> ownDigest, bool fromClient)
    {
        Span<byte> expected = stackalloc byte[Length];
        Sign(packet, ownDigest, fromClient, expected);
        return packet[Rest..].SequenceEqual(expected);
    }

    private static void Compute(ReadOnlySpan<byte> packet, int offset, bool fromClient, Span<byte> digest)
    {
        Span<byte> without = stackalloc byte[Rest];
        packet[..offset].CopyTo(without);
        packet[(offset + Length)..].CopyTo(without[offset..]);
        HMACSHA256.HashData(fromClient ? Player : Server, without, digest);
    }
}
