namespace Protocols.Mptcp;

/// <summary>Why a connection that asked for MPTCP is plain TCP (RFC 8684, 3.7), by the counters of Linux (mib.h).</summary>
public enum FallbackReason
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The SYN or SYN/ACK carried no MP_CAPABLE that this end understands (MPCapableFallbackSYNACK).</summary>
    NoCapableInSyn,

    /// <summary>The third packet of the handshake carried none (MPCapableFallbackACK).</summary>
    NoCapableInAck,

    /// <summary>SYNs with MP_CAPABLE were not answered (MPCapableSYNTXDrop).</summary>
    SynNotAnswered,

    /// <summary>MPTCP was not tried, because it was not answered a while ago (MPCapableSYNTXDisabled).</summary>
    Blackhole,

    /// <summary>The first segment of the established connection carried no DSS (MPCapableDataFallback).</summary>
    NoSignalInFirstData,

    /// <summary>Data arrived with a wrong DSS, or without one (DSSFallback).</summary>
    NoMapping,

    /// <summary>Data was acknowledged by TCP only: options do not arrive any more (RFC 8684, 3.7).</summary>
    NoDataAcknowledgment,

    /// <summary>The first checksum was wrong: something on the path changes data (DSSCorruptionFallback).</summary>
    WrongChecksum,

    /// <summary>The peer said MP_FAIL, and was sent an infinite mapping (InfiniteMapTx).</summary>
    InfiniteMappingSent,

    /// <summary>The peer sent an infinite mapping (InfiniteMapRx).</summary>
    InfiniteMappingReceived,
}
