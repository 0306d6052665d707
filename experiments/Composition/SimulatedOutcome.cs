using System.Collections.Generic;
using Results.Recording;

namespace Experiments.Composition;

/// <summary>What a simulated run left behind.</summary>
/// <param name="Probes">What was seen.</param>
/// <param name="Network">The network.</param>
/// <param name="Applications">The applications.</param>
/// <param name="Engine">What it cost.</param>
internal sealed record SimulatedOutcome(
    RunProbes Probes, ComposedNetwork Network, IReadOnlyList<IComposedApplication> Applications, EngineRecord Engine);
