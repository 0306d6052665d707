using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Experiments.Composition;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Support;

/// <summary>Runs scenarios as the command line does, into a folder that is removed again.</summary>
internal sealed class TestRuns : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulator-test-").FullName;
    private readonly ServiceProvider _root = CompositionRoot.Build(plugIns: null);
    private int _count;

    /// <summary>The folder of the shipped scenarios.</summary>
    public static string Scenarios([CallerFilePath] string here = "") =>
        Path.Combine(Directory.GetParent(here)!.Parent!.Parent!.FullName, "experiments", "scenarios");

    /// <summary>Runs a shipped scenario.</summary>
    public RunOutcome Run(string name, params string[] overrides) =>
        Run(_root.GetRequiredService<ScenarioReader>().Read(Path.Combine(Scenarios(), name + ".yaml"), Parse(overrides)));

    /// <summary>Runs a scenario given as text.</summary>
    public RunOutcome RunText(string yaml, params string[] overrides) =>
        Run(_root.GetRequiredService<ScenarioReader>().ReadText(yaml, Path.Combine(Scenarios(), "test.yaml"), Parse(overrides)));

    /// <summary>A file that is removed with the rest.</summary>
    public string FileOf(string name) => Path.Combine(_folder, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private RunOutcome Run(ScenarioReading reading)
    {
        if (reading.Scenario is not ScenarioDefinition scenario)
        {
            throw new InvalidOperationException(string.Join("\n", reading.Errors));
        }

        using IServiceScope scope = _root.CreateScope();
        string output = Path.Combine(_folder, $"run{Interlocked.Increment(ref _count)}");
        return scope.ServiceProvider.GetRequiredService<IRunService>()
            .Run(scenario, new RunRequest("simulator run test", output), CancellationToken.None);
    }

    private static IReadOnlyList<ScenarioOverride> Parse(string[] overrides) =>
    [
        .. overrides.Select(text => ScenarioOverride.TryParse(text, "--set", out ScenarioOverride? change)
            ? change
            : throw new ArgumentException($"'{text}' is not an override")),
    ];
}
