using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

/// <summary>Options as one line of text: only what is present, everything that is.</summary>
internal static class OptionsText
{
    public static string Of(in PacketOptions options, TimestampsOption timestamps = default)
    {
        List<string> parts = [];
        if (options.Has(PacketOptionKinds.MaximumSegmentSize))
        {
            parts.Add($"mss {options.MaximumSegmentSize}");
        }

        if (options.Has(PacketOptionKinds.SackPermitted))
        {
            parts.Add("sack-permitted");
        }

        if (timestamps.IsPresent)
        {
            parts.Add($"timestamps {timestamps.Value} {timestamps.Echo}");
        }

        if (options.Has(PacketOptionKinds.WindowScale))
        {
            parts.Add($"window-scale {options.WindowScale}");
        }

        if (options.Has(PacketOptionKinds.Sack))
        {
            parts.Add("sack " + string.Join(' ',
                options.SackBlocks[..options.SackCount].ToArray().Select(block => $"{block.Left}-{block.Right}")));
        }

        AddMptcp(parts, in options);
        return string.Join(", ", parts);
    }

    private static void AddMptcp(List<string> parts, in PacketOptions options)
    {
        if (options.Has(PacketOptionKinds.DataSequenceSignal))
        {
            parts.Add(Of(in options.Dss));
        }

        if (options.Has(PacketOptionKinds.MpCapable))
        {
            parts.Add(Of(in options.MpCapable));
        }

        if (options.Has(PacketOptionKinds.MpJoin))
        {
            parts.Add(Of(in options.MpJoin));
        }

        if (options.Has(PacketOptionKinds.AddAddress))
        {
            parts.Add(Of(in options.AddAddress));
        }

        if (options.Has(PacketOptionKinds.FastClose))
        {
            parts.Add($"fastclose {options.FastCloseKey:x16}");
        }

        if (options.Has(PacketOptionKinds.Fail))
        {
            parts.Add($"fail {options.FailDataSequence:x16}");
        }

        if (options.Has(PacketOptionKinds.ResetReason))
        {
            parts.Add($"reset {options.ResetReason.Flags:x} {options.ResetReason.Reason}");
        }

        if (options.Has(PacketOptionKinds.Priority))
        {
            string id = options.PriorityHasAddressId ? $" id {options.PriorityAddressId}" : "";
            parts.Add((options.PriorityBackup ? "backup" : "no-backup") + id);
        }

        if (options.Has(PacketOptionKinds.RemoveAddress))
        {
            parts.Add("remove " + string.Join(' ', options.RemovedAddresses[..options.RemovedAddressCount].ToArray()));
        }
    }

    private static string Of(in MpCapableOption option) =>
        $"capable v{option.Version} {option.Flags:x2}"
        + (option.KeyCount > 0 ? $" {option.SenderKey:x16}" : "")
        + (option.KeyCount > 1 ? $" {option.ReceiverKey:x16}" : "")
        + (option.HasDataLength ? $" length {option.DataLength}" : "")
        + (option.HasChecksum ? $" checksum {option.Checksum:x4}" : "");

    private static string Of(in MpJoinOption option)
    {
        string backup = option.Backup ? " backup" : "";
        return option.Step switch
        {
            MpJoinStep.Syn => $"join{backup} id {option.AddressId} token {option.Token:x8} nonce {option.Nonce:x8}",
            MpJoinStep.SynAck => $"join{backup} id {option.AddressId} hmac {Convert.ToHexStringLower(option.Hmac[..8])}"
                + $" nonce {option.Nonce:x8}",
            _ => $"join hmac {Convert.ToHexStringLower(option.Hmac)}",
        };
    }

    private static string Of(in DataSequenceSignal option) => "dss"
        + (option.DataFin ? " fin" : "")
        + (!option.HasAck ? "" : option.Ack64 ? $" ack {option.DataAck:x16}" : $" ack {option.DataAck:x8}")
        + (!option.HasMapping ? "" : " map "
            + (option.Sequence64 ? $"{option.DataSequence:x16}" : $"{option.DataSequence:x8}")
            + $" at {option.SubflowSequence} length {option.DataLength}"
            + (option.HasChecksum ? $" checksum {option.Checksum:x4}" : ""));

    private static string Of(in AddAddressOption option) => "add"
        + (option.IsVersion0 ? " v0" : "")
        + (option.Echo ? " echo" : "")
        + $" id {option.AddressId} {option.Address}"
        + (option.Port != 0 ? $" port {option.Port}" : "")
        + (option.HasHmac ? $" hmac {option.Hmac:x16}" : "");
}
