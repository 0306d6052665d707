using System;
using System.Globalization;

namespace Experiments.Sweep;

/// <summary>The part of a sweep that one process does.</summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Of">How many parts there are; 1 or more.</param>
public readonly record struct SweepShard(int Number, int Of)
{
    /// <summary>How many parts there may be.</summary>
    public const int Most = 10_000;

    /// <summary>The whole sweep.</summary>
    public static SweepShard Whole { get; } = new(1, 1);

    /// <summary>Reads <c>2/8</c>: the second of eight parts.</summary>
    public static bool TryParse(string text, out SweepShard shard)
    {
        string[] parts = text.Split('/');
        int number = 0;
        int of = 0;
        bool isShard = parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out of)
            && number >= 1 && number <= of && of <= Most;
        shard = isShard ? new SweepShard(number, of) : Whole;
        return isShard;
    }

    /// <summary>Whether a run belongs to this part.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="run">The run.</param>
    public bool Has(SweepPlan plan, SweepRun run)
    {
        ArgumentNullException.ThrowIfNull(plan);

        // How often a point is repeated may depend on its own results: then they must all be here.
        long turn = plan.Sweep.Precision is null
            ? ((long)run.Point.Index * plan.Sweep.Repetitions) + (run.Seed - plan.Scenario.Seed)
            : run.Point.Index;
        return turn % Of == Number - 1;
    }

    /// <summary>Prints it as it is written.</summary>
    public override string ToString() => FormattableString.Invariant($"{Number}/{Of}");
}
