using System;
using System.Globalization;
using System.Linq;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary>
/// <c>dss ack8 101 map8 1 1 100 fin csum</c>: DSS (RFC 8684, 3.3) with a DATA_ACK of 4 or 8 bytes, a mapping (data sequence
/// number of 4 or 8 bytes, subflow sequence number, length), the DATA_FIN flag and a checksum, right or not (<c>badcsum</c>).
/// Data sequence numbers count from the initial one: the first byte is 1.
/// </summary>
internal sealed class SignalOption : IDialogueOption
{
    public string Name => "dss";

    public void Write(string[] words, ref Packet packet, ref PacketOptions options, in DialogueFlow flow)
    {
        int ack = Array.FindIndex(words, word => word.StartsWith("ack", StringComparison.Ordinal));
        int map = Array.FindIndex(words, word => word.StartsWith("map", StringComparison.Ordinal));
        options.Kinds |= PacketOptionKinds.DataSequenceSignal;
        ref DataSequenceSignal signal = ref options.Dss;
        signal = default;
        if (ack > 0)
        {
            signal.HasAck = true;
            signal.Ack64 = words[ack] == "ack8";
            signal.DataAck = unchecked(DialogueKeys.LocalData + Number(words[ack + 1]));
        }

        if (map > 0)
        {
            signal.HasMapping = true;
            signal.Sequence64 = words[map] == "map8";
            signal.DataSequence = unchecked(DialogueKeys.RemoteData + Number(words[map + 1]));
            signal.SubflowSequence = (uint)Number(words[map + 2]);
            signal.DataLength = (ushort)Number(words[map + 3]);
        }

        signal.DataFin = words.Contains("fin");
        signal.HasChecksum = words.Contains("csum") || words.Contains("badcsum");
        signal.Checksum = signal.HasChecksum ? (ushort)(SumOf(in signal) + (words.Contains("badcsum") ? 1 : 0)) : (ushort)0;
    }

    public string? Read(in Packet packet, in PacketOptions options, in DialogueFlow flow)
    {
        if (!options.Has(PacketOptionKinds.DataSequenceSignal))
        {
            return null;
        }

        DataSequenceSignal signal = options.Dss;
        string text = Name;
        if (signal.HasAck)
        {
            text += Text(signal.Ack64 ? "ack8" : "ack4", signal.DataAck, DialogueKeys.RemoteData, signal.Ack64);
        }

        if (signal.HasMapping)
        {
            text += Text(signal.Sequence64 ? "map8" : "map4", signal.DataSequence, DialogueKeys.LocalData, signal.Sequence64);
            text += string.Create(CultureInfo.InvariantCulture, $" {signal.SubflowSequence} {signal.DataLength}");
        }

        text += signal.DataFin ? " fin" : "";
        return text + (signal.HasChecksum ? signal.Checksum == SumOf(in signal) ? " csum" : " badcsum" : "");
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(string word, ulong number, ulong initial, bool isLong)
    {
        ulong relative = unchecked(number - initial);
        return string.Create(CultureInfo.InvariantCulture, $" {word} {(isLong ? relative : (uint)relative)}");
    }

    private static ushort SumOf(in DataSequenceSignal signal) => Checksum.OfMapping(
        signal.DataSequence,
        signal.SubflowSequence,
        signal.DataLength,
        new byte[signal.DataLength - (signal.DataFin ? 1 : 0)]);
}
