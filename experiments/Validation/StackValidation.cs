using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Experiments.Composition;
using Experiments.Composition.Nodes;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Results.Figures;
using Results.Recording;
using Results.Statistics;

namespace Experiments.Validation;

/// <summary>Runs one scenario on several stacks, several times each, and says how far they are apart.</summary>
/// <param name="reader">Reads the scenario, once for each stack.</param>
/// <param name="runs">Carries out the runs.</param>
/// <param name="clock">Names new folders.</param>
public sealed class StackValidation(ScenarioReader reader, IRunService runs, TimeProvider clock)
{
    /// <summary>The word for simulated hosts.</summary>
    public const string Model = "model";

    /// <summary>The word for real kernels on links as the scenario says, real ones where they can be.</summary>
    public const string Kernel = "kernel";

    /// <summary>The word for real kernels on simulated links.</summary>
    public const string Hybrid = "hybrid";

    // Simulated runs cost little, and what a swap of networks costs differs from one to the next: their median takes more of them.
    private const int ModelRunsInTurn = 5;

    /// <summary>All words, the one that others are measured by first.</summary>
    public static IReadOnlyList<string> Stacks { get; } = [Kernel, Hybrid, Model];

    /// <summary>Does it. A run whose folder is there already is not repeated.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="progress">Told of every run that begins, in words.</param>
    /// <param name="cancellation">Signalled when the user wants to stop; finished runs stay.</param>
    /// <exception cref="ScenarioException">The scenario is wrong.</exception>
    /// <exception cref="MachineLacksException">This machine cannot run it.</exception>
    /// <exception cref="ResultsException">The results cannot be written.</exception>
    public StackOutcome Run(StackPlan plan, Action<string> progress, CancellationToken cancellation)
    {
        Dictionary<string, ScenarioDefinition> scenarios = plan.Stacks.ToDictionary(stack => stack, stack => Read(plan, stack));
        ScenarioDefinition any = scenarios.Values.First();
        string folder = plan.OutputFolder ?? NewFolder(any.Name);
        Dictionary<string, List<RunRecord>> records = plan.Stacks.ToDictionary(stack => stack, _ => new List<RunRecord>());
        SortedSet<string> notices = new(StringComparer.Ordinal);
        if (scenarios.TryGetValue(Kernel, out ScenarioDefinition? kernel) && scenarios.TryGetValue(Model, out ScenarioDefinition? model)
            && plan.Hosts is null && runs.LinksOfKernels(kernel) == LinkKind.Real)
        {
            // A token bucket is no line: it lets what a pause has saved up pass at once.
            scenarios[Model] = model with { Stack = model.Stack with { Links = LinkKind.Real } };
            notices.Add($"{Model}: its links keep their rates by token buckets, like the kernel's real ones (stack.links: real)");
        }

        // The stacks take turns, so that what changes on the machine meanwhile touches all of them.
        for (int repetition = 0; repetition < plan.Repetitions; repetition++)
        {
            foreach (string stack in plan.Stacks)
            {
                int inTurn = stack == Model && plan.Stacks.Count > 1 ? ModelRunsInTurn : 1;
                for (int index = repetition * inTurn; index < (repetition + 1) * inTurn; index++)
                {
                    ScenarioDefinition scenario = scenarios[stack] with { Seed = scenarios[stack].Seed + index };
                    string path = Path.Combine(folder, "runs", FormattableString.Invariant($"{stack}-{index + 1}"));
                    progress(FormattableString.Invariant($"{stack}, run {index + 1} of {plan.Repetitions * inTurn}"));
                    if (!File.Exists(Path.Combine(path, RunFolder.ManifestName)))
                    {
                        RunOutcome outcome = Carry(
                            scenario, new RunRequest(plan.Command, path, stack == Kernel ? plan.Hosts : null), progress, cancellation);
                        notices.UnionWith(outcome.Notices.Select(notice => $"{stack}-{index + 1}: {notice}"));
                    }

                    records[stack].Add(RunReader.Read(path));
                }
            }
        }

        return Judge(any.Name, folder, records, [.. notices]);
    }

    private RunOutcome Carry(ScenarioDefinition scenario, RunRequest request, Action<string> progress, CancellationToken cancellation)
    {
        try
        {
            RunOutcome outcome = runs.Run(scenario, request, cancellation);
            return outcome.WhyNoReport is { } reason ? throw new ResultsException(reason) : outcome;
        }
        catch (Exception error) when (error is ResultsException or MachineLacksException or HostLostException)
        {
            progress("this run failed; those that were finished are kept, and the same command with the same --out goes on with them");
            throw;
        }
    }

    private static StackOutcome Judge(
        string name, string folder, Dictionary<string, List<RunRecord>> records, IReadOnlyList<string> notices)
    {
        string reference = Stacks.First(records.ContainsKey);
        Dictionary<string, ComparedQuantity[][]> quantities = records.ToDictionary(
            stack => stack.Key, stack => stack.Value.Select(run => ComparedQuantities.Of(run).ToArray()).ToArray());
        (string Stack, IReadOnlyList<StackVerdict> Verdicts)[] judged =
        [
            .. records.Keys.Where(stack => stack != reference)
                .Select(stack => (stack, StackVerdict.Of(quantities[reference], quantities[stack]))),
        ];
        TimeFigure? figure = StackComparisonFigure.Of([.. records.Select(stack => (stack.Key, stack.Value[0]))]);
        string? svg = figure is null ? null : TimeFigureRenderer.Svg(figure);
        string page = StackReport.Html(name, reference, judged, figure is null ? null : (figure, svg!), notices);
        Write(folder, ReportWriter.Name, Encoding.UTF8.GetBytes(page));
        if (figure is not null)
        {
            Write(folder, Path.Combine("figures", $"{figure.FileName}.svg"), Encoding.UTF8.GetBytes(svg!));
            Write(folder, Path.Combine("figures", $"{figure.FileName}.png"), TimeFigureRenderer.Png(figure));
        }

        return new StackOutcome(folder, reference, judged, notices);
    }

    private static void Write(string folder, string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(path);
            throw new ResultsException($"'{name}' cannot be written: {error.Message}", error);
        }
    }

    private ScenarioDefinition Read(StackPlan plan, string stack)
    {
        List<ScenarioOverride> overrides = [.. plan.Overrides];
        overrides.Add(new ScenarioOverride("stack.kind", stack == Model ? Model : Kernel, new SourcePosition("--stacks", 0, 0)));
        if (stack == Hybrid)
        {
            overrides.Add(new ScenarioOverride("stack.links", "simulated", new SourcePosition("--stacks", 0, 0)));
        }

        ScenarioReading reading = reader.Read(plan.Path, overrides);
        return reading.Scenario ?? throw new ScenarioException(reading.Errors);
    }

    private string NewFolder(string name) => Path.Combine(
        "results", "validation", name, clock.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
}
