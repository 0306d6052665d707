using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Experiments.Composition;
using Experiments.Scenario;
using Experiments.Scenario.Expressions;
using Experiments.Scenario.Records;

namespace Experiments.Sweep;

/// <summary>All that a sweep will run, known to be sound before anything runs.</summary>
public sealed class SweepPlan
{
    /// <summary>How many runs a sweep may have.</summary>
    public const long MostRuns = 1_000_000;

    private readonly SweepReading _reading;

    private SweepPlan(SweepReading reading, ScenarioDefinition scenario, IReadOnlyList<SweepPoint> points)
    {
        _reading = reading;
        Scenario = scenario;
        Points = points;
    }

    /// <summary>The scenario with its sweep.</summary>
    public ScenarioDefinition Scenario { get; }

    /// <summary>What varies and how often it is repeated; nothing, once, for a scenario without a sweep.</summary>
    public SweepDefinition Sweep => Scenario.Sweep ?? new SweepDefinition();

    /// <summary>The points that the constraint admits, in the order of the grid.</summary>
    public IReadOnlyList<SweepPoint> Points { get; }

    /// <summary>Makes the plan of a scenario that was read without errors.</summary>
    /// <param name="reading">The scenario.</param>
    /// <param name="check">Makes sure that one point can be run here.</param>
    /// <exception cref="ScenarioException">There are too many runs or none, or a combination of values makes no scenario.</exception>
    /// <exception cref="MachineLacksException">This machine cannot run it.</exception>
    public static SweepPlan Of(SweepReading reading, Action<ScenarioDefinition> check)
    {
        ScenarioDefinition scenario = reading.Whole.Scenario ?? throw new ScenarioException(reading.Whole.Errors);
        SweepDefinition sweep = scenario.Sweep ?? new SweepDefinition();
        RefuseTooMany(scenario, sweep);
        IReadOnlyList<ScenarioOverride>[] admitted = [.. SweepPoints.Of(scenario).Where(point => Admits(sweep.Where, point))];
        if (admitted.Length == 0)
        {
            throw At(sweep.Where!.At, $"sweep.where: '{sweep.Where.Text}' excludes every combination of values; nothing would run");
        }

        RunIdentity identity = new();
        SweepPoint[] points = new SweepPoint[admitted.Length];
        ConcurrentDictionary<ScenarioError, bool> errors = new();
        Parallel.For(0, admitted.Length, (i, state) =>
        {
            ScenarioReading point = reading.Point(admitted[i]);
            foreach (ScenarioError error in point.Errors)
            {
                string values = string.Join(", ", admitted[i].Select(value => $"{value.Path}={value.Value}"));
                errors[error with { Message = $"{error.Message} (at {values})" }] = true;
                state.Stop();
            }

            if (point.Scenario is ScenarioDefinition sound)
            {
                check(sound);
                points[i] = new SweepPoint(i, admitted[i], identity.OfPoint(sound));
            }
        });
        return errors.IsEmpty
            ? new SweepPlan(reading, scenario, points)
            : throw new ScenarioException([.. errors.Keys.OrderBy(error => error.ToString(), StringComparer.Ordinal)]);
    }

    /// <summary>The scenario of a run.</summary>
    public ScenarioDefinition ScenarioOf(SweepRun run)
    {
        ScenarioReading point = _reading.Point(run.Point.Values);
        return point.Scenario is ScenarioDefinition scenario
            ? scenario with { Seed = run.Seed }
            : throw new ScenarioException(point.Errors);
    }

    /// <summary>The first runs of a point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="count">How many.</param>
    public IEnumerable<SweepRun> RunsOf(SweepPoint point, int count) => Enumerable.Range(0, count).Select(repetition =>
    {
        long seed = Scenario.Seed + repetition;
        return new SweepRun(point, seed, RunIdentity.OfRun(point.Hash, seed));
    });

    private static bool Admits(Expectation? where, IReadOnlyList<ScenarioOverride> point)
    {
        if (where is null)
        {
            return true;
        }

        ConditionResult result = where.Condition.Evaluate(new PointScope(point));
        return result.Problem is null ? result.Holds : throw At(where.At, $"sweep.where: {result.Problem}");
    }

    private static void RefuseTooMany(ScenarioDefinition scenario, SweepDefinition sweep)
    {
        int repetitions = sweep.Precision is null ? sweep.Repetitions : sweep.MostRepetitions;
        double runs = sweep.Parameters.Aggregate((double)repetitions, (product, parameter) => product * parameter.Values.Count);
        if (runs > MostRuns)
        {
            string factors = string.Join(" x ", sweep.Parameters.Select(parameter => parameter.Values.Count).Append(repetitions));
            SourcePosition at = sweep.Parameters.Count > 0 ? sweep.Parameters[0].Path.At : new SourcePosition(scenario.File, 0, 0);
            throw At(at, string.Create(
                CultureInfo.InvariantCulture, $"sweep: {factors} = {runs:#,0} runs; a sweep has {MostRuns:#,0} at most: take fewer values or repetitions"));
        }
    }

    private static ScenarioException At(SourcePosition at, string message) => new([new ScenarioError(at, message)]);
}
