using System;

namespace Sim.Network.Middleboxes;

/// <summary>Which packets an <see cref="OptionStripper"/> takes options off.</summary>
[Flags]
public enum StrippedPackets
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>SYNs without ACK.</summary>
    Syn = 1,

    /// <summary>SYNs with ACK.</summary>
    SynAck = 2,

    /// <summary>All without SYN.</summary>
    Established = 4,

    /// <summary>Every packet.</summary>
    All = Syn | SynAck | Established,
}
