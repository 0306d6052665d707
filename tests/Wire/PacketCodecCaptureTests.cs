using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

/// <summary>
/// Real sessions of Linux through the simulation's packets: decoded, their payload stored by data offset, encoded
/// again.
/// </summary>
[TestFixtureSource(typeof(CaptureFiles), nameof(CaptureFiles.Names))]
public class PacketCodecCaptureTests(string capture)
{
    [Test]
    public void Every_packet_becomes_one_of_the_simulation_and_the_same_bytes_again()
    {
        CapturedSession session = new(capture);
        PacketCodec codec = new(session.Context);
        byte[] target = new byte[2000];
        foreach ((Packet packet, byte[] bytes) in session.Packets)
        {
            int length = codec.Encode(in packet, target);
            byte[] expected = WithoutWhatASimulationLacks(bytes);
            Assert.That(
                Convert.ToHexStringLower(target.AsSpan(0, length)), Is.EqualTo(Convert.ToHexStringLower(expected)));
        }
    }

    [Test]
    public void Every_mapping_has_the_checksum_that_Linux_computed()
    {
        CapturedSession session = new(capture);
        List<(ulong DataSequence, bool IsRight)> mappings = [];
        List<ulong> failures = [];
        foreach ((Packet packet, byte[] _) in session.Packets.Where(entry => entry.Packet.Options != 0))
        {
            PacketOptions options = session.Context.Options[packet.Options];
            if (options.Has(PacketOptionKinds.DataSequenceSignal)
                && options.Dss is { HasMapping: true, HasChecksum: true })
            {
                mappings.Add((options.Dss.DataSequence, IsChecksumRight(session, packet, options.Dss)));
            }

            if (options.Has(PacketOptionKinds.Fail))
            {
                failures.Add(options.FailDataSequence);
            }
        }

        Assert.That(mappings, capture.Contains("csum1", StringComparison.Ordinal) ? Is.Not.Empty : Is.Empty);

        // The one mapping whose checksum the user-space endpoint got wrong on purpose is the one that MP_FAIL names.
        Assert.That(
            mappings.Where(mapping => !mapping.IsRight).Select(mapping => mapping.DataSequence), Is.EqualTo(failures));
    }

    private static bool IsChecksumRight(CapturedSession session, Packet packet, DataSequenceSignal mapping)
    {
        bool isFromClient = session.IsFromClient(packet.Flow);

        // A DATA_FIN counts in the length and has no byte; one without data maps nothing at subflow sequence number 0.
        int dataLength = mapping.DataLength - (mapping.DataFin ? 1 : 0);
        long offset = (long)(mapping.DataSequence - session.FirstDataSequenceOf(isFromClient));
        ReadOnlySpan<byte> data = dataLength == 0
            ? default
            : session.DataOf(isFromClient).AsSpan((int)offset, dataLength);
        ushort checksum = Checksum.OfMapping(mapping.DataSequence, mapping.SubflowSequence, mapping.DataLength, data);
        return checksum == mapping.Checksum;
    }

    private static byte[] WithoutWhatASimulationLacks(byte[] bytes)
    {
        byte[] plain = [.. bytes];
        if (bytes[0] >> 4 == 6)
        {
            // Flow label and hop limit.
            (plain[1], plain[2], plain[3], plain[7]) = (0, 0, 0, PacketCodec.HopLimit);
            plain[0] = 0x60;
            return plain;
        }

        // Identification, "do not fragment" and time to live.
        (plain[4], plain[5], plain[6], plain[8]) = (0, 0, 0x40, PacketCodec.HopLimit);
        (plain[10], plain[11]) = (0, 0);
        ushort checksum = Checksum.Of(plain.AsSpan(0, 20));
        (plain[10], plain[11]) = ((byte)(checksum >> 8), (byte)(checksum & 0xFF));
        return plain;
    }
}
