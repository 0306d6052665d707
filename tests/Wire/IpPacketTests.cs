using System;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

public class IpPacketTests
{
    // A header whose checksum, b861, is worked out by hand in many textbooks; 95 bytes of UDP follow.
    private const string Ipv4Header = "45000073000040004011b861c0a80001c0a800c7";
    private const string Ipv6Header =
        "6ab1234500080040" + "20010db8000000000000000000000001" + "20010db8000000000000000000000002";

    private static byte[] Ipv4() => [.. Convert.FromHexString(Ipv4Header), .. new byte[95]];

    private static byte[] Ipv6() => [.. Convert.FromHexString(Ipv6Header), .. new byte[8]];

    [Test]
    public void An_IPv4_header_reads_as_its_fields()
    {
        Assert.That(Ipv4Packet.TryParse(Ipv4(), out Ipv4Packet packet, out _), Is.True);
        Assert.That(packet.Source, Is.EqualTo(IpAddress.Parse("192.168.0.1")));
        Assert.That(packet.Destination, Is.EqualTo(IpAddress.Parse("192.168.0.199")));
        Assert.That(packet.Protocol, Is.EqualTo((byte)IpProtocol.Udp));
        Assert.That(packet.DontFragment, Is.True);
        Assert.That(packet.IsFragment, Is.False);
        Assert.That(packet.TimeToLive, Is.EqualTo(64));
        Assert.That(packet.Payload.Length, Is.EqualTo(95));
    }

    [Test]
    public void An_IPv4_packet_with_every_field_set_writes_and_reads_back()
    {
        Ipv4Packet packet = new()
        {
            TypeOfService = 0xB9,
            Identification = 0xABCD,
            MoreFragments = true,
            FragmentOffset = 0x1234,
            TimeToLive = 7,
            Protocol = 17,
            Source = IpAddress.Parse("10.1.2.3"),
            Destination = IpAddress.Parse("10.3.2.1"),
            Options = [1, 1, 1, 0],
            Payload = [1, 2, 3],
        };
        byte[] bytes = new byte[packet.Length];
        packet.Write(bytes);
        Assert.That(bytes[..10], Is.EqualTo(Convert.FromHexString("46b9001babcd32340711")));
        Assert.That(Ipv4Packet.TryParse(bytes, out Ipv4Packet read, out _), Is.True);
        Assert.That(read.IsFragment, Is.True);
        Assert.That(read.FragmentOffset, Is.EqualTo(0x1234));
        byte[] again = new byte[read.Length];
        read.Write(again);
        Assert.That(again, Is.EqualTo(bytes));
    }

    [Test]
    public void An_IPv6_header_reads_as_its_fields_and_writes_back()
    {
        Assert.That(Ipv6Packet.TryParse([.. Ipv6(), 0xEE], out Ipv6Packet packet, out _), Is.True);
        Assert.That(packet.TrafficClass, Is.EqualTo(0xAB));
        Assert.That(packet.FlowLabel, Is.EqualTo(0x12345));
        Assert.That(packet.NextHeader, Is.Zero);
        Assert.That(packet.HopLimit, Is.EqualTo(0x40));
        Assert.That(packet.Source, Is.EqualTo(IpAddress.Parse("2001:db8::1")));
        Assert.That(packet.Destination, Is.EqualTo(IpAddress.Parse("2001:db8::2")));
        Assert.That(packet.Payload.Length, Is.EqualTo(8));
        byte[] again = new byte[packet.Length];
        packet.Write(again);
        Assert.That(again, Is.EqualTo(Ipv6()));
    }

    [TestCase(0, 0x65, ParseError.Version)]
    [TestCase(0, 0x44, ParseError.HeaderLength)]
    [TestCase(3, 0x13, ParseError.TotalLength)]
    [TestCase(3, 0x74, ParseError.TotalLength)]
    [TestCase(8, 0x41, ParseError.Checksum)]
    public void A_wrong_byte_in_an_IPv4_header_is_an_error(int offset, byte value, ParseError expected)
    {
        byte[] bytes = Ipv4();
        bytes[offset] = value;
        Assert.That(Ipv4Packet.TryParse(bytes, out _, out ParseError error), Is.False);
        Assert.That(error, Is.EqualTo(expected));
    }

    [TestCase(0, 0x45, ParseError.Version)]
    [TestCase(5, 9, ParseError.TotalLength)]
    public void A_wrong_byte_in_an_IPv6_header_is_an_error(int offset, byte value, ParseError expected)
    {
        byte[] bytes = Ipv6();
        bytes[offset] = value;
        Assert.That(Ipv6Packet.TryParse(bytes, out _, out ParseError error), Is.False);
        Assert.That(error, Is.EqualTo(expected));
    }

    [Test]
    public void A_header_that_is_cut_anywhere_is_an_error()
    {
        for (int length = 0; length < Ipv4Packet.MinimumHeaderLength; length++)
        {
            Assert.That(IpPacket.TryParse(Ipv4().AsSpan(0, length), out _, out ParseError error), Is.False);
            Assert.That(error, Is.EqualTo(ParseError.Truncated));
        }

        for (int length = 1; length < Ipv6Packet.HeaderLength; length++)
        {
            Assert.That(IpPacket.TryParse(Ipv6().AsSpan(0, length), out _, out ParseError error), Is.False);
            Assert.That(error, Is.EqualTo(ParseError.Truncated));
        }
    }

    [Test]
    public void A_fragment_is_not_taken_for_a_packet()
    {
        Ipv4Packet fragment = new()
        {
            FragmentOffset = 1,
            Source = IpAddress.Parse("10.0.0.1"),
            Destination = IpAddress.Parse("10.0.0.2"),
        };
        byte[] bytes = new byte[fragment.Length];
        fragment.Write(bytes);
        Assert.That(IpPacket.TryParse(bytes, out _, out ParseError error), Is.False);
        Assert.That(error, Is.EqualTo(ParseError.Fragment));
    }
}
