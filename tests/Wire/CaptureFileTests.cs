using System;
using System.Collections.Generic;
using System.IO;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Wire;

namespace Tests.Wire;

public class CaptureFileTests
{
    // A classic pcap with one packet of 4 bytes, of 60 on the wire, at 1.000002 s; little-endian, microseconds, link
    // type 101.
    private const string Classic =
        "d4c3b2a1 02000400 00000000 00000000 ffff0000 65000000 01000000 02000000 04000000 3c000000 45000014";

    private const string Sections =
        // Big-endian: section header; an interface of link type 1 named "a" with milliseconds; an unknown block; a
        // packet of 3 bytes at 5 ms.
        "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c"
        + "00000001 00000028 0001 0000 00000000 0002 0001 61000000 0009 0001 03000000 0000 0000 00000028"
        + "00000bad 00000010 00000000 00000010"
        + "00000006 00000024 00000000 00000000 00000005 00000003 00000009 abcdef00 00000024"
        // Little-endian: section header; an interface of link type 101 in microseconds; a simple packet of 4 bytes.
        + "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"
        + "01000000 14000000 6500 0000 00000000 14000000"
        + "03000000 14000000 04000000 01020304 14000000";

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static List<string> ReadPcap(byte[] file, out CaptureError? error)
    {
        PcapReader reader = new(file);
        List<string> packets = [];
        while (reader.TryRead(out CapturedPacket packet))
        {
            packets.Add(Text(packet));
        }

        error = reader.Error;
        return packets;
    }

    private static List<string> ReadPcapng(byte[] file, out CaptureError? error)
    {
        PcapngReader reader = new(file);
        List<string> packets = [];
        while (reader.TryRead(out CapturedPacket packet))
        {
            packets.Add($"{reader.Interfaces[packet.Interface].Name}: {Text(packet)}");
        }

        error = reader.Error;
        return packets;
    }

    private static string Text(CapturedPacket packet) =>
        $"{packet.LinkType} {packet.Nanoseconds} ns {Convert.ToHexStringLower(packet.Bytes)}"
        + $" of {packet.OriginalLength}";

    [TestCase(Classic, 1_000_002_000L)]
    [TestCase("a1b2c3d4 00020004 00000000 00000000 0000ffff 00000065 00000001 00000002 00000004 0000003c 45000014",
        1_000_002_000L)]
    [TestCase("4d3cb2a1 02000400 00000000 00000000 ffff0000 65000000 01000000 02000000 04000000 3c000000 45000014",
        1_000_000_002L)]
    [TestCase("a1b23c4d 00020004 00000000 00000000 0000ffff 00000065 00000001 00000002 00000004 0000003c 45000014",
        1_000_000_002L)]
    public void A_classic_file_reads_in_both_byte_orders_and_both_resolutions(string hex, long nanoseconds)
    {
        List<string> packets = ReadPcap(Bytes(hex), out CaptureError? error);
        Assert.That(packets, Is.EqualTo((string[])[$"Raw {nanoseconds} ns 45000014 of 60"]));
        Assert.That(error, Is.Null);
    }

    [Test]
    public void A_pcapng_file_reads_section_by_section()
    {
        List<string> packets = ReadPcapng(Bytes(Sections), out CaptureError? error);
        Assert.That(packets, Is.EqualTo((string[])["a: Ethernet 5000000 ns abcdef of 9", ": Raw 0 ns 01020304 of 4"]));
        Assert.That(error, Is.Null);
    }

    [Test]
    public void A_classic_file_that_is_cut_anywhere_says_where()
    {
        byte[] file = Bytes(Classic);
        for (int length = 0; length < file.Length; length++)
        {
            List<string> packets = ReadPcap(file[..length], out CaptureError? error);
            Assert.That(packets, Is.Empty);

            // A file of a header only is whole; anything else ends inside the header or inside the record behind it.
            Assert.That(
                error, Is.EqualTo(length == 24 ? null : new CaptureError(length < 24 ? 0 : 24, ParseError.Truncated)));
        }
    }

