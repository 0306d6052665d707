using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Experiments.Cli;

/// <summary>Lines of cells in columns: the first to the left, the others to the right.</summary>
public sealed class TextTable
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a line; lines may have different numbers of cells.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the lines, two spaces between the columns.</summary>
    public void Write(TextWriter writer)
    {
        int columns = _rows.Select(row => row.Length).DefaultIfEmpty().Max();
        int[] widths = [.. Enumerable.Range(0, columns)
            .Select(column => _rows.Where(row => row.Length > column).Max(row => row[column].Length))];
        foreach (string[] row in _rows)
        {
            IEnumerable<string> cells = row.Select(
                (cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            writer.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
