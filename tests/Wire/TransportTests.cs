using System;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

public class TransportTests
{
    private static readonly IpAddress _source6 = IpAddress.Parse("2001:db8::1");
    private static readonly IpAddress _destination6 = IpAddress.Parse("2001:db8::2");
    private static readonly IpAddress _source4 = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress _destination4 = IpAddress.Parse("10.0.0.2");

    [Test]
    public void A_UDP_checksum_covers_the_pseudo_header()
    {
        // 0a00+0001 + 0a00+0002 + 0011 + 000c (pseudo header) + 1000 + 2000 + 000c + 0102 + 0304 = 4832.
        byte[] bytes = new byte[12];
        new UdpDatagram { SourcePort = 0x1000, DestinationPort = 0x2000, Payload = [1, 2, 3, 4] }
            .Write(bytes, _source4, _destination4);
        Assert.That(bytes, Is.EqualTo(Convert.FromHexString("10002000000cb7cd01020304")));
    }

    [Test]
    public void A_UDP_checksum_of_zero_is_sent_as_all_ones()
    {
        // 0a00+0001 + 0a00+0002 + 0011 + 000a (pseudo header) + 1000 + 2000 + 000a = 4428; bbd7 makes it ffff.
        byte[] bytes = new byte[10];
        ReadOnlySpan<byte> filler = [0xBB, 0xD7];
        new UdpDatagram { SourcePort = 0x1000, DestinationPort = 0x2000, Payload = filler }
            .Write(bytes, _source4, _destination4);
        Assert.That(bytes.AsSpan(6, 2).ToArray(), Is.EqualTo((byte[])[0xFF, 0xFF]));
        Assert.That(UdpDatagram.TryParse(bytes, _source4, _destination4, out _, out _), Is.True);
    }

    [Test]
    public void A_UDP_datagram_may_do_without_a_checksum_over_IPv4_only()
    {
        byte[] bytes = Convert.FromHexString("1000200000080000");
        Assert.That(UdpDatagram.TryParse(bytes, _source4, _destination4, out _, out _), Is.True);
        Assert.That(UdpDatagram.TryParse(bytes, _source6, _destination6, out _, out ParseError error), Is.False);
        Assert.That(error, Is.EqualTo(ParseError.Checksum));
    }

    [TestCase(7, 8, ParseError.Truncated)]
    [TestCase(8, 7, ParseError.TotalLength)]
    [TestCase(8, 9, ParseError.TotalLength)]
    public void A_UDP_length_that_does_not_fit_is_an_error(int count, byte length, ParseError expected)
    {
        byte[] bytes = new byte[count];
        bytes[5] = length;
        Assert.That(UdpDatagram.TryParse(bytes, _source4, _destination4, out _, out ParseError error), Is.False);
        Assert.That(error, Is.EqualTo(expected));
    }

    [Test]
    public void A_TCP_segment_with_every_field_set_writes_and_reads_back()
    {
        TcpSegment segment = new()
        {
            SourcePort = 1935,
            DestinationPort = 50_000,
            SequenceNumber = 0x01020304,
            AcknowledgmentNumber = 0x05060708,
            Reserved = 0x5,
            Flags = (TcpFlags)0xFF,
            Window = 0x1122,
            UrgentPointer = 0x3344,
            Options = [1, 1, 1, 0],
            Payload = [9, 8, 7],
        };
        byte[] bytes = new byte[segment.Length];
        segment.Write(bytes, _source6, _destination6);
        Assert.That(bytes[..16], Is.EqualTo(Convert.FromHexString("078fc350010203040506070865ff1122")));
        Assert.That(bytes[18..], Is.EqualTo(Convert.FromHexString("334401010100090807")));
        Assert.That(TcpSegment.TryParse(bytes, _source6, _destination6, out TcpSegment read, out _), Is.True);
        byte[] again = new byte[read.Length];
        read.Write(again, _source6, _destination6);
        Assert.That(again, Is.EqualTo(bytes));
    }

    [TestCase(19, 0x50, ParseError.Truncated)]
    [TestCase(20, 0x40, ParseError.HeaderLength)]
    [TestCase(20, 0x60, ParseError.HeaderLength)]
    [TestCase(20, 0x50, ParseError.Checksum)]
    public void A_TCP_header_that_does_not_fit_is_an_error(int count, byte dataOffset, ParseError expected)
    {
        byte[] bytes = new byte[count];
        bytes[12] = dataOffset;
        Assert.That(TcpSegment.TryParse(bytes, _source4, _destination4, out _, out ParseError error), Is.False);
        Assert.That(error, Is.EqualTo(expected));
    }

    [Test]
    public void An_echo_request_carries_identifier_sequence_number_and_data()
    {
        IcmpV6Message message = new() { Type = IcmpV6Message.EchoRequest, Parameter = 0x1234_0007, Body = [1, 2, 3] };
        byte[] bytes = new byte[message.Length];
        message.Write(bytes, _source6, _destination6);

        // 2001+0db8+0001 + 2001+0db8+0002 + 000b + 003a (pseudo header) + 8000 + 1234 + 0007 + 0102 + 0300 = f1f7.
        Assert.That(bytes, Is.EqualTo(Convert.FromHexString("80000e0812340007010203")));
        Assert.That(IcmpV6Message.TryParse(bytes, _source6, _destination6, out IcmpV6Message read, out _), Is.True);
        Assert.That((read.Identifier, read.SequenceNumber), Is.EqualTo((0x1234, 7)));
    }

    [TestCase(IcmpV6Message.PacketTooBig, 0, 1280u)]
    [TestCase(IcmpV6Message.DestinationUnreachable, 4, 0u)]
    public void An_ICMPv6_error_carries_its_code_its_parameter_and_the_packet(byte type, byte code, uint parameter)
    {
        IcmpV6Message message = new() { Type = type, Code = code, Parameter = parameter, Body = [0x60, 0, 0, 0] };
        byte[] bytes = new byte[message.Length];
        message.Write(bytes, _source6, _destination6);
        Assert.That(IcmpV6Message.TryParse(bytes, _source6, _destination6, out IcmpV6Message read, out _), Is.True);
        Assert.That((read.Type, read.Code, read.Parameter), Is.EqualTo((type, code, parameter)));
        Assert.That(read.Body.ToArray(), Is.EqualTo((byte[])[0x60, 0, 0, 0]));
    }

    [Test]
    public void An_ICMPv6_message_that_is_cut_or_damaged_is_an_error()
    {
        byte[] bytes = Convert.FromHexString("80000e0812340007010203");
        Assert.That(
            IcmpV6Message.TryParse(bytes.AsSpan(0, 7), _source6, _destination6, out _, out ParseError error), Is.False);
        Assert.That(error, Is.EqualTo(ParseError.Truncated));
        bytes[10] ^= 1;
        Assert.That(IcmpV6Message.TryParse(bytes, _source6, _destination6, out _, out error), Is.False);
        Assert.That(error, Is.EqualTo(ParseError.Checksum));
    }
}
