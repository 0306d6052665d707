using System.Linq;
using Experiments.Scenario.Records;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>What the kernels of a scenario are connected by.</summary>
internal static class KernelLinks
{
    /// <summary>Why they cannot be real as the scenario says, in words; null when they can.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="network">Its network, complete.</param>
    public static string? Obstacle(ScenarioDefinition scenario, ComposedNetwork network)
    {
        string[] obstacles = [.. RealNetwork.Obstacles(network.Cables)];
        return obstacles.Length > 0 ? string.Join("; ", obstacles.Take(3))
            : scenario.Middleboxes.Count > 0 ? "middleboxes"
            : null;
    }
}
