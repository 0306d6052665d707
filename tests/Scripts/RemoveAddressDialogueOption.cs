using System.Globalization;
using System.Linq;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary><c>rmaddr 2 3</c>: REMOVE_ADDR (RFC 8684, 3.4.2) with address identifiers.</summary>
internal sealed class RemoveAddressDialogueOption : IDialogueOption
{
    public string Name => "rmaddr";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        options.Kinds |= PacketOptionKinds.RemoveAddress;
        foreach (string id in words.Skip(1))
        {
            options.RemovedAddresses[options.RemovedAddressCount++] = byte.Parse(id, CultureInfo.InvariantCulture);
        }
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow)
    {
        if (!options.Has(PacketOptionKinds.RemoveAddress))
        {
            return null;
        }

        string text = Name;
        for (int i = 0; i < options.RemovedAddressCount; i++)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" {options.RemovedAddresses[i]}");
        }

        return text;
    }
}
