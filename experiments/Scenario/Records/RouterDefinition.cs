namespace Experiments.Scenario.Records;

/// <summary>A router that is not an ISP.</summary>
/// <param name="Name">Its name, unique among ISPs, routers, links and hosts.</param>
public sealed record RouterDefinition(Reference Name)
{
    /// <summary>Whether a topology generator made it, rather than the user.</summary>
    public bool Generated { get; init; }
}
