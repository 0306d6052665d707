using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>
/// Captures the packets that pass interfaces of the simulation into a pcapng file, as tcpdump would on theirs.
/// </summary>
/// <remarks>
/// The link type is Ethernet, so that a frame is as long as what the interface counts (<see
/// cref="Packet.FrameLength"/>). The simulation has no MAC addresses; each is made from the IP address, locally
/// administered, the same for one address in every capture.
/// </remarks>
public sealed class PacketCapture
{
    private const ulong LocallyAdministered = 0x02UL << 40;
    private const int FreeMacBits = 40;

    private readonly PacketContext _context;
    private readonly PacketCodec _codec;
    private readonly PcapngWriter _writer;
    private readonly byte[] _frame = new byte[EthernetFrame.HeaderLength + ushort.MaxValue];

    /// <summary>Starts a capture.</summary>
    /// <param name="target">Where the file goes; the caller buffers, flushes and closes it.</param>
    /// <param name="interfaceNames">The interfaces; packets refer to them by their place in this list.</param>
    /// <param name="context">The simulation.</param>
    public PacketCapture(Stream target, IEnumerable<string> interfaceNames, PacketContext context)
    {
        _context = context;
        _codec = new PacketCodec(context);
        _writer = new PcapngWriter(
            target, [.. interfaceNames.Select(name => new CaptureInterface(name, LinkType.Ethernet))]);
    }

    /// <summary>Writes a packet that an interface has sent or received.</summary>
    /// <param name="interfaceNumber">The interface: its place in the list, from 0 on.</param>
    /// <param name="packet">The packet; its options stay rented.</param>
    /// <param name="at">When.</param>
    public void Write(int interfaceNumber, in Packet packet, Instant at)
    {
        _codec.Encode(in packet, _frame.AsSpan(EthernetFrame.HeaderLength));
        FlowKey key = _context.Flows[packet.Flow];
        IpAddress source = key.Source.Address;
        new EthernetFrame
        {
            Destination = MacAddressOf(key.Destination.Address),
            Source = MacAddressOf(source),
            EtherType = source.Family == AddressFamily.Ipv6 ? EthernetFrame.Ipv6 : EthernetFrame.Ipv4,
            Payload = _frame.AsSpan(EthernetFrame.HeaderLength, packet.Length),
        }.Write(_frame);
        _writer.Write(interfaceNumber, at, _frame.AsSpan(0, packet.FrameLength), packet.FrameLength);
    }

    private static ulong MacAddressOf(IpAddress address)
    {
        UInt128 folded = address.Bits ^ (address.Bits >> FreeMacBits) ^ (address.Bits >> (2 * FreeMacBits))
            ^ (address.Bits >> (3 * FreeMacBits));
        return LocallyAdministered | (ulong)(folded & ((1UL << FreeMacBits) - 1));
    }
}
