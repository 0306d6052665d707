using System;
using System.IO;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

public class PacketCaptureTests
{
    [TestCase("10.1.0.0", EthernetFrame.Ipv4)]
    [TestCase("fd00::", EthernetFrame.Ipv6)]
    public void Every_packet_becomes_a_frame_as_long_as_its_interface_counts(string network, int etherType)
    {
        PacketContext context = new();
        IpAddress address = IpAddress.Parse(network);
        HandmadeSession session = new(
            context, new IpPrefix(address, address.Width - 8), clientKey: 1, hasChecksums: true);
        session.Write();
        using MemoryStream target = new();
        PacketCapture capture = new(target, ["push.nic1"], context);
        foreach (Packet packet in session.Packets)
        {
            capture.Write(0, in packet, Instant.Zero);
        }

        PcapngReader reader = new(target.ToArray());
        PacketCodec codec = new(context);
        foreach (Packet packet in session.Packets)
        {
            Assert.That(reader.TryRead(out CapturedPacket captured), Is.True);
            Assert.That(captured.Bytes.Length, Is.EqualTo(packet.FrameLength));
            Assert.That(EthernetFrame.TryParse(captured.Bytes, out EthernetFrame frame, out _), Is.True);
            Assert.That(frame.EtherType, Is.EqualTo(etherType));
            Assert.That(
                codec.TryDecode(frame.Payload, out Packet decoded, out _, out ParseError error), Is.True, $"{error}");
            Assert.That(decoded with { Options = packet.Options }, Is.EqualTo(packet));
        }

        Assert.That(reader.TryRead(out _), Is.False);
        Assert.That(reader.Interfaces[0], Is.EqualTo(new CaptureInterface("push.nic1", LinkType.Ethernet)));
    }

    [Test]
    public void One_address_has_one_MAC_address_and_it_is_locally_administered()
    {
        PacketContext context = new();
        FlowKey key = new(
            new Endpoint(IpAddress.Parse("10.0.0.1"), 1), new Endpoint(IpAddress.Parse("10.0.0.2"), 2), IpProtocol.Udp);
        int flow = context.Flows.Intern(key);
        using MemoryStream target = new();
        PacketCapture capture = new(target, ["nic1"], context);
        capture.Write(0, new Packet { Flow = flow, Length = 28 }, Instant.Zero);
        capture.Write(0, new Packet { Flow = context.Flows.Reverse(flow), Length = 28 }, Instant.Zero);

        PcapngReader reader = new(target.ToArray());
        Assert.That(MacAddresses(ref reader), Is.EqualTo("02000a000002 02000a000001"));
        Assert.That(MacAddresses(ref reader), Is.EqualTo("02000a000001 02000a000002"));
    }

    private static string MacAddresses(ref PcapngReader reader)
    {
        Assert.That(reader.TryRead(out CapturedPacket captured), Is.True);
        return $"{Convert.ToHexStringLower(captured.Bytes[..6])} {Convert.ToHexStringLower(captured.Bytes[6..12])}";
    }
}
