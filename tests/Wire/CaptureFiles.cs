using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using NUnit.Framework;
using Protocols.Wire;

namespace Tests.Wire;

/// <summary>The recorded sessions in tests/Captures/mptcp.</summary>
internal static class CaptureFiles
{
    public static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Folder(), "*.pcap").Select(Path.GetFileNameWithoutExtension).Order()!;

    public static string PathOf(string fileName) => Path.Combine(Folder(), fileName);

    /// <summary>The frames of a capture, from the header on that its link type says.</summary>
    public static List<byte[]> Frames(string name, out LinkType linkType)
    {
        PcapReader reader = new(File.ReadAllBytes(PathOf(name + ".pcap")));
        List<byte[]> frames = [];
        while (reader.TryRead(out CapturedPacket packet))
        {
            Assert.That(packet.Bytes.Length, Is.EqualTo(packet.OriginalLength), "a packet was cut");
            frames.Add(packet.Bytes.ToArray());
        }

        Assert.That(reader.Error, Is.Null);
        linkType = reader.LinkType;
        return frames;
    }

    /// <summary>The IP packets of a capture.</summary>
    public static List<byte[]> IpPackets(string name)
    {
        List<byte[]> frames = Frames(name, out LinkType linkType);
        int headerLength = linkType == LinkType.Ethernet ? EthernetFrame.HeaderLength : 0;
        return [.. frames.Select(frame => frame[headerLength..])];
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Directory.GetParent(here)!.Parent!.FullName, "Captures", "mptcp");
}
