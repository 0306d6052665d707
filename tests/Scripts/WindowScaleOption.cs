using System.Globalization;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary><c>wscale 10</c>: the window scale (RFC 7323, 2.2).</summary>
internal sealed class WindowScaleOption : IDialogueOption
{
    public string Name => "wscale";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        options.Kinds |= PacketOptionKinds.WindowScale;
        options.WindowScale = byte.Parse(words[1], CultureInfo.InvariantCulture);
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow) =>
        options.Has(PacketOptionKinds.WindowScale) ? $"wscale {options.WindowScale}" : null;
}
