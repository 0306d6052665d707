using System;
using System.IO;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

/// <summary>Bytes that nobody meant: random ones, and real ones with a few bytes changed. Nothing may throw.</summary>
/// <remarks>Another seed: <c>--test-parameter seed=7</c>. The long runs are in the category Fuzz.</remarks>
public class FuzzTests
{
    private const int MaximumOptionBytes = 40;

    private static RandomStream Seeded(string name)
    {
        ulong seed = TestContext.Parameters.Get("seed", 1UL);
        TestContext.Out.WriteLine($"repeat with --test-parameter seed={seed}");
        return new RandomStream(seed).Fork(name);
    }

    [TestCase(20_000)]
    [TestCase(10_000_000, Category = "Fuzz")]
    public void Options_that_can_be_read_write_back_to_the_same_values(int count)
    {
        RandomStream random = Seeded("options");
        byte[] buffer = new byte[256];
        byte[] target = new byte[256];
        int read = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> bytes = i % 2 == 0 ? NextRandom(random, buffer) : NextMutated(random, buffer);
            PacketOptions options = default;
            if (!TcpOptions.TryParse(bytes, ref options, out TimestampsOption timestamps, out ParseError error))
            {
                Assert.That(error, Is.Not.EqualTo(ParseError.None));
                continue;
            }

            read++;
            int written = TcpOptions.Write(in options, timestamps, target);
            PacketOptions again = default;
            Assert.That(
                TcpOptions.TryParse(target.AsSpan(0, written), ref again, out TimestampsOption timestampsAgain, out _),
                Is.True);
            Assert.That(
                OptionsText.Of(in again, timestampsAgain),
                Is.EqualTo(OptionsText.Of(in options, timestamps)),
                Convert.ToHexStringLower(bytes));
        }

        Assert.That(read, Is.InRange(count / 100, count - count / 100), "both outcomes must be common");
    }

    [TestCase(2_000)]
    [TestCase(10_000_000, Category = "Fuzz")]
    public void Packets_with_changed_bytes_are_read_or_refused(int count)
    {
        RandomStream random = Seeded("packets");
        byte[][] packets =
            [.. CaptureFiles.IpPackets("tun_v4_csum0_basic"), .. CaptureFiles.IpPackets("tun_v6_csum1_join")];
        PacketContext context = new();
        PacketCodec codec = new(context) { MaximumFlows = 100 };
        for (int i = 0; i < count; i++)
        {
            byte[] packet = [.. packets[random.NextInt(packets.Length)]];
            ReadOnlySpan<byte> bytes = Damage(random, packet);
            if (codec.TryDecode(bytes, out Packet decoded, out _, out ParseError error))
            {
                context.Options.Return(decoded.Options);
            }
            else
            {
                Assert.That(error, Is.Not.EqualTo(ParseError.None));
            }
        }

        Assert.That(context.Options.Rented, Is.Zero);
        Assert.That(context.Flows.Count, Is.LessThanOrEqualTo(100));
    }

    [TestCase(2_000)]
    [TestCase(1_000_000, Category = "Fuzz")]
    public void Capture_files_with_changed_bytes_come_to_an_end(int count)
    {
        RandomStream random = Seeded("files");
        byte[] classic = File.ReadAllBytes(CaptureFiles.PathOf("tun_v4_csum1_mpfail.pcap"));
        using MemoryStream written = new();
        PcapngWriter writer = new(written, [new CaptureInterface("nic1", LinkType.Ethernet)]);
        for (int i = 0; i < 5; i++)
        {
            writer.Write(0, new Instant(i), new byte[i * 10], i * 10);
        }

        byte[] file = written.ToArray();
        for (int i = 0; i < count; i++)
        {
            PcapReader pcap = new(Damage(random, [.. classic]));
            AssertEnds(ref pcap);
            PcapngReader pcapng = new(Damage(random, [.. file]));
            AssertEnds(ref pcapng);
        }
    }

    private static void AssertEnds(ref PcapReader reader)
    {
        int packets = 0;
        while (reader.TryRead(out CapturedPacket _))
        {
            packets++;
        }

        // A record has 16 bytes at least.
        Assert.That(packets, Is.LessThanOrEqualTo(853 / 16));
    }

    private static void AssertEnds(ref PcapngReader reader)
    {
        int packets = 0;
        while (reader.TryRead(out CapturedPacket _))
        {
            packets++;
        }

        // A simple packet block has 16 bytes at least.
        Assert.That(packets, Is.LessThanOrEqualTo(500 / 16));
    }

    private static ReadOnlySpan<byte> NextRandom(RandomStream random, byte[] buffer)
    {
        Span<byte> bytes = buffer.AsSpan(0, random.NextInt(MaximumOptionBytes + 1));
        random.NextBytes(bytes);
        if (bytes.Length > 3)
        {
            // Most random kinds are unknown; MPTCP with a fitting length is what shall be met often.
            bytes[0] = TcpOption.Mptcp;
            bytes[1] = (byte)random.NextInt(bytes.Length + 2);
        }

        return bytes;
    }

    private static ReadOnlySpan<byte> NextMutated(RandomStream random, byte[] buffer)
    {
        PacketOptions options = RandomOptions.Next(random);
        int length = TcpOptions.Write(in options, new TimestampsOption(random.NextInt(2) == 0, 1, 2), buffer);
        for (int i = random.NextInt(3); i > 0 && length > 0; i--)
        {
            buffer[random.NextInt(length)] = (byte)random.NextInt(256);
        }

        return buffer.AsSpan(0, length);
    }

    private static ReadOnlySpan<byte> Damage(RandomStream random, byte[] bytes)
    {
        for (int i = random.NextInt(4); i > 0; i--)
        {
            bytes[random.NextInt(bytes.Length)] = (byte)random.NextInt(256);
        }

        return bytes.AsSpan(0, bytes.Length - random.NextInt(4));
    }
}
