using System;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

public class CarriedPacketTests
{
    private static readonly IpAddress _from = IpAddress.Parse("fd00:1:1::2");
    private static readonly IpAddress _to = IpAddress.Parse("fd00:1:2::2");

    [Test]
    public void A_segment_from_outside_leaves_with_the_bytes_it_came_with()
    {
        byte[] came = Segment([1, 2, 3, 4, 5]);
        PacketContext context = new();
        PacketCodec codec = new(context);

        Assert.That(codec.TryCarry(came, out Packet packet, out ReadOnlySpan<byte> payload, out ParseError error), $"{error}");

        byte[] left = new byte[came.Length];
        Assert.That(payload.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5 }));
        Assert.That(codec.Encode(in packet, left), Is.EqualTo(came.Length));
        Assert.That(left, Is.EqualTo(came));
    }

    [Test]
    public void A_packet_of_another_protocol_leaves_as_it_came()
    {
        // An echo request with a checksum nobody looks at.
        byte[] message = [128, 0, 0xAB, 0xCD, 0, 1, 0, 2, 9, 9];
        byte[] came = new byte[Ipv6Packet.HeaderLength + message.Length];
        new Ipv6Packet { NextHeader = 58, HopLimit = 63, Source = _from, Destination = _to, Payload = message }.Write(came);
        message.CopyTo(came, Ipv6Packet.HeaderLength);
        PacketContext context = new();
        PacketCodec codec = new(context);

        Assert.That(codec.TryCarry(came, out Packet packet, out _, out ParseError error), $"{error}");

        byte[] left = new byte[came.Length];
        Assert.That(context.Flows[packet.Flow].Destination.Address, Is.EqualTo(_to));
        Assert.That(packet.Length, Is.EqualTo(came.Length));
        codec.Encode(in packet, left);
        Assert.That(left, Is.EqualTo(came));
    }

    [Test]
    public void A_copy_of_a_carried_packet_has_its_bytes_too()
    {
        PacketContext context = new();
        PacketCodec codec = new(context);
        byte[] came = Segment([7, 8, 9]);
        codec.TryCarry(came, out Packet packet, out _, out _);

        Packet copy = packet;
        copy.Options = context.Options.Copy(packet.Options);
        context.Options.Return(packet.Options);

        byte[] left = new byte[came.Length];
        codec.Encode(in copy, left);
        Assert.That(left, Is.EqualTo(came));
    }

    [Test]
    public void What_is_no_packet_is_refused_and_rents_nothing()
    {
        PacketContext context = new();

        Assert.That(new PacketCodec(context).TryCarry([0x60, 0, 0], out _, out _, out ParseError error), Is.False);

        Assert.That(error, Is.EqualTo(ParseError.Truncated));
        Assert.That(context.Options.Rented, Is.Zero);
    }

    private static byte[] Segment(byte[] payload)
    {
        int length = TcpSegment.MinimumHeaderLength + payload.Length;
        byte[] packet = new byte[Ipv6Packet.HeaderLength + length];
        Span<byte> transport = packet.AsSpan(Ipv6Packet.HeaderLength);
        payload.CopyTo(transport[TcpSegment.MinimumHeaderLength..]);
        new TcpSegment
        {
            SourcePort = 40_000,
            DestinationPort = 36_500,
            SequenceNumber = 1_000,
            AcknowledgmentNumber = 2_000,
            Flags = TcpFlags.Ack | TcpFlags.Psh,
            Window = 500,
            Payload = transport[TcpSegment.MinimumHeaderLength..],
        }.Write(transport, _from, _to);
        new Ipv6Packet { NextHeader = 6, HopLimit = PacketCodec.HopLimit, Source = _from, Destination = _to, Payload = transport }.Write(packet);
        return packet;
    }
}
