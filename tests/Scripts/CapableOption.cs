using System;
using System.Globalization;
using System.Linq;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary>
/// <c>mpcapable H remote local dll 100 csum</c>: MP_CAPABLE (RFC 8684, 3.1) with its flag letters, the keys in their order,
/// and what comes with data. Data is zeros; <c>badcsum</c> is a checksum that does not fit.
/// </summary>
internal sealed class CapableOption : IDialogueOption
{
    private const string Letters = "ABCDEFGH";

    public string Name => "mpcapable";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        ulong[] keys = [.. words.Where(word => word is "local" or "remote").Select(KeyOf)];
        int length = Array.IndexOf(words, "dll");
        ref MpCapableOption capable = ref options.MpCapable;
        options.Kinds |= PacketOptionKinds.MpCapable;
        capable.Version = 1;
        capable.Flags = (byte)words[1].Sum(letter => 0x80 >> Letters.IndexOf(letter, StringComparison.Ordinal));
        capable.KeyCount = (byte)keys.Length;
        capable.SenderKey = keys.FirstOrDefault();
        capable.ReceiverKey = keys.Skip(1).FirstOrDefault();
        capable.HasDataLength = length > 0;
        capable.DataLength = length > 0 ? ushort.Parse(words[length + 1], CultureInfo.InvariantCulture) : (ushort)0;
        capable.HasChecksum = words.Contains("csum") || words.Contains("badcsum");
        capable.Checksum = (ushort)(SumOf(in capable, DialogueKeys.RemoteData) + (words.Contains("badcsum") ? 1 : 0));
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow)
    {
        if (!options.Has(PacketOptionKinds.MpCapable))
        {
            return null;
        }

        MpCapableOption capable = options.MpCapable;
        string flags = string.Concat(Letters.Where((_, i) => (capable.Flags & (0x80 >> i)) != 0));
        string text = $"{Name} {flags}";
        text += capable.KeyCount > 0 ? " " + NameOf(capable.SenderKey) : "";
        text += capable.KeyCount > 1 ? " " + NameOf(capable.ReceiverKey) : "";
        text += capable.HasDataLength ? string.Create(CultureInfo.InvariantCulture, $" dll {capable.DataLength}") : "";
        bool isRight = capable.Checksum == SumOf(in capable, DialogueKeys.LocalData);
        return text + (capable.HasChecksum ? isRight ? " csum" : " badcsum" : "");
    }

    private static ulong KeyOf(string word) => word == "local" ? DialogueKeys.Local : DialogueKeys.Remote;

    private static string NameOf(ulong key) => key switch
    {
        DialogueKeys.Local => "local",
        DialogueKeys.Remote => "remote",
        _ => "unknown",
    };

    private static ushort SumOf(in MpCapableOption capable, ulong initial) =>
        Checksum.OfMapping(initial + 1, 1, capable.DataLength, new byte[capable.DataLength]);
}
