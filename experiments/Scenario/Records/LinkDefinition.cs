namespace Experiments.Scenario.Records;

/// <summary>A named link between two routers, a host and a router, or two hosts.</summary>
/// <param name="Name">Its name, unique among ISPs, routers, links and hosts.</param>
/// <param name="First">A router, an ISP or a host.</param>
/// <param name="Second">Another router, ISP or host.</param>
/// <param name="Settings">The properties of the link.</param>
public sealed record LinkDefinition(Reference Name, Reference First, Reference Second, LinkSettings Settings)
{
    /// <summary>Whether a topology generator made it, rather than the user.</summary>
    public bool Generated { get; init; }
}
