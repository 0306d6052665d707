using System.Collections.Generic;
using System.Linq;

namespace Results.Recording;

/// <summary>Runs side by side: a row for each run, a column for each parameter and number.</summary>
/// <param name="rows">How many runs.</param>
/// <param name="columns">The columns, each with as many values as there are rows.</param>
public sealed class RunTable(int rows, IReadOnlyList<RunColumn> columns)
{
    private readonly Dictionary<string, RunColumn> _byName = columns.ToDictionary(column => column.Name);

    /// <summary>How many runs.</summary>
    public int Rows => rows;

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<RunColumn> Columns => columns;

    /// <summary>The column of a name; null if there is none.</summary>
    public RunColumn? Find(string name) => _byName.GetValueOrDefault(name);
}
