using System.Globalization;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary><c>mpfail 101</c>: MP_FAIL (RFC 8684, 3.7) with the data sequence number of what was damaged.</summary>
internal sealed class FailOption : IDialogueOption
{
    public string Name => "mpfail";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        options.Kinds |= PacketOptionKinds.Fail;
        options.FailDataSequence = unchecked(DialogueKeys.LocalData + ulong.Parse(words[1], CultureInfo.InvariantCulture));
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow) =>
        options.Has(PacketOptionKinds.Fail)
            ? string.Create(CultureInfo.InvariantCulture, $"{Name} {unchecked(options.FailDataSequence - DialogueKeys.RemoteData)}")
            : null;
}
