using System;
using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

/// <summary>Real packets of Linux, read into values and written back.</summary>
[TestFixtureSource(typeof(CaptureFiles), nameof(CaptureFiles.Names))]
public class CaptureRoundTripTests(string capture)
{
    [Test]
    public void Every_packet_writes_back_byte_for_byte()
    {
        List<byte[]> frames = CaptureFiles.Frames(capture, out LinkType linkType);
        Assert.That(frames, Is.Not.Empty);
        foreach (byte[] frame in frames)
        {
            byte[] again = linkType == LinkType.Ethernet ? RewriteEthernet(frame) : RewriteIp(frame);
            Assert.That(Convert.ToHexStringLower(again), Is.EqualTo(Convert.ToHexStringLower(frame)));
        }
    }

    private static byte[] RewriteEthernet(byte[] bytes)
    {
        Assert.That(EthernetFrame.TryParse(bytes, out EthernetFrame frame, out _), Is.True);
        byte[] again = new byte[bytes.Length];
        new EthernetFrame
        {
            Destination = frame.Destination,
            Source = frame.Source,
            EtherType = frame.EtherType,
            Payload = RewriteIp(frame.Payload.ToArray()),
        }.Write(again);
        return again;
    }

    private static byte[] RewriteIp(byte[] bytes)
    {
        byte[] again = new byte[bytes.Length];
        if (bytes[0] >> 4 == 6)
        {
            Assert.That(Ipv6Packet.TryParse(bytes, out Ipv6Packet ipv6, out ParseError error), Is.True, $"{error}");
            new Ipv6Packet
            {
                TrafficClass = ipv6.TrafficClass,
                FlowLabel = ipv6.FlowLabel,
                NextHeader = ipv6.NextHeader,
                HopLimit = ipv6.HopLimit,
                Source = ipv6.Source,
                Destination = ipv6.Destination,
                Payload = RewriteTcp(ipv6.Payload, ipv6.Source, ipv6.Destination),
            }.Write(again);
        }
        else
        {
            Assert.That(Ipv4Packet.TryParse(bytes, out Ipv4Packet ipv4, out ParseError error), Is.True, $"{error}");
            new Ipv4Packet
            {
                TypeOfService = ipv4.TypeOfService,
                Identification = ipv4.Identification,
                DontFragment = ipv4.DontFragment,
                TimeToLive = ipv4.TimeToLive,
                Protocol = ipv4.Protocol,
                Source = ipv4.Source,
                Destination = ipv4.Destination,
                Options = ipv4.Options,
                Payload = RewriteTcp(ipv4.Payload, ipv4.Source, ipv4.Destination),
            }.Write(again);
        }

        return again;
    }

    private static byte[] RewriteTcp(ReadOnlySpan<byte> bytes, IpAddress source, IpAddress destination)
    {
        Assert.That(
            TcpSegment.TryParse(bytes, source, destination, out TcpSegment segment, out ParseError error),
            Is.True,
            $"{error}");
        PacketOptions options = default;
        Assert.That(
            TcpOptions.TryParse(segment.Options, ref options, out TimestampsOption timestamps, out error),
            Is.True,
            $"{error}");
        byte[] optionBytes = new byte[PacketOptionsLength.Of(in options, timestamps.IsPresent)];
        TcpOptions.Write(in options, timestamps, optionBytes);
        byte[] again = new byte[bytes.Length];
        new TcpSegment
        {
            SourcePort = segment.SourcePort,
            DestinationPort = segment.DestinationPort,
            SequenceNumber = segment.SequenceNumber,
            AcknowledgmentNumber = segment.AcknowledgmentNumber,
            Reserved = segment.Reserved,
            Flags = segment.Flags,
            Window = segment.Window,
            UrgentPointer = segment.UrgentPointer,
            Options = optionBytes,
            Payload = segment.Payload,
        }.Write(again, source, destination);
        return again;
    }
}
