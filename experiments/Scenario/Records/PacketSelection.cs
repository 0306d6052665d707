namespace Experiments.Scenario.Records;

/// <summary>Which packets of a connection are meant.</summary>
public enum PacketSelection
{
    /// <summary>All.</summary>
    All,

    /// <summary>SYNs without ACK.</summary>
    Syn,

    /// <summary>SYNs with ACK.</summary>
    SynAck,

    /// <summary>All without SYN.</summary>
    Established,
}
