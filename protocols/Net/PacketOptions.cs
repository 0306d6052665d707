using System.Runtime.CompilerServices;

namespace Protocols.Net;

/// <summary>The options of one packet other than timestamps. What is present is said by <see cref="Kinds"/>.</summary>
/// <remarks>
/// Thousands are under way at a time, most of them SACK blocks or a DSS: those lie here, and the rare ones in an object of their own that
/// is made when one of them is first touched. Copies of a value share that object; <see cref="Clone"/> does not.
/// </remarks>
public struct PacketOptions
{
    private MptcpControlOptions? _control;

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

    /// <summary>DSS.</summary>
    public DataSequenceSignal Dss;

    /// <summary>MP_CAPABLE.</summary>
    public ref MpCapableOption MpCapable => ref Control.MpCapable;

    /// <summary>MP_JOIN.</summary>
    public ref MpJoinOption MpJoin => ref Control.MpJoin;

    /// <summary>ADD_ADDR.</summary>
    public ref AddAddressOption AddAddress => ref Control.AddAddress;

    /// <summary>How many identifiers of <see cref="RemovedAddresses"/> count.</summary>
    public ref byte RemovedAddressCount => ref Control.RemovedAddressCount;

    /// <summary>REMOVE_ADDR: the identifiers.</summary>
    public ref AddressIds RemovedAddresses => ref Control.RemovedAddresses;

    /// <summary>MP_PRIO: whether the subflow becomes a backup (bit B).</summary>
    public ref bool PriorityBackup => ref Control.PriorityBackup;

    /// <summary>
    /// MP_PRIO: whether it names another subflow than its own by address identifier (the 4-byte form of RFC 6824,
    /// 3.3.8).
    /// </summary>
    public ref bool PriorityHasAddressId => ref Control.PriorityHasAddressId;

    /// <summary>MP_PRIO: the address identifier; valid with <see cref="PriorityHasAddressId"/>.</summary>
    public ref byte PriorityAddressId => ref Control.PriorityAddressId;

    /// <summary>MP_FAIL: the data sequence number.</summary>
    public ref ulong FailDataSequence => ref Control.FailDataSequence;

    /// <summary>MP_FASTCLOSE: the receiver's key.</summary>
    public ref ulong FastCloseKey => ref Control.FastCloseKey;

    /// <summary>MP_TCPRST.</summary>
    public ref ResetReasonOption ResetReason => ref Control.ResetReason;

    /// <summary>
    /// What a packet from outside the simulation has with it, since nothing inside knows its bytes: its payload if it is TCP, else the
    /// whole IP packet. Copies share it; nobody writes to it.
    /// </summary>
    public ref byte[] CarriedBytes => ref Control.CarriedBytes;

    private MptcpControlOptions Control => _control ??= new MptcpControlOptions();

    /// <summary>An independent copy.</summary>
    public readonly PacketOptions Clone()
    {
        PacketOptions copy = this;
        copy._control = _control?.Clone();
        return copy;
    }

    /// <summary>Whether any of <paramref name="kinds"/> is present.</summary>
    public readonly bool Has(PacketOptionKinds kinds) => (Kinds & kinds) != 0;
}

/// <summary>Room for four SACK blocks, the most that fit beside no other option (RFC 2018, 3).</summary>
[InlineArray(4)]
public struct SackBlocks
{
    private SackBlock _first;
}
