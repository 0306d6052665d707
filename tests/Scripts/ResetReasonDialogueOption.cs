using System.Globalization;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary><c>tcprst 1</c>: MP_TCPRST (RFC 8684, 3.6) with its reason.</summary>
internal sealed class ResetReasonDialogueOption : IDialogueOption
{
    public string Name => "tcprst";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        options.Kinds |= PacketOptionKinds.ResetReason;
        options.ResetReason = new ResetReasonOption { Reason = byte.Parse(words[1], CultureInfo.InvariantCulture) };
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow) =>
        options.Has(PacketOptionKinds.ResetReason)
            ? string.Create(CultureInfo.InvariantCulture, $"{Name} {options.ResetReason.Reason}")
            : null;
}
