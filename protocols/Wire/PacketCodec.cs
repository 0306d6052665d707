using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Wire;

/// <summary>
/// Turns the simulation's packets into bytes and back: at the doors to capture files and to real kernels.
/// </summary>
/// <remarks>
/// What a <see cref="Packet"/> does not say is written as a fixed value: no IPv4 identification (RFC 6864, 4.1) and "do
/// not fragment", no IPv6 flow label, a hop limit of 64, no urgent pointer. Nothing is allocated for a packet but the
/// slot of its options.
/// </remarks>
/// <param name="context">The simulation whose packets these are.</param>
public sealed class PacketCodec(PacketContext context)
{
    /// <summary>The hop limit, or time to live, of every packet that is written.</summary>
    public const byte HopLimit = 64;

    private const byte EcnMask = 0x03;

    private PacketOptions _scratch;

    /// <summary>
    /// How many flows the simulation may know before bytes from outside can add no more: a flow is never forgotten. A
    /// million by default.
    /// </summary>
    public int MaximumFlows { get; init; } = 1_000_000;

    /// <summary>Writes the whole IP packet, with valid checksums.</summary>
    /// <param name="packet">The packet; its options stay rented.</param>
    /// <param name="target">Room for <see cref="Packet.Length"/> bytes.</param>
    /// <returns>How many bytes were written: the packet's length.</returns>
    /// <exception cref="InvalidOperationException">
    /// The packet's length is not that of its headers and its payload.
    /// </exception>
    /// <remarks>
    /// Payload that its store does not hold any more, or does not keep, is written as zeros. Of a datagram shorter than its headers
    /// their beginning is written.
    /// </remarks>
    public int Encode(in Packet packet, Span<byte> target)
    {
        FlowKey key = context.Flows[packet.Flow];
        ref readonly PacketOptions carried = ref OptionsOf(in packet);
        if (key.Protocol != IpProtocol.Tcp && carried.Has(PacketOptionKinds.CarriedBytes))
        {
            carried.CarriedBytes.CopyTo(target);
            return carried.CarriedBytes.Length;
        }

        bool isIpv6 = key.Source.Address.Family == AddressFamily.Ipv6;
        int ipHeaderLength = isIpv6 ? Ipv6Packet.HeaderLength : Ipv4Packet.MinimumHeaderLength;
        int transportHeaderLength = TransportHeaderLengthOf(in packet, key.Protocol);
        if (key.Protocol == IpProtocol.Udp && packet.Length < ipHeaderLength + transportHeaderLength)
        {
            return EncodeBeginning(packet, ipHeaderLength + transportHeaderLength, target);
        }

        if (ipHeaderLength + transportHeaderLength + packet.PayloadLength != packet.Length)
        {
            throw new InvalidOperationException(
                $"a packet of flow {packet.Flow} says it has {packet.Length} bytes; it has {ipHeaderLength} of IP "
                + $"header, {transportHeaderLength} of transport header and {packet.PayloadLength} of payload");
        }

        Span<byte> transport = target[ipHeaderLength..packet.Length];
        if (key.Protocol == IpProtocol.Tcp)
        {
            EncodeTcp(in packet, in key, transport);
        }
        else
        {
            EncodeUdp(in key, transport);
        }

        byte ecn = (byte)((byte)packet.Traits & EcnMask);
        if (isIpv6)
        {
            new Ipv6Packet
            {
                TrafficClass = ecn,
                NextHeader = (byte)key.Protocol,
                HopLimit = HopLimit,
                Source = key.Source.Address,
                Destination = key.Destination.Address,
                Payload = transport,
            }.Write(target);
        }
        else
        {
            new Ipv4Packet
            {
                TypeOfService = ecn,
                DontFragment = true,
                TimeToLive = HopLimit,
                Protocol = (byte)key.Protocol,
                Source = key.Source.Address,
                Destination = key.Destination.Address,
                Payload = transport,
            }.Write(target);
        }

        return packet.Length;
    }

