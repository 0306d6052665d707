namespace Protocols.Net;

/// <summary>What few packets carry: the MPTCP options of handshakes, addresses and ends, and bytes from outside. Kept apart so that the others stay small.</summary>
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
    public byte[] CarriedBytes = [];

    /// <summary>An independent copy.</summary>
    public MptcpControlOptions Clone() => (MptcpControlOptions)MemberwiseClone();
}
