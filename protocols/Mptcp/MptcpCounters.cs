namespace Protocols.Mptcp;

/// <summary>What went wrong with MPTCP on one connection, by the counters of Linux (net/mptcp/mib.h).</summary>
public sealed class MptcpCounters
{
    /// <summary>Handshakes of subflows that were refused, by this end (MPJoinSynAckHMacFailure and its like).</summary>
    public int RefusedSubflows { get; internal set; }

    /// <summary>Data without a mapping, or with one that cannot be (DSSNotMatching and its like).</summary>
    public int WrongMappings { get; internal set; }

    /// <summary>Mappings with a wrong checksum (DataCsumErr).</summary>
    public int WrongChecksums { get; internal set; }

    /// <summary>ADD_ADDR with a wrong HMAC, and MP_FASTCLOSE with a wrong key: ignored.</summary>
    public int WrongKeys { get; internal set; }

    /// <summary>Times at which falling back was the way out, and no longer possible (FallbackFailed).</summary>
    public int FailedFallbacks { get; internal set; }

    /// <summary>Times at which a subflow was found stale (SubflowStale).</summary>
    public int StaleSubflows { get; internal set; }

    /// <summary>All violations of the protocol that were seen.</summary>
    public int ProtocolErrors => RefusedSubflows + WrongMappings + WrongChecksums + WrongKeys;
}
