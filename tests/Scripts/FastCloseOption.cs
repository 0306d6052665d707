using System.Linq;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary><c>fastclose</c>: MP_FASTCLOSE (RFC 8684, 3.5) with the receiver's key, or another (<c>bad</c>).</summary>
internal sealed class FastCloseOption : IDialogueOption
{
    public string Name => "fastclose";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        options.Kinds |= PacketOptionKinds.FastClose;
        options.FastCloseKey = words.Contains("bad") ? DialogueKeys.Remote : DialogueKeys.Local;
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow) =>
        options.Has(PacketOptionKinds.FastClose)
            ? Name + (options.FastCloseKey == DialogueKeys.Remote ? "" : " bad")
            : null;
}
