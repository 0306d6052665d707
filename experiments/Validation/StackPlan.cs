using System.Collections.Generic;
using Experiments.Composition.Nodes;
using Experiments.Scenario;

namespace Experiments.Validation;

/// <summary>Which stacks a scenario is to be run on, to see how far apart they are.</summary>
public sealed record StackPlan
{
    /// <summary>The scenario's file.</summary>
    public required string Path { get; init; }

    /// <summary>The stacks: <c>model</c>, <c>kernel</c> (links as the scenario says), <c>hybrid</c> (kernels on simulated links).</summary>
    public required IReadOnlyList<string> Stacks { get; init; }

    /// <summary>
    /// How often each runs, with the seeds from the scenario's upwards; 1 or more. Beside others the model runs five times as often.
    /// </summary>
    public int Repetitions { get; init; } = 5;

    /// <summary>What is replaced in the scenario.</summary>
    public IReadOnlyList<ScenarioOverride> Overrides { get; init; } = [];

    /// <summary>The command line, for the results.</summary>
    public required string Command { get; init; }

    /// <summary>The machines that are the hosts of <see cref="StackValidation.Kernel"/>; null where this machine makes them.</summary>
    public RemoteHosts? Hosts { get; init; }

    /// <summary>Where the results go; null for a new folder under <c>results/validation/NAME</c>.</summary>
    public string? OutputFolder { get; init; }
}
