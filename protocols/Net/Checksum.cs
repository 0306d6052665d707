using System;
using System.Buffers.Binary;

namespace Protocols.Net;

/// <summary>
/// The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words, fed piece by
/// piece.
/// </summary>
/// <remarks>
/// Pieces may have odd lengths: a piece goes on where the one before it ended. Because 2^16 is 1 modulo 2^16 - 1, words
/// are summed 32 bits at a time and folded once at the end.
/// </remarks>
public struct Checksum
{
    private ulong _sum;
    private bool _odd;

    /// <summary>
    /// The checksum of what was added, to be written into a header whose checksum field counted as zero.
    /// </summary>
    /// <remarks>0 says that what was added holds a checksum and that it is right.</remarks>
    public readonly ushort Value => Complement(Fold(_sum));

    /// <summary>The checksum of <paramref name="bytes"/> alone.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        Checksum checksum = default;
        checksum.Add(bytes);
        return checksum.Value;
    }

    /// <summary>The checksum after one aligned 16-bit word under it has changed (RFC 1624, 3, equation 3).</summary>
    /// <param name="checksum">The checksum before.</param>
    /// <param name="oldWord">The word before.</param>
    /// <param name="newWord">The word now.</param>
    public static ushort Update(ushort checksum, ushort oldWord, ushort newWord) =>
        Complement(Fold((ulong)Complement(checksum) + Complement(oldWord) + newWord));

    /// <summary>The checksum of an MPTCP mapping (RFC 8684, 3.3.1): its data and a pseudo header.</summary>
    /// <param name="dataSequence">The data sequence number, all 64 bits even where the option carries 32.</param>
    /// <param name="subflowSequence">The subflow sequence number, relative.</param>
    /// <param name="dataLength">The length field, which counts a DATA_FIN.</param>
    /// <param name="data">The bytes that are mapped.</param>
    public static ushort OfMapping(
        ulong dataSequence, uint subflowSequence, ushort dataLength, ReadOnlySpan<byte> data)
    {
        Checksum checksum = default;
        checksum.Add(data);
        checksum.AddMapping(dataSequence, subflowSequence, dataLength);
        return checksum.Value;
    }

    /// <summary>Adds bytes behind those that were added before.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_odd && !bytes.IsEmpty)
        {
            _sum += bytes[0];
            bytes = bytes[1..];
            _odd = false;
        }

        while (bytes.Length >= sizeof(ulong))
        {
            AddWords(BinaryPrimitives.ReadUInt64BigEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        while (bytes.Length >= sizeof(ushort))
        {
            _sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[sizeof(ushort)..];
        }

        if (!bytes.IsEmpty)
        {
            _sum += (ulong)bytes[0] << 8;
            _odd = true;
        }
    }

    /// <summary>
    /// Adds the pseudo header of an MPTCP mapping (RFC 8684, 3.3.1), whose data was added before or is added behind it.
    /// </summary>
    /// <param name="dataSequence">The data sequence number, all 64 bits even where the option carries 32.</param>
    /// <param name="subflowSequence">The subflow sequence number, relative.</param>
    /// <param name="dataLength">The length field, which counts a DATA_FIN.</param>
    public void AddMapping(ulong dataSequence, uint subflowSequence, ushort dataLength)
    {
        AddWords(dataSequence);
        _sum += (ulong)subflowSequence + dataLength;
    }

    /// <summary>
    /// Adds the pseudo header of TCP, UDP or ICMPv6 (RFC 9293, 3.1, for IPv4; RFC 8200, 8.1, for IPv6).
    /// </summary>
    /// <param name="source">The source address.</param>
    /// <param name="destination">The destination address, of the same family.</param>
    /// <param name="protocol">The protocol number.</param>
    /// <param name="length">Length of the transport header and what follows, in bytes.</param>
    public void AddPseudoHeader(IpAddress source, IpAddress destination, byte protocol, int length)
    {
        AddAddress(source.Bits);
        AddAddress(destination.Bits);
        _sum += protocol + (uint)length;
    }

    private void AddAddress(UInt128 bits)
    {
        AddWords((ulong)(bits >> 64));
        AddWords((ulong)(bits & ulong.MaxValue));
    }

    private void AddWords(ulong words) => _sum += (words >> 32) + (words & uint.MaxValue);

    private static ushort Complement(ushort word) => (ushort)(word ^ ushort.MaxValue);

    private static ushort Fold(ulong sum)
    {
        while (sum > ushort.MaxValue)
        {
            sum = (sum >> 16) + (sum & ushort.MaxValue);
        }

        return (ushort)sum;
    }
}
