using System;
using System.Collections.Generic;
using Experiments.Composition;
using Experiments.Scenario;
using Experiments.Sweep;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Cli;

/// <summary>The program <c>simulator</c>, also for programs of users that add something of their own to it.</summary>
public static class SimulatorApp
{
    /// <summary>Does what the arguments ask for.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="add">Adds schedulers, congestion controls and the like:
    /// <c>add => add.Scheduler("mine", () => new Mine())</c>.</param>
    /// <returns>The exit code of the process.</returns>
    public static int Run(IReadOnlyList<string> arguments, Action<PlugIns>? add = null)
    {
        using ServiceProvider root = CompositionRoot.Build(add);
        using IServiceScope scope = root.CreateScope();
        using Interrupt interrupt = new();
        SimulatorServices services = new(
            ListedKind.Of(scope.ServiceProvider.GetRequiredService<Catalogue>()),
            scope.ServiceProvider.GetRequiredService<ScenarioFiles>(),
            scope.ServiceProvider.GetRequiredService<ScenarioReader>(),
            scope.ServiceProvider.GetRequiredService<IRunService>(),
            new SweepService(root),
            new Doctor(scope.ServiceProvider.GetRequiredService<Catalogue>()),
            scope.ServiceProvider.GetRequiredService<Catalogue>());
        return new SimulatorCommand(services, Terminal.OfProcess(), interrupt.Token).Invoke(arguments);
    }
}
