using System;
using Protocols.Core;
using Protocols.Net;

namespace Tests.Wire;

/// <summary>
/// Options with random values that the wire can carry, every field of every option set; numbers are often at a limit.
/// </summary>
internal static class RandomOptions
{
    public static PacketOptions Next(RandomStream random)
    {
        PacketOptions options = new()
        {
            Kinds = (PacketOptionKinds)random.NextInt(1 << 13),
            MaximumSegmentSize = (ushort)random.NextInt(1 << 16),
            WindowScale = (byte)random.NextInt(15),
            SackCount = (byte)(1 + random.NextInt(4)),
            MpCapable = NextMpCapable(random),
            MpJoin = NextMpJoin(random),
            Dss = NextDss(random),
            AddAddress = NextAddAddress(random),
            RemovedAddressCount = (byte)(1 + random.NextInt(8)),
            PriorityBackup = NextBool(random),
            PriorityHasAddressId = NextBool(random),
            PriorityAddressId = (byte)random.NextInt(256),
            FailDataSequence = NextNumber(random),
            FastCloseKey = NextNumber(random),
            ResetReason = new ResetReasonOption
            {
                Flags = (byte)random.NextInt(16),
                Reason = (byte)random.NextInt(256),
            },
        };
        random.NextBytes(options.RemovedAddresses);
        foreach (ref SackBlock block in options.SackBlocks)
        {
            block = new SackBlock(NextNumber32(random), NextNumber32(random));
        }

        return options;
    }

    private static ulong NextNumber(RandomStream random) => random.NextInt(8) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        2 => 1UL << random.NextInt(64),
        _ => random.NextUInt64(),
    };

    private static uint NextNumber32(RandomStream random) => (uint)(NextNumber(random) & uint.MaxValue);

    private static bool NextBool(RandomStream random) => random.NextInt(2) == 1;

    private static MpCapableOption NextMpCapable(RandomStream random)
    {
        MpCapableOption option = new()
        {
            Version = (byte)random.NextInt(2),
            Flags = (byte)random.NextInt(256),
            KeyCount = (byte)random.NextInt(3),
            DataLength = (ushort)random.NextInt(1 << 16),
            Checksum = (ushort)random.NextInt(1 << 16),
            SenderKey = NextNumber(random),
            ReceiverKey = NextNumber(random),
        };
        option.HasDataLength = option.KeyCount == 2 && NextBool(random);
        option.HasChecksum = option.HasDataLength && NextBool(random);
        return option;
    }

    private static MpJoinOption NextMpJoin(RandomStream random)
    {
        MpJoinOption option = new()
        {
            Step = (MpJoinStep)random.NextInt(3),
            Backup = NextBool(random),
            AddressId = (byte)random.NextInt(256),
            Token = NextNumber32(random),
            Nonce = NextNumber32(random),
        };
        random.NextBytes(option.Hmac);
        return option;
    }

    private static DataSequenceSignal NextDss(RandomStream random)
    {
        DataSequenceSignal option = new()
        {
            HasAck = NextBool(random),
            HasMapping = NextBool(random),
            DataFin = NextBool(random),
            Ack64 = NextBool(random),
            Sequence64 = NextBool(random),
            HasChecksum = NextBool(random),
            Checksum = (ushort)random.NextInt(1 << 16),
            DataLength = (ushort)random.NextInt(1 << 16),
            SubflowSequence = NextNumber32(random),
        };
        option.DataSequence = NextNumber(random) & (option.Sequence64 ? ulong.MaxValue : uint.MaxValue);
        option.DataAck = NextNumber(random) & (option.Ack64 ? ulong.MaxValue : uint.MaxValue);
        return option;
    }

    private static AddAddressOption NextAddAddress(RandomStream random)
    {
        bool isVersion0 = NextBool(random);
        return new AddAddressOption
        {
            IsVersion0 = isVersion0,
            Echo = !isVersion0 && NextBool(random),
            AddressId = (byte)random.NextInt(256),
            Address = NextBool(random)
                ? new IpAddress(AddressFamily.Ipv4, NextNumber32(random))
                : new IpAddress(AddressFamily.Ipv6, new UInt128(NextNumber(random), NextNumber(random))),
            Port = (ushort)random.NextInt(1 << 16),
            Hmac = NextNumber(random),
        };
    }
}
