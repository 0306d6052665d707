using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Experiments.Composition.Nodes;
using Experiments.Scenario;
using Experiments.Scenario.Expressions;
using Experiments.Scenario.Records;
using Results.Figures;
using Results.Recording;
using Results.Statistics;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>Runs scenarios on the stack they ask for and writes their results.</summary>
internal sealed class RunService(Catalogue catalogue, TimeProvider clock) : IRunService
{
    private const string CaptureName = "capture.pcapng";

    /// <inheritdoc/>
    public RunOutcome Run(ScenarioDefinition scenario, RunRequest request, CancellationToken cancellation)
    {
        Check(scenario);
        string path = request.OutputFolder ?? NewFolder(scenario);
        using RunFolder folder = RunFolder.Stage(path);
        RunRecord record = request.Hosts is { } hosts ? OnHosts(scenario, hosts, request, folder, cancellation)
            : IsOnKernels(scenario) ? OnKernels(scenario, request, folder, cancellation)
            : Simulated(scenario, request, folder, cancellation);
        RunSummary summary = RunSummary.Of(record);
        IReadOnlyList<ExpectationOutcome> expectations = Judge(scenario, new ExpectationScope(SummaryJson.ToElement(record, summary), scenario));
        List<RunExpectation> lines =
            [.. expectations.Select(outcome => new RunExpectation(outcome.Text, outcome.Holds, outcome.Value))];
        RunFiles.Write(record, folder);
        folder.Write(SummaryJson.Name, stream => SummaryJson.Write(record, summary, lines, stream));
        string? unwritten = RunReport.TryWrite(record, summary, lines, folder);
        cancellation.ThrowIfCancellationRequested();
        folder.Publish();
        return new RunOutcome
        {
            Folder = folder.Path,
            Summary = SummaryJson.ToElement(record, summary),
            Expectations = expectations,
            Files = unwritten is null ? FilesOf(record) : [SummaryJson.Name],
            Notices = record.Notices,
            WhyNoReport = unwritten,
        };
    }

    /// <inheritdoc/>
    public LinkKind LinksOfKernels(ScenarioDefinition scenario)
    {
        bool canBeReal = KernelLinks.Obstacle(scenario, HostSpecs.NetworkOf(scenario, catalogue)) is null;
        return scenario.Stack.Links ?? (canBeReal ? LinkKind.Real : LinkKind.Simulated);
    }

    private static bool IsOnKernels(ScenarioDefinition scenario) =>
        scenario.Hosts.Any(host => scenario.StackOf(host).Kind == StackKind.Kernel);

    private RunRecord OnKernels(ScenarioDefinition scenario, RunRequest request, RunFolder folder, CancellationToken cancellation)
    {
        try
        {
            using KernelRun run = new(scenario, catalogue, name => folder.PathOf($"programs/{RunFolder.FileNameFor(name)}.log"));
            return KernelRecords.Of(scenario, run.Run(cancellation), request);
        }
        catch (Exception error) when (error is EmulationException or NotSupportedException)
        {
            throw new MachineLacksException(error.Message, error);
        }
    }

    private RunRecord OnHosts(
        ScenarioDefinition scenario, RemoteHosts hosts, RunRequest request, RunFolder folder, CancellationToken cancellation)
    {
        using RemoteRun run = new(scenario, hosts);
        RemoteOutcome outcome = run.Run(cancellation);
        RemoteRecords.TakeLogs(outcome, folder);
        return RemoteRecords.Of(scenario, outcome, HostSpecs.NetworkOf(scenario, catalogue), request);
    }

    private RunRecord Simulated(ScenarioDefinition scenario, RunRequest request, RunFolder folder, CancellationToken cancellation)
    {
        SimulatedRun run = new(scenario, catalogue);
        return RunRecords.Of(scenario, Carry(run, folder, cancellation), request);
    }

    private static SimulatedOutcome Carry(SimulatedRun run, RunFolder folder, CancellationToken cancellation)
    {
        if (!run.WantsCapture)
        {
            return run.Run(capture: null, cancellation);
        }

        using FileStream capture = File.Create(folder.PathOf(CaptureName));
        return run.Run(capture, cancellation);
    }

    private static List<string> FilesOf(RunRecord record) =>
    [
        ReportWriter.Name,
        .. RunReport.FiguresOf(record).Select(figure => $"figures/{figure.FileName}.png"),
    ];

    /// <summary>Makes sure that this program can run a scenario.</summary>
    /// <exception cref="ScenarioException">Its stacks contradict themselves.</exception>
    /// <exception cref="MachineLacksException">It asks for what is not there.</exception>
    public static void Check(ScenarioDefinition scenario)
    {
        IEnumerable<StackDefinition> stacks = scenario.Hosts.Select(scenario.StackOf).Distinct();
        ScenarioError[] errors = [.. stacks.SelectMany(StackComposer.Check).Distinct(), .. ForeignOnModels(scenario)];
        if (errors.Length > 0)
        {
            throw new ScenarioException(errors);
        }

        if (stacks.Any(stack => stack.Kind == StackKind.Linux))
        {
            throw new MachineLacksException(
                "User-Mode Linux ('stack: { kind: linux }') is not supported yet; 'kind: kernel' runs on this machine's own kernel");
        }
    }

    private static IEnumerable<ScenarioError> ForeignOnModels(ScenarioDefinition scenario) => scenario.Applications
        .Where(application => application.Command is not null)
        .Where(application => scenario.StackOf(scenario.Hosts.First(host => host.Name.Name == ForeignPrograms.HostOf(application))).Kind != StackKind.Kernel)
        .Select(ForeignPrograms.Refusal);

    /// <summary>Judges what a scenario expects of its results.</summary>
    public static List<ExpectationOutcome> Judge(ScenarioDefinition scenario, ExpectationScope scope)
    {
        List<ExpectationOutcome> outcomes = [];
        foreach (Expectation expectation in scenario.Expect)
        {
            if (Condition.TryParse(expectation.Text, out Condition? condition, out ConditionError? error))
            {
                ConditionResult result = condition.Evaluate(scope);
                outcomes.Add(new ExpectationOutcome(expectation.Text, result.Holds, result.Value, result.Problem)
                {
                    Expected = result.Expected,
                });
            }
            else
            {
                outcomes.Add(new ExpectationOutcome(expectation.Text, Holds: false, Value: null, error.Message));
            }
        }

        return outcomes;
    }

    private string NewFolder(ScenarioDefinition scenario)
    {
        string id = clock.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string parent = Path.Combine("results", "runs", scenario.Name);
        string path = Path.Combine(parent, FormattableString.Invariant($"{id}-seed{scenario.Seed}"));
        for (int i = 2; Directory.Exists(path); i++)
        {
            path = Path.Combine(parent, FormattableString.Invariant($"{id}-seed{scenario.Seed}-{i}"));
        }

        return path;
    }
}
