namespace Experiments.Scenario.Records;

/// <summary>The transport protocol of a stream (<c>transport: mptcp | tcp</c>).</summary>
public enum TransportKind
{
    /// <summary>Multipath TCP (RFC 8684).</summary>
    Mptcp,

    /// <summary>Plain TCP (RFC 9293).</summary>
    Tcp,
}
