using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Experiments.Scenario.Expressions;
using Experiments.Scenario.Records;
using Results.Recording;
using Results.Statistics;

namespace Experiments.Composition;

/// <summary>Runs scenarios on simulated hosts and gives their numbers.</summary>
internal sealed class MeasuringService(Catalogue catalogue) : IMeasuringService
{
    /// <inheritdoc/>
    public void Check(ScenarioDefinition scenario)
    {
        bool isModel = scenario.Hosts.Select(scenario.StackOf).All(stack => stack.Kind is null or StackKind.Model);
        if (!isModel)
        {
            throw new MachineLacksException(
                "a sweep runs 'stack: { kind: model }' only: real kernels keep real time and cannot share this machine's processors");
        }

        RunService.Check(scenario);
    }

    /// <inheritdoc/>
    public MeasuredRun Measure(ScenarioDefinition scenario, string? seriesFolder, CancellationToken cancellation)
    {
        SimulatedOutcome simulated = new SimulatedRun(scenario, catalogue).Run(capture: null, cancellation);
        RunRecord record = RunRecords.Of(scenario, simulated, new RunRequest(Command: ""));
        RunSummary summary = RunSummary.Of(record);
        ExpectationScope scope = new(SummaryJson.ToElement(record, summary), scenario);
        List<RunExpectation> expectations = [.. RunService.Judge(scenario, scope)
            .Select(outcome => new RunExpectation(outcome.Text, outcome.Holds, outcome.Value))];
        if (seriesFolder is not null)
        {
            using RunFolder folder = RunFolder.Stage(seriesFolder);
            RunFiles.Write(record, folder);
            folder.Publish();
        }

        return new MeasuredRun(Summarise(record, summary, expectations), [.. Quantities(scenario, scope)]);
    }

    private static JsonElement Summarise(RunRecord record, RunSummary summary, IReadOnlyList<RunExpectation> expectations)
    {
        using MemoryStream json = new();
        SummaryJson.Write(record, summary, expectations, json);
        return JsonElement.Parse(json.ToArray());
    }

    private static IEnumerable<KeyValuePair<string, double>> Quantities(ScenarioDefinition scenario, ExpectationScope scope)
    {
        foreach (QuantityDefinition quantity in scenario.Let)
        {
            ValuePath name = new([new PathStep(quantity.Name.Name, 0)], 0);
            if (scope.Find(name, out _) is ExpressionValue.Number number && double.IsFinite(number.Amount))
            {
                yield return KeyValuePair.Create(quantity.Name.Name, number.Amount);
            }
        }
    }
}
