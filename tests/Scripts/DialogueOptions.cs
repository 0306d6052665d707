using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary>The options of packets in dialogues: what stands between the last pair of angle brackets.</summary>
internal static class DialogueOptions
{
    private static readonly IDialogueOption[] _all =
    [
        new SegmentSizeOption(), new SackPermittedOption(), new TimestampsOption(), new WindowScaleOption(), new SackOption(),
        new CapableOption(), new JoinOption(), new SignalOption(), new AddAddressDialogueOption(), new RemoveAddressDialogueOption(),
        new PriorityOption(), new FailOption(), new FastCloseOption(), new ResetReasonDialogueOption(),
    ];

    /// <summary>The words of an option.</summary>
    public static string[] Words(string option) => option.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Writes the options of an arriving packet.</summary>
    /// <returns>Whether timestamps are among them.</returns>
    public static bool Write(string[] texts, ref Packet packet, PacketContext packets, in DialogueFlow flow, DialogueLine line)
    {
        PacketOptions options = default;
        foreach (string text in texts)
        {
            string[] words = Words(text);
            IDialogueOption option = Array.Find(_all, known => known.Name == words[0])
                ?? throw line.Fail($"unknown option '{words[0]}': known are nop, {string.Join(", ", _all.Select(known => known.Name))}");
            option.Write(words, ref packet, ref options, in flow);
        }

        if (options.Kinds != PacketOptionKinds.None)
        {
            packet.Options = packets.Options.Rent();
            packets.Options[packet.Options] = options;
        }

        return (packet.Traits & PacketTraits.Timestamps) != 0;
    }

    /// <summary>The options of a packet.</summary>
    public static string[] Read(in Packet packet, PacketContext packets, in DialogueFlow flow)
    {
        PacketOptions options = packet.Options == 0 ? default : packets.Options[packet.Options];
        List<string> texts = [];
        foreach (IDialogueOption option in _all)
        {
            if (option.Read(in packet, in options, in flow) is { } text)
            {
                texts.Add(text);
            }
        }

        return [.. texts];
    }

    /// <summary>
    /// Whether the options of a packet are the expected ones, in any order. Timestamps need not be expected; where a word
    /// is <c>*</c>, any is right.
    /// </summary>
    public static bool Match(string[] expected, string[] sent)
    {
        bool MatchWords(string left, string right)
        {
            string[] words = Words(left);
            string[] others = Words(right);
            return words.Length == others.Length && words.Zip(others).All(pair => pair.First == "*" || pair.First == pair.Second);
        }

        bool expectsTimestamps = expected.Any(option => option.StartsWith("TS ", StringComparison.Ordinal));
        List<string> left = [.. sent.Where(option => expectsTimestamps || !option.StartsWith("TS ", StringComparison.Ordinal))];
        return left.Count == expected.Length
            && expected.All(option => left.FindIndex(candidate => MatchWords(option, candidate)) is >= 0 and int index && Take(left, index));
    }

    private static bool Take(List<string> list, int index)
    {
        list.RemoveAt(index);
        return true;
    }
}
