using System.Globalization;
using System.Linq;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary><c>sack 1001:2001 3001:4001</c>: selective acknowledgments (RFC 2018, 3), relative as acknowledgment numbers are.</summary>
internal sealed class SackOption : IDialogueOption
{
    public string Name => "sack";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        options.Kinds |= PacketOptionKinds.Sack;
        foreach (string block in words.Skip(1))
        {
            uint[] edges = [.. block.Split(':').Select(edge => uint.Parse(edge, CultureInfo.InvariantCulture))];
            options.SackBlocks[options.SackCount++] =
                new SackBlock(unchecked(flow.LocalInitial + edges[0]), unchecked(flow.LocalInitial + edges[1]));
        }
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow)
    {
        if (!options.Has(PacketOptionKinds.Sack))
        {
            return null;
        }

        string text = Name;
        for (int i = 0; i < options.SackCount; i++)
        {
            SackBlock block = options.SackBlocks[i];
            text += $" {unchecked(block.Left - flow.RemoteInitial)}:{unchecked(block.Right - flow.RemoteInitial)}";
        }

        return text;
    }
}
