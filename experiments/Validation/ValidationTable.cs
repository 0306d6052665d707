using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Experiments.Validation;

/// <summary>The suite's results as one table in Markdown, in columns that also read well on a terminal.</summary>
public static class ValidationTable
{
    private static readonly string[] _heads = ["case", "source", "quantity", "expected", "got", "verdict"];

    /// <summary>Writes the table, and a line that counts what holds.</summary>
    public static void Write(IReadOnlyList<ValidationRow> rows, TextWriter output)
    {
        List<string[]> lines = [_heads, .. rows.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, _heads.Length).Select(column => lines.Max(line => line[column].Length))];
        lines.Insert(1, [.. widths.Select(width => new string('-', width))]);
        foreach (string[] line in lines)
        {
            output.WriteLine($"| {string.Join(" | ", line.Zip(widths, (cell, width) => cell.PadRight(width)))} |");
        }

        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"{rows.Count(row => row.Holds)} of {rows.Count} expectations hold."));
    }

    private static string[] Cells(ValidationRow row)
    {
        string name = row.Case.Name[ValidationSuite.Folder.Length..];
        string label = row.Case.Point.Count == 0 ? name : $"{name}, {row.Case.PointText}";
        return [.. new[] { label, row.Source, row.Quantity, row.Expected, row.Got, row.Verdict }
            .Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))];
    }
}
