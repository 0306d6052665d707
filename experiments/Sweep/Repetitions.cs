using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Results.Recording;
using Results.Statistics;

namespace Experiments.Sweep;

/// <summary>
/// Says how many seeds a point gets. With a goal of precision that depends on the results of the seeds so far, in steps of
/// <c>repetitions</c>, and on nothing else: not on who made them, nor in which order.
/// </summary>
/// <param name="plan">The sweep.</param>
/// <param name="finished">Its finished runs.</param>
internal sealed class Repetitions(SweepPlan plan, FinishedRuns finished)
{
    private readonly Dictionary<string, double?> _values = [];
    private readonly Dictionary<int, int> _settled = [];

    /// <summary>How many seeds the point has to get, as far as one can say now.</summary>
    /// <param name="point">The point.</param>
    /// <param name="ids">The identities of the runs that are finished.</param>
    public int Of(SweepPoint point, IReadOnlySet<string> ids)
    {
        SweepDefinition sweep = plan.Sweep;
        if (sweep.Precision is not PrecisionGoal goal)
        {
            return sweep.Repetitions;
        }

        if (_settled.TryGetValue(point.Index, out int settled))
        {
            return settled;
        }

        for (int count = sweep.Repetitions; ; count = System.Math.Min(count + sweep.Repetitions, sweep.MostRepetitions))
        {
            SweepRun[] runs = [.. plan.RunsOf(point, count)];
            if (!runs.All(run => ids.Contains(run.Id)))
            {
                return count;
            }

            double[] values = [.. runs.Select(run => ValueOf(run.Id, goal.Of.Name)).OfType<double>()];
            if (count >= sweep.MostRepetitions || Precision.IsReached(values, goal.Share))
            {
                return _settled[point.Index] = count;
            }
        }
    }

    private double? ValueOf(string id, string path)
    {
        if (!_values.TryGetValue(id, out double? value))
        {
            value = finished.Read(id)?.Numbers.FirstOrDefault(number => number.Key == path).Value;
            _values.Add(id, value);
        }

        return value;
    }
}
