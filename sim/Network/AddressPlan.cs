using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Says which address block each segment has and which address each NIC in it, so that a person can read who is where.</summary>
/// <remarks>
/// IPv6: <c>fd00:SEGMENT:HOST::2</c>, its router <c>::1</c>, in a /64 of its own; the segment is a /32. A second NIC of the same host in
/// the same segment has a 1 in the fourth group, and so on.
/// IPv4: <c>10.SEGMENT.HOST.2</c>, its router <c>.1</c>, in a /24, as long as there are no more than 254 of each; else each NIC gets a /30
/// of its own, numbered through its segment.
/// </remarks>
internal sealed class AddressPlan
{
    private const int HostIndex = 2;
    private const int RouterIndex = 1;
    private const int MostSmallIpv4 = 254;
    private const int BitsOfLargeIpv4Block = 2;

    private static readonly IpAddress _ipv6 = IpAddress.Parse("fd00::");
    private static readonly IpAddress _ipv4 = IpAddress.Parse("10.0.0.0");

    private readonly bool _isSmallIpv4;
    private readonly int _segmentShift;

    /// <summary>The plan for these segments.</summary>
    /// <exception cref="InvalidOperationException">They are too many for one of the families.</exception>
    public AddressPlan(IReadOnlyCollection<Segment> segments, IEnumerable<AddressFamily> families)
    {
        int highestHost = segments.Select(segment => segment.HighestHost()).DefaultIfEmpty().Max();
        _isSmallIpv4 = segments.Count <= MostSmallIpv4 && highestHost <= MostSmallIpv4 && !segments.Any(segment => segment.HasHostTwice());
        int largest = segments.Select(segment => segment.Attachments.Count).DefaultIfEmpty().Max();
        _segmentShift = _isSmallIpv4 ? 16 : BitOperations.Log2((uint)largest) + 1 + BitsOfLargeIpv4Block;
        bool fitsIpv4 = _segmentShift < 24 && segments.Count < 1 << (24 - _segmentShift);
        bool fitsIpv6 = segments.Count <= ushort.MaxValue && highestHost <= ushort.MaxValue;
        if (families.Any(family => !(family == AddressFamily.Ipv4 ? fitsIpv4 : fitsIpv6)))
        {
            throw new InvalidOperationException(
                $"{segments.Count} routers with up to {largest} network interfaces each, of {highestHost} hosts, are more than the address plan holds");
        }
    }

    /// <summary>The block of a whole segment.</summary>
    public IpPrefix BlockOf(Segment segment, AddressFamily family) => family == AddressFamily.Ipv6
        ? new IpPrefix(_ipv6 with { Bits = _ipv6.Bits | (UInt128)(uint)segment.Number << 96 }, 32)
        : new IpPrefix(_ipv4 with { Bits = _ipv4.Bits | (uint)segment.Number << _segmentShift }, 32 - _segmentShift);

    /// <summary>The block of one NIC.</summary>
    public IpPrefix BlockOf(Attachment attachment, AddressFamily family)
    {
        IpAddress segment = BlockOf(attachment.Segment, family).Network;
        if (family == AddressFamily.Ipv6)
        {
            UInt128 host = (UInt128)(uint)attachment.Host << 80 | (UInt128)(uint)attachment.Repetition << 64;
            return new IpPrefix(segment with { Bits = segment.Bits | host }, 64);
        }

        return _isSmallIpv4
            ? new IpPrefix(segment with { Bits = segment.Bits | (uint)attachment.Host << 8 }, 24)
            : new IpPrefix(segment with { Bits = segment.Bits | (uint)attachment.Order << BitsOfLargeIpv4Block }, 32 - BitsOfLargeIpv4Block);
    }

    /// <summary>The address of a NIC.</summary>
    public IpAddress AddressOf(Attachment attachment, AddressFamily family) => BlockOf(attachment, family).AddressAt(HostIndex);

    /// <summary>The address of the router as a NIC sees it; none between two hosts.</summary>
    public IpAddress GatewayOf(Attachment attachment, AddressFamily family) =>
        attachment.Segment.Router is null ? IpAddress.None : BlockOf(attachment, family).AddressAt(RouterIndex);
}
