using System.Globalization;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary><c>TS val 100 ecr 0</c>: timestamps (RFC 7323, 3.2), in milliseconds of the sender's clock.</summary>
internal sealed class TimestampsOption : IDialogueOption
{
    public string Name => "TS";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        packet.Traits |= PacketTraits.Timestamps;
        packet.TimestampValue = uint.Parse(words[2], CultureInfo.InvariantCulture);
        packet.TimestampEcho = uint.Parse(words[4], CultureInfo.InvariantCulture);
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow) =>
        (packet.Traits & PacketTraits.Timestamps) != 0 ? $"TS val {packet.TimestampValue} ecr {packet.TimestampEcho}" : null;
}
