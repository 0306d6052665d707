using System.Globalization;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary><c>mss 1460</c>: the maximum segment size (RFC 9293, 3.7.1).</summary>
internal sealed class SegmentSizeOption : IDialogueOption
{
    public string Name => "mss";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        options.Kinds |= PacketOptionKinds.MaximumSegmentSize;
        options.MaximumSegmentSize = ushort.Parse(words[1], CultureInfo.InvariantCulture);
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow) =>
        options.Has(PacketOptionKinds.MaximumSegmentSize) ? $"mss {options.MaximumSegmentSize}" : null;
}
