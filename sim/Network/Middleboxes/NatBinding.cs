using Protocols.Core;
using Protocols.Net;

namespace Sim.Network.Middleboxes;

/// <summary>An endpoint behind a <see cref="Nat44"/> and the port that stands for it outside.</summary>
internal sealed class NatBinding
{
    /// <summary>The transport protocol.</summary>
    public required IpProtocol Protocol { get; init; }

    /// <summary>The port outside.</summary>
    public required ushort Port { get; init; }

    /// <summary>When a packet passed last.</summary>
    public Instant LastUse { get; set; }
}
