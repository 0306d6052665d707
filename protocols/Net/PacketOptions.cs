using System.Runtime.CompilerServices;

namespace Protocols.Net;

/// <summary>The options of one packet other than timestamps. What is present is said by <see cref="Kinds"/>.</summary>
public struct PacketOptions
{
    /// <summary>Which of the following fields count.</summary>
    public PacketOptionKinds Kinds;

    /// <summary>The MSS, in bytes.</summary>
    public ushort MaximumSegmentSize;

    /// <summary>The window scale, 0 to 14.</summary>
    public byte WindowScale;

    /// <summary>How many of <see cref="SackBlocks"/> count: 1 to 4.</summary>
    public byte SackCount;

    /// <summary>SACK blocks, the most recent first.</summary>
    public SackBlocks SackBlocks;

    /// <summary>MP_CAPABLE.</summary>
    public MpCapableOption MpCapable;

    /// <summary>MP_JOIN.</summary>
    public MpJoinOption MpJoin;

    /// <summary>DSS.</summary>
    public DataSequenceSignal Dss;

    /// <summary>ADD_ADDR.</summary>
    public AddAddressOption AddAddress;

    /// <summary>How many identifiers of <see cref="RemovedAddresses"/> count.</summary>
    public byte RemovedAddressCount;

    /// <summary>REMOVE_ADDR: the identifiers.</summary>
    public AddressIds RemovedAddresses;

    /// <summary>MP_PRIO: whether the subflow becomes a backup (bit B).</summary>
    public bool PriorityBackup;

    /// <summary>
    /// MP_PRIO: whether it names another subflow than its own by address identifier (the 4-byte form of RFC 6824,
    /// 3.3.8).
    /// </summary>
    public bool PriorityHasAddressId;

    /// <summary>MP_PRIO: the address identifier; valid with <see cref="PriorityHasAddressId"/>.</summary>
    public byte PriorityAddressId;

    /// <summary>MP_FAIL: the data sequence number.</summary>
    public ulong FailDataSequence;

    /// <summary>MP_FASTCLOSE: the receiver's key.</summary>
    public ulong FastCloseKey;

    /// <summary>MP_TCPRST.</summary>
    public ResetReasonOption ResetReason;

    /// <summary>Whether any of <paramref name="kinds"/> is present.</summary>
    public readonly bool Has(PacketOptionKinds kinds) => (Kinds & kinds) != 0;
}

/// <summary>Room for four SACK blocks, the most that fit beside no other option (RFC 2018, 3).</summary>
[InlineArray(4)]
public struct SackBlocks
{
    private SackBlock _first;
}
