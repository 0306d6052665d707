using System;
using Protocols.Core;
using Protocols.Net;

namespace Tests.Wire;

/// <summary>Options with random values that the wire can carry, every field of every option set.</summary>
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
            FailDataSequence = random.NextUInt64(),
            FastCloseKey = random.NextUInt64(),
            ResetReason = new ResetReasonOption { Flags = (byte)random.NextInt(16), Reason = (byte)random.NextInt(256) },
        };
        random.NextBytes(options.RemovedAddresses);
        foreach (ref SackBlock block in options.SackBlocks)
        {
            block = new SackBlock(random.NextUInt32(), random.NextUInt32());
        }

        return options;
    }

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
            SenderKey = random.NextUInt64(),
            ReceiverKey = random.NextUInt64(),
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
            Token = random.NextUInt32(),
            Nonce = random.NextUInt32(),
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
            SubflowSequence = random.NextUInt32(),
        };
        option.DataSequence = random.NextUInt64() & (option.Sequence64 ? ulong.MaxValue : uint.MaxValue);
        option.DataAck = random.NextUInt64() & (option.Ack64 ? ulong.MaxValue : uint.MaxValue);
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
                ? new IpAddress(AddressFamily.Ipv4, random.NextUInt32())
                : new IpAddress(AddressFamily.Ipv6, new UInt128(random.NextUInt64(), random.NextUInt64())),
            Port = (ushort)random.NextInt(1 << 16),
            Hmac = random.NextUInt64(),
        };
    }
}
