using System;
using System.Collections.Generic;
using System.Linq;
using Results.Recording;

namespace Experiments.Sweep;

/// <summary>
/// Puts finished runs together into one table: first <c>run</c> and <c>seed</c>, then the parameters, then what came out. Rows are in the
/// order of the points and seeds, columns in the order in which the rows need them: the same runs give the same table, whoever made them
/// and in whatever order.
/// </summary>
internal sealed class SweepTable
{
    // So many values are in memory at once.
    private const int MostCells = 4_000_000;
    private const int MostRowsInGroup = 8192;
    private const string RunColumnName = "run";
    private const string SeedColumnName = "seed";

    private readonly IReadOnlyList<SweepRun> _rows;
    private readonly FinishedRuns _finished;
    private readonly IReadOnlyList<ParameterColumn> _parameters;
    private readonly List<string> _texts = [];
    private readonly List<string> _numbers = [];

    /// <summary>Looks through the runs once to see what columns they need.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="rows">The runs that are finished, in order.</param>
    /// <param name="finished">Where they are.</param>
    public SweepTable(SweepPlan plan, IReadOnlyList<SweepRun> rows, FinishedRuns finished)
    {
        _rows = rows;
        _finished = finished;
        _parameters = ParameterColumn.Of(plan.Sweep);
        HashSet<string> known = [];
        List<FinishedCost> costs = [];
        foreach (FinishedRun run in rows.Select(Read))
        {
            _texts.AddRange(run.Texts.Select(text => text.Key).Where(known.Add));
            _numbers.AddRange(run.Numbers.Select(number => number.Key).Where(known.Add));
            costs.Add(new FinishedCost(run.Id, run.CpuSeconds, run.WallSeconds));
            Unmet += run.Unmet.Count > 0 ? 1 : 0;
        }

        Costs = costs;
    }

    /// <summary>The columns: the name of each and whether it holds texts.</summary>
    public IReadOnlyList<(string Name, bool IsText)> Names =>
    [
        (RunColumnName, true),
        (SeedColumnName, false),
        .. _parameters.Select(parameter => (parameter.Name, parameter.IsText)),
        .. _texts.Select(name => (name, true)),
        .. _numbers.Select(name => (name, false)),
    ];

    /// <summary>What each run cost, in the order of the rows.</summary>
    public IReadOnlyList<FinishedCost> Costs { get; }

    /// <summary>How many runs did not meet an expectation.</summary>
    public int Unmet { get; }

    /// <summary>The rows, as many at a time as fit into a bounded memory.</summary>
    public IEnumerable<RunTable> Groups() =>
        _rows.Chunk(Math.Clamp(MostCells / Names.Count, 1, MostRowsInGroup)).Select(ToTable);

    private RunTable ToTable(SweepRun[] rows)
    {
        FinishedRun[] runs = [.. rows.Select(Read)];
        Dictionary<string, double?>[] numbers = [.. runs.Select(run => run.Numbers.ToDictionary())];
        Dictionary<string, string?>[] texts = [.. runs.Select(run => run.Texts.ToDictionary())];
        List<RunColumn> columns =
        [
            RunColumn.OfTexts(RunColumnName, [.. rows.Select(row => row.Id)]),
            RunColumn.OfNumbers(SeedColumnName, [.. rows.Select(row => (double?)row.Seed)]),
            .. _parameters.Select(parameter => parameter.IsText
                ? RunColumn.OfTexts(parameter.Name, [.. rows.Select(row => parameter.TextOf(row.Point))])
                : RunColumn.OfNumbers(parameter.Name, [.. rows.Select(row => parameter.NumberOf(row.Point))])),
            .. _texts.Select(name => RunColumn.OfTexts(name, [.. texts.Select(run => run.GetValueOrDefault(name))])),
            .. _numbers.Select(name => RunColumn.OfNumbers(name, [.. numbers.Select(run => run.GetValueOrDefault(name))])),
        ];
        return new RunTable(rows.Length, columns);
    }

    private FinishedRun Read(SweepRun run) =>
        _finished.Read(run.Id) ?? throw new ResultsException($"The finished run {run.Id} is gone; start the sweep again to repeat it.");
}