    /// <summary>
    /// Reads an IP packet: finds or adds its flow, and rents a slot for its options where it has any but timestamps.
    /// </summary>
    /// <param name="bytes">The packet from its version field on.</param>
    /// <param name="packet">The packet; the caller owns its options.</param>
    /// <param name="payload">
    /// Its payload, which lies in <paramref name="bytes"/>; keeping it is the caller's matter.
    /// </param>
    /// <param name="error">Why there is none; nothing is rented then.</param>
    public bool TryDecode(
        ReadOnlySpan<byte> bytes, out Packet packet, out ReadOnlySpan<byte> payload, out ParseError error)
    {
        packet = default;
        payload = default;
        if (!IpPacket.TryParse(bytes, out IpPacket ip, out error))
        {
            return false;
        }

        // Longer ones exist only as jumbo payloads, or as IPv6 at the limit of its own length field.
        if (ip.Length > ushort.MaxValue)
        {
            error = ParseError.TotalLength;
            return false;
        }

        packet.Length = (ushort)ip.Length;
        packet.Traits = (PacketTraits)(ip.TrafficClass & EcnMask);
        switch ((IpProtocol)ip.Protocol)
        {
            case IpProtocol.Tcp:
                return TryDecodeTcp(ip, ref packet, out payload, out error);
            case IpProtocol.Udp:
                return TryDecodeUdp(ip, ref packet, out payload, out error);
            default:
                error = ParseError.Protocol;
                return false;
        }
    }

    /// <summary>
    /// Reads an IP packet from outside that is to go on with its own bytes, which the simulation has nowhere else: as
    /// <see cref="TryDecode"/>, and of any protocol.
    /// </summary>
    /// <param name="bytes">The packet from its version field on.</param>
    /// <param name="packet">
    /// The packet, as long as it will be when it is written again; the caller owns its options. Of protocols other than
    /// TCP it is the bytes as they came, whatever the simulation does to its addresses.
    /// </param>
    /// <param name="payload">Its payload, which lies in <paramref name="bytes"/>; empty if it is neither TCP nor UDP.</param>
    /// <param name="error">Why there is none; nothing is rented then.</param>
    public bool TryCarry(
        ReadOnlySpan<byte> bytes, out Packet packet, out ReadOnlySpan<byte> payload, out ParseError error)
    {
        bool isTransport = TryDecode(bytes, out packet, out payload, out error);
        if (isTransport && context.Flows[packet.Flow].Protocol == IpProtocol.Tcp)
        {
            return TryCarryTcp(ref packet, payload, out error);
        }

        if (!isTransport && (error != ParseError.Protocol || !TryFindFlow(bytes, out packet.Flow, out error)))
        {
            return false;
        }

        packet.Options = context.Options.Rent();
        Carry(in packet, bytes[..packet.Length]);
        return true;
    }

    private bool TryCarryTcp(ref Packet packet, ReadOnlySpan<byte> payload, out ParseError error)
    {
        error = ParseError.None;
        int header = TransportHeaderLengthOf(in packet, IpProtocol.Tcp);
        if (header > TcpSegment.MinimumHeaderLength + PacketOptionsLength.Maximum)
        {
            // Options so tightly packed that they do not fit the way Linux pads them.
            context.Options.Return(packet.Options);
            error = ParseError.OptionLength;
            return false;
        }

        bool isIpv6 = context.Flows[packet.Flow].Source.Address.Family == AddressFamily.Ipv6;
        int ipHeader = isIpv6 ? Ipv6Packet.HeaderLength : Ipv4Packet.MinimumHeaderLength;
        packet.Length = (ushort)(ipHeader + header + payload.Length);
        if (!payload.IsEmpty)
        {
            packet.Options = packet.Options == 0 ? context.Options.Rent() : packet.Options;
            Carry(in packet, payload);
        }

        return true;
    }

    private void Carry(in Packet packet, ReadOnlySpan<byte> bytes)
    {
        ref PacketOptions options = ref context.Options[packet.Options];
        options.Kinds |= PacketOptionKinds.CarriedBytes;
        options.CarriedBytes = bytes.ToArray();
    }

    /// <summary>The flow of a packet without ports.</summary>
    private bool TryFindFlow(ReadOnlySpan<byte> bytes, out int flow, out ParseError error)
    {
        flow = 0;
        return IpPacket.TryParse(bytes, out IpPacket ip, out error) && TryFindFlow(ip, 0, 0, out flow, out error);
    }

    private ref readonly PacketOptions OptionsOf(in Packet packet)
    {
        if (packet.Options != 0)
        {
            return ref context.Options[packet.Options];
        }

        _scratch.Kinds = PacketOptionKinds.None;
        return ref _scratch;
    }

    private int TransportHeaderLengthOf(in Packet packet, IpProtocol protocol) => protocol == IpProtocol.Tcp
        ? TcpSegment.MinimumHeaderLength
            + PacketOptionsLength.Of(in OptionsOf(in packet), (packet.Traits & PacketTraits.Timestamps) != 0)
        : UdpDatagram.HeaderLength;

