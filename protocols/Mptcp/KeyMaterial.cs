using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>
/// What MPTCP version 1 derives from the two keys of a connection (RFC 8684, 3.1, 3.2 and 3.4.1): all of it by SHA-256.
/// </summary>
/// <remarks>
/// Keys and nonces are numbers in the program and big-endian bytes under the hash. Not implemented: version 0, which
/// hashes with SHA-1.
/// </remarks>
public static class KeyMaterial
{
    /// <summary>The length of the truncated HMAC on the SYN/ACK of an MP_JOIN, in bytes.</summary>
    public const int SynAckHmacLength = 8;

    /// <summary>The length of the truncated HMAC on the ACK of an MP_JOIN, in bytes.</summary>
    public const int AckHmacLength = 20;

    private const int KeysLength = 16;
    private const int NoncesLength = 8;
    private const int MaximumAddressMessageLength = 1 + 16 + 2;

    /// <summary>
    /// The token of a key's owner: the first 32 bits of the key's hash. It names the connection in the peer's MP_JOIN.
    /// </summary>
    public static uint Token(ulong key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    /// <summary>
    /// The initial data sequence number of a key's owner: the last 64 bits of the key's hash. Its first byte has the
    /// next number.
    /// </summary>
    public static ulong InitialDataSequenceNumber(ulong key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash[^sizeof(ulong)..]);
    }

    /// <summary>
    /// The HMAC by which the end that answers a join proves, on its SYN/ACK, that it knows both keys (HMAC-B).
    /// </summary>
    /// <param name="senderKey">The key of the end that sends the SYN/ACK.</param>
    /// <param name="receiverKey">The key of the end that sent the SYN.</param>
    /// <param name="senderNonce">The nonce on the SYN/ACK.</param>
    /// <param name="receiverNonce">The nonce on the SYN.</param>
    /// <returns>The first 64 bits, followed by zeros.</returns>
    public static Hmac160 SynAckHmac(ulong senderKey, ulong receiverKey, uint senderNonce, uint receiverNonce) =>
        JoinHmac(senderKey, receiverKey, senderNonce, receiverNonce, SynAckHmacLength);

    /// <summary>The HMAC by which the end that joins proves, on its ACK, that it knows both keys (HMAC-A).</summary>
    /// <param name="senderKey">The key of the end that sends the ACK.</param>
    /// <param name="receiverKey">The key of the end that sent the SYN/ACK.</param>
    /// <param name="senderNonce">The nonce on the SYN.</param>
    /// <param name="receiverNonce">The nonce on the SYN/ACK.</param>
    /// <returns>The first 160 bits.</returns>
    public static Hmac160 AckHmac(ulong senderKey, ulong receiverKey, uint senderNonce, uint receiverNonce) =>
        JoinHmac(senderKey, receiverKey, senderNonce, receiverNonce, AckHmacLength);

    /// <summary>The HMAC of an ADD_ADDR: the last 64 bits.</summary>
    /// <param name="senderKey">The key of the end that announces the address.</param>
    /// <param name="receiverKey">The key of the other end.</param>
    /// <param name="addressId">The identifier of the address.</param>
    /// <param name="address">The address.</param>
    /// <param name="port">The port, or 0 when none is given.</param>
    public static ulong AddAddressHmac(
        ulong senderKey, ulong receiverKey, byte addressId, IpAddress address, ushort port)
    {
        Span<byte> message = stackalloc byte[MaximumAddressMessageLength];
        message[0] = addressId;
        address.Write(message[1..]);
        BinaryPrimitives.WriteUInt16BigEndian(message[(1 + address.ByteCount)..], port);

        Span<byte> hmac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hmac(senderKey, receiverKey, message[..(1 + address.ByteCount + sizeof(ushort))], hmac);
        return BinaryPrimitives.ReadUInt64BigEndian(hmac[^sizeof(ulong)..]);
    }

    private static Hmac160 JoinHmac(
        ulong senderKey, ulong receiverKey, uint senderNonce, uint receiverNonce, int length)
    {
        Span<byte> message = stackalloc byte[NoncesLength];
        BinaryPrimitives.WriteUInt32BigEndian(message, senderNonce);
        BinaryPrimitives.WriteUInt32BigEndian(message[sizeof(uint)..], receiverNonce);

        Span<byte> hmac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hmac(senderKey, receiverKey, message, hmac);
        return Hmac160.From(hmac[..length]);
    }

    private static void Hash(ulong key, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, key);
        SHA256.HashData(bytes, hash);
    }

    private static void Hmac(ulong firstKey, ulong secondKey, ReadOnlySpan<byte> message, Span<byte> hmac)
    {
        Span<byte> keys = stackalloc byte[KeysLength];
        BinaryPrimitives.WriteUInt64BigEndian(keys, firstKey);
        BinaryPrimitives.WriteUInt64BigEndian(keys[sizeof(ulong)..], secondKey);
        HMACSHA256.HashData(keys, message, hmac);
    }
}
