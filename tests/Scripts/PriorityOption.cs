using System.Linq;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary><c>mpprio backup</c>: MP_PRIO (RFC 8684, 3.3.8), with or without its B bit.</summary>
internal sealed class PriorityOption : IDialogueOption
{
    public string Name => "mpprio";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        options.Kinds |= PacketOptionKinds.Priority;
        options.PriorityBackup = words.Contains("backup");
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow) =>
        options.Has(PacketOptionKinds.Priority) ? Name + (options.PriorityBackup ? " backup" : "") : null;
}
