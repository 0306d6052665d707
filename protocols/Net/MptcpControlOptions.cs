namespace Protocols.Net;

/// <summary>The MPTCP options that few packets carry: those of handshakes, addresses and ends. Kept apart so that the others stay small.</summary>
internal sealed class MptcpControlOptions
{
    public MpCapableOption MpCapable;
    public MpJoinOption MpJoin;
    public AddAddressOption AddAddress;
    public byte RemovedAddressCount;
    public AddressIds RemovedAddresses;
    public bool PriorityBackup;
    public bool PriorityHasAddressId;
    public byte PriorityAddressId;
    public ulong FailDataSequence;
    public ulong FastCloseKey;
    public ResetReasonOption ResetReason;

    /// <summary>An independent copy.</summary>
    public MptcpControlOptions Clone() => (MptcpControlOptions)MemberwiseClone();
}
