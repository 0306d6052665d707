using System.Threading;
using Experiments.Scenario;
using Experiments.Scenario.Records;

namespace Experiments.Composition;

/// <summary>Carries out one run of a scenario for its numbers only: nothing is drawn, and nothing is written unless asked for.</summary>
public interface IMeasuringService
{
    /// <summary>Makes sure that a scenario can be run here.</summary>
    /// <exception cref="ScenarioException">It cannot be run as written.</exception>
    /// <exception cref="MachineLacksException">This machine cannot run it, or a sweep cannot.</exception>
    void Check(ScenarioDefinition scenario);

    /// <summary>Runs the scenario to its end.</summary>
    /// <param name="scenario">What to run; already read without errors.</param>
    /// <param name="seriesFolder">A new folder for the recorded series as CSV files; null for no files.</param>
    /// <param name="cancellation">Asked for often enough that a user who presses Ctrl-C does not wait.</param>
    /// <exception cref="ScenarioException">The scenario cannot be run as written, which only building it showed.</exception>
    /// <exception cref="Results.Recording.ResultsException">The series cannot be written.</exception>
    /// <exception cref="System.OperationCanceledException">The run was interrupted.</exception>
    MeasuredRun Measure(ScenarioDefinition scenario, string? seriesFolder, CancellationToken cancellation);
}
