using Protocols.Net;

namespace Tests.Scripts;

/// <summary><c>sackOK</c>: selective acknowledgments are permitted (RFC 2018, 2).</summary>
internal sealed class SackPermittedOption : IDialogueOption
{
    public string Name => "sackOK";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow) =>
        options.Kinds |= PacketOptionKinds.SackPermitted;

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow) =>
        options.Has(PacketOptionKinds.SackPermitted) ? Name : null;
}