    private void EncodeTcp(in Packet packet, in FlowKey key, Span<byte> target)
    {
        ref readonly PacketOptions options = ref OptionsOf(in packet);
        TimestampsOption timestamps = new(
            (packet.Traits & PacketTraits.Timestamps) != 0, packet.TimestampValue, packet.TimestampEcho);
        Span<byte> payload = target[^packet.PayloadLength..];
        CopyPayload(in packet, in options, payload);
        int optionsLength = TcpOptions.Write(in options, timestamps, target[TcpSegment.MinimumHeaderLength..]);
        new TcpSegment
        {
            SourcePort = key.Source.Port,
            DestinationPort = key.Destination.Port,
            SequenceNumber = packet.SequenceNumber,
            AcknowledgmentNumber = packet.AcknowledgmentNumber,
            Flags = packet.Flags,
            Window = packet.Window,
            Options = target.Slice(TcpSegment.MinimumHeaderLength, optionsLength),
            Payload = payload,
        }.Write(target, key.Source.Address, key.Destination.Address);
    }

    // A queueing experiment may draw a datagram shorter than its own headers: so much of them is written.
    private int EncodeBeginning(Packet packet, int headers, Span<byte> target)
    {
        int length = packet.Length;
        packet.Length = (ushort)headers;
        Span<byte> whole = stackalloc byte[headers];
        Encode(in packet, whole);
        whole[..length].CopyTo(target);
        return length;
    }

    private static void EncodeUdp(in FlowKey key, Span<byte> target)
    {
        // Datagrams of the simulation have a length and no content.
        Span<byte> payload = target[UdpDatagram.HeaderLength..];
        payload.Clear();
        new UdpDatagram { SourcePort = key.Source.Port, DestinationPort = key.Destination.Port, Payload = payload }
            .Write(target, key.Source.Address, key.Destination.Address);
    }

    private void CopyPayload(in Packet packet, in PacketOptions options, Span<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return;
        }

        if (options.Has(PacketOptionKinds.CarriedBytes))
        {
            options.CarriedBytes.AsSpan(0, payload.Length).CopyTo(payload);
            return;
        }

        ByteStore? store = context.Flows.PayloadOf(packet.Flow);
        if (store is not null
            && PayloadOffset.TryFind(context.Flows, in packet, in options, store.End, out long offset)
            && offset >= store.Start
            && offset <= store.End - payload.Length)
        {
            store.CopyTo(offset, payload);
        }
        else
        {
            payload.Clear();
        }
    }

    private bool TryDecodeTcp(
        IpPacket ip, scoped ref Packet packet, out ReadOnlySpan<byte> payload, out ParseError error)
    {
        payload = default;
        if (!TcpSegment.TryParse(ip.Payload, ip.Source, ip.Destination, out TcpSegment segment, out error)
            || !TcpOptions.TryParse(segment.Options, ref _scratch, out TimestampsOption timestamps, out error)
            || !TryFindFlow(ip, segment.SourcePort, segment.DestinationPort, out packet.Flow, out error))
        {
            return false;
        }

        packet.SequenceNumber = segment.SequenceNumber;
        packet.AcknowledgmentNumber = segment.AcknowledgmentNumber;
        packet.Flags = segment.Flags;
        packet.Window = segment.Window;
        packet.TimestampValue = timestamps.Value;
        packet.TimestampEcho = timestamps.Echo;
        packet.Traits |= timestamps.IsPresent ? PacketTraits.Timestamps : PacketTraits.None;
        packet.PayloadLength = (ushort)segment.Payload.Length;
        if (_scratch.Kinds != PacketOptionKinds.None)
        {
            packet.Options = context.Options.Rent();
            context.Options[packet.Options] = _scratch.Clone();
        }

        payload = segment.Payload;
        return true;
    }

    private bool TryDecodeUdp(
        IpPacket ip, scoped ref Packet packet, out ReadOnlySpan<byte> payload, out ParseError error)
    {
        payload = default;
        if (!UdpDatagram.TryParse(ip.Payload, ip.Source, ip.Destination, out UdpDatagram datagram, out error)
            || !TryFindFlow(ip, datagram.SourcePort, datagram.DestinationPort, out packet.Flow, out error))
        {
            return false;
        }

        packet.PayloadLength = (ushort)datagram.Payload.Length;
        payload = datagram.Payload;
        return true;
    }

    private bool TryFindFlow(
        scoped IpPacket ip, ushort sourcePort, ushort destinationPort, out int flow, out ParseError error)
    {
        FlowKey key = new(
            new Endpoint(ip.Source, sourcePort),
            new Endpoint(ip.Destination, destinationPort),
            (IpProtocol)ip.Protocol);
        error = ParseError.None;
        if (context.Flows.Count < MaximumFlows || context.Flows.Contains(key))
        {
            flow = context.Flows.Intern(key);
            return true;
        }

        flow = 0;
        error = ParseError.TooManyFlows;
        return false;
    }
}
