using System.Collections.Generic;

namespace Experiments.Scenario.Records;

/// <summary>A host with its network interfaces.</summary>
/// <param name="Name">Its name, unique among ISPs, routers, links and hosts.</param>
/// <param name="Nics">Its interfaces, in the order written; the first is the one that connections start from.</param>
/// <param name="Stack">What differs from the scenario's stack, or null.</param>
public sealed record HostDefinition(Reference Name, IReadOnlyList<NicDefinition> Nics, StackDefinition? Stack = null)
{
    /// <summary>Whether a topology generator made it, rather than the user.</summary>
    public bool Generated { get; init; }
}
