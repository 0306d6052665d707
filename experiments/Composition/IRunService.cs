using System.Threading;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Results.Recording;

namespace Experiments.Composition;

/// <summary>Carries out one run of a scenario and puts its results on disk.</summary>
public interface IRunService
{
    /// <summary>Runs the scenario to its end.</summary>
    /// <param name="scenario">What to run; already read without errors.</param>
    /// <param name="request">Where the results go, and the command that asked for them.</param>
    /// <param name="cancellation">Asked for often enough that a user who presses Ctrl-C does not wait.</param>
    /// <returns>What came out; its folder is complete.</returns>
    /// <exception cref="ScenarioException">The scenario cannot be run as written, which only building it
    /// showed.</exception>
    /// <exception cref="MachineLacksException">This machine cannot run it.</exception>
    /// <exception cref="ResultsException">The results cannot be written.</exception>
    /// <exception cref="System.OperationCanceledException">The run was interrupted; nothing was left
    /// behind.</exception>
    RunOutcome Run(ScenarioDefinition scenario, RunRequest request, CancellationToken cancellation);

    /// <summary>What the hosts of a scenario are connected by when they are kernels.</summary>
    /// <param name="scenario">The scenario; already read without errors.</param>
    LinkKind LinksOfKernels(ScenarioDefinition scenario);
}
