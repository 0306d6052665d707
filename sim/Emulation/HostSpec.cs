using System.Collections.Generic;
using Protocols.Mptcp;
using Sim.Network;

namespace Sim.Emulation;

/// <summary>What a host is to be like on a real kernel: all that the scenario and its address plan say of it.</summary>
public sealed record HostSpec
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its NICs, with their addresses.</summary>
    public required IReadOnlyList<Nic> Nics { get; init; }

    /// <summary>Its policy routing.</summary>
    public required PolicyRules Rules { get; init; }

    /// <summary>Its MPTCP endpoints.</summary>
    public IReadOnlyList<MptcpEndpoint> Endpoints { get; init; } = [];

    /// <summary>Kernel parameters, name and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sysctls { get; init; } = [];
}
