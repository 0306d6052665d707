using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Protocols.Net;

namespace Tests.Scripts;

/// <summary>A packet as a line of a dialogue says it.</summary>
/// <param name="Subflow">On which subflow, from 1.</param>
/// <param name="Ecn">The ECN field; null when the line does not say.</param>
/// <param name="Flags">The control bits.</param>
/// <param name="Start">The sequence number, counted from the sender's initial one.</param>
/// <param name="Length">The length of the payload, in bytes.</param>
/// <param name="Ack">The acknowledgment number, counted from the other's initial one; null when the line does not say.</param>
/// <param name="Window">The window field; null when the line does not say.</param>
/// <param name="Options">The options, without no-operations; null for any.</param>
internal sealed partial record DialoguePacket(
    int Subflow, PacketTraits? Ecn, TcpFlags Flags, uint Start, int Length, uint? Ack, ushort? Window, string[]? Options)
{
    private const PacketTraits EcnField = PacketTraits.EcnCapable | PacketTraits.CongestionExperienced;

    private static readonly (char Letter, TcpFlags Flag)[] _letters =
    [
        ('F', TcpFlags.Fin), ('S', TcpFlags.Syn), ('R', TcpFlags.Rst), ('P', TcpFlags.Psh), ('.', TcpFlags.Ack),
        ('E', TcpFlags.Ece), ('W', TcpFlags.Cwr),
    ];

    /// <summary>Reads a line.</summary>
    /// <exception cref="DialogueException">It is not a packet.</exception>
    public static DialoguePacket Parse(DialogueLine line)
    {
        Match match = Notation().Match(line.Text);
        if (!match.Success)
        {
            throw line.Fail("not a packet: expected such as '< P. 1:101(100) ack 1 win 65535 <mss 1460>'");
        }

        uint start = Number(match, "start") ?? 0;
        int length = (int)(Number(match, "length") ?? 0);
        if (Number(match, "end") != unchecked(start + (uint)length))
        {
            throw line.Fail($"{start} and {length} bytes do not end at {match.Groups["end"].Value}");
        }

        return new DialoguePacket(
            (int)(Number(match, "subflow") ?? 1),
            match.Groups["ecn"].Success ? ParseEcn(match.Groups["ecn"].Value) : null,
            _letters.Where(letter => match.Groups["flags"].Value.Contains(letter.Letter, StringComparison.Ordinal))
                .Aggregate(TcpFlags.None, (flags, letter) => flags | letter.Flag),
            start,
            length,
            Number(match, "ack"),
            (ushort?)Number(match, "win"),
            ParseOptions(match.Groups["options"]));
    }

    /// <summary>The packet that arrives.</summary>
    public Packet ToPacket(IDialogueStack stack, DialogueLine line)
    {
        DialogueFlow flow = stack.FlowOf(Subflow);
        bool isIpv6 = stack.Packets.Flows[flow.Inbound].Source.Address.Family == AddressFamily.Ipv6;
        Packet packet = new()
        {
            Flow = flow.Inbound,
            SequenceNumber = unchecked(flow.RemoteInitial + Start),
            AcknowledgmentNumber = Ack is { } ack ? unchecked(flow.LocalInitial + ack) : 0,
            Flags = Flags,
            Traits = Ecn ?? PacketTraits.None,
            Window = Window ?? 0,
            PayloadLength = (ushort)Length,
        };
        bool hasTimestamps = Options is not null && DialogueOptions.Write(Options, ref packet, stack.Packets, flow, line);
        int options = packet.Options == 0
            ? hasTimestamps ? PacketOptionsLength.Timestamps : 0
            : PacketOptionsLength.Of(in stack.Packets.Options[packet.Options], hasTimestamps);
        packet.Length = (ushort)((isIpv6 ? 40 : 20) + 20 + options + Length);
        return packet;
    }

    /// <summary>What a packet of this end differs in; null when it is as the line says.</summary>
    public string? DifferenceTo(in Packet packet, int subflow, IDialogueStack stack)
    {
        DialoguePacket sent = From(in packet, subflow, stack);
        bool isEqual = sent.Subflow == Subflow && sent.Flags == Flags && sent.Start == Start && sent.Length == Length
            && sent.Ack == Ack && (Window is null || sent.Window == Window) && (Ecn is null || sent.Ecn == Ecn)
            && (Options is null || DialogueOptions.Match(Options, sent.Options!));
        return isEqual ? null : $"expected: {this}\n  sent:     {sent}";
    }

    /// <summary>A packet of this end in the notation.</summary>
    public static DialoguePacket From(in Packet packet, int subflow, IDialogueStack stack)
    {
        DialogueFlow flow = stack.FlowOf(subflow);
        return new DialoguePacket(
            subflow,
            packet.Traits & EcnField,
            packet.Flags,
            unchecked(packet.SequenceNumber - flow.LocalInitial),
            packet.PayloadLength,
            packet.Has(TcpFlags.Ack) ? unchecked(packet.AcknowledgmentNumber - flow.RemoteInitial) : null,
            packet.Window,
            DialogueOptions.Read(in packet, stack.Packets, in flow));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string flags = string.Concat(_letters.Where(letter => (Flags & letter.Flag) != 0).Select(letter => letter.Letter));
        string text = string.Create(CultureInfo.InvariantCulture, $"{flags} {Start}:{unchecked(Start + (uint)Length)}({Length})");
        text = (Subflow > 1 ? $"{Subflow} " : "") + (Ecn is { } ecn ? EcnName(ecn) + " " : "") + text;
        text += Ack is { } ack ? $" ack {ack}" : "";
        text += Window is { } window ? $" win {window}" : "";
        return text + (Options is null ? " <...>" : Options.Length > 0 ? $" <{string.Join(',', Options)}>" : "");
    }

    private static uint? Number(Match match, string name) => match.Groups[name] is { Success: true } group
        ? uint.Parse(group.Value, CultureInfo.InvariantCulture)
        : null;

    private static string[]? ParseOptions(Group options)
    {
        if (options.Value.Trim() == "...")
        {
            return null;
        }

        return options.Success
            ? [.. options.Value.Split(',').Select(option => string.Join(' ', DialogueOptions.Words(option))).Where(option => option != "nop")]
            : [];
    }

    private static PacketTraits ParseEcn(string name) => name switch
    {
        "ect0" => PacketTraits.EcnCapable,
        "ect1" => PacketTraits.CongestionExperienced,
        "ce" => EcnField,
        _ => PacketTraits.None,
    };

    private static string EcnName(PacketTraits ecn) => ecn switch
    {
        PacketTraits.EcnCapable => "[ect0]",
        PacketTraits.CongestionExperienced => "[ect1]",
        EcnField => "[ce]",
        _ => "[noecn]",
    };

    [GeneratedRegex(
        @"^[<>](?<subflow>\d+)?\s+(\[(?<ecn>ect0|ect1|ce|noecn)\]\s+)?(?<flags>[FSRP.EW]+)\s+(?<start>\d+):(?<end>\d+)\((?<length>\d+)\)"
        + @"(\s+ack\s+(?<ack>\d+))?(\s+win\s+(?<win>\d+))?(\s+<(?<options>[^>]*)>)?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Notation();
}