    [Test]
    public void A_pcapng_file_that_is_cut_inside_a_block_says_where()
    {
        byte[] file = Bytes(Sections);
        HashSet<int> blockStarts = [0, 28, 68, 84, 120, 148, 168, file.Length];
        int start = 0;
        for (int length = 0; length < file.Length; length++)
        {
            start = blockStarts.Contains(length) ? length : start;
            ReadPcapng(file[..length], out CaptureError? error);
            Assert.That(error, Is.EqualTo(length == start ? null : new CaptureError(start, ParseError.Truncated)));
        }
    }

    [TestCase(0, 0xFF, 0, ParseError.Version)]
    public void A_classic_file_with_a_wrong_magic_is_an_error(int offset, byte value, int at, ParseError reason)
    {
        byte[] file = Bytes(Classic);
        file[offset] = value;
        ReadPcap(file, out CaptureError? error);
        Assert.That(error, Is.EqualTo(new CaptureError(at, reason)));
    }

    [TestCase(0, 0xFF, 0, ParseError.Version, TestName = "No section header comes first")]
    [TestCase(8, 0xFF, 0, ParseError.Version, TestName = "The byte order magic is neither order")]
    [TestCase(11, 0xFF, 0, ParseError.Version, TestName = "The byte order magic is half right")]
    [TestCase(13, 2, 0, ParseError.Version, TestName = "The major version is 2")]
    [TestCase(7, 0x1D, 0, ParseError.TotalLength, TestName = "A block length is odd")]
    [TestCase(7, 0x08, 0, ParseError.TotalLength, TestName = "A block length is too small")]
    [TestCase(27, 0x18, 0, ParseError.TotalLength, TestName = "The block length at the end differs")]
    [TestCase(47, 0xF0, 28, ParseError.Truncated, TestName = "An option is longer than its block")]
    [TestCase(56, 0xFF, 28, ParseError.FieldValue, TestName = "A timestamp unit is too small to count")]
    [TestCase(95, 0x01, 84, ParseError.Interface, TestName = "A packet names an interface that is not there")]
    [TestCase(107, 0xFF, 84, ParseError.Truncated, TestName = "A packet is longer than its block")]
    public void A_damaged_block_is_an_error(int offset, byte value, int at, ParseError reason)
    {
        byte[] file = Bytes(Sections);
        file[offset] = value;
        ReadPcapng(file, out CaptureError? error);
        Assert.That(error, Is.EqualTo(new CaptureError(at, reason)));
    }

    [Test]
    public void What_is_written_reads_back()
    {
        using MemoryStream target = new();
        PcapngWriter writer = new(
            target, [new CaptureInterface("push.nic1", LinkType.Ethernet), new CaptureInterface("tun0", LinkType.Raw)]);
        writer.Write(0, Instant.Zero, [1, 2, 3], 3);
        writer.Write(1, new Instant(1_234_567_890_123_456), new byte[4000], 5000);
        writer.Write(1, new Instant(999), [], 0);

        List<string> packets = ReadPcapng(target.ToArray(), out CaptureError? error);
        Assert.That(error, Is.Null);
        Assert.That(packets, Is.EqualTo((string[])
        [
            "push.nic1: Ethernet 0 ns 010203 of 3",
            $"tun0: Raw 1234567890123 ns {new string('0', 8000)} of 5000",
            "tun0: Raw 0 ns  of 0",
        ]));
    }

    [Test]
    public void The_head_of_a_file_is_that_of_the_specification()
    {
        using MemoryStream target = new();
        _ = new PcapngWriter(target, [new CaptureInterface("nic1", LinkType.Ethernet)]);
        Assert.That(target.ToArray(), Is.EqualTo(Bytes(
            "0a0d0d0a 30000000 4d3c2b1a 0100 0000 ffffffffffffffff"
            + "0400 0900 73696d756c61746f72000000 0000 0000 30000000"
            + "01000000 28000000 0100 0000 00000000 0200 0400 6e696331 0900 0100 09000000 0000 0000 28000000")));
    }

    [TestCase(2, 10)]
    [TestCase(-1, 10)]
    [TestCase(0, 9)]
    public void A_packet_of_no_interface_or_shorter_than_what_was_captured_is_our_own_mistake(
        int interfaceNumber, int originalLength)
    {
        PcapngWriter writer = new(
            Stream.Null, [new CaptureInterface("a", LinkType.Raw), new CaptureInterface("b", LinkType.Raw)]);
        Assert.That(
            () => writer.Write(interfaceNumber, Instant.Zero, new byte[10], originalLength),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
