using System.Collections.Generic;
using System.IO;

namespace Results.Recording;

/// <summary>Writes tables of runs as CSV (RFC 4180): numbers so that they come back exactly, nothing where a run has no value.</summary>
public static class RunsCsv
{
    /// <summary>Writes a table.</summary>
    /// <param name="names">The columns.</param>
    /// <param name="groups">The rows in groups; each has exactly these columns.</param>
    /// <param name="stream">Where to write; stays open.</param>
    public static void Write(IReadOnlyList<(string Name, bool IsText)> names, IEnumerable<RunTable> groups, Stream stream)
    {
        using CsvWriter csv = new(stream);
        foreach ((string name, _) in names)
        {
            csv.Text(name);
        }

        csv.EndLine();
        foreach (RunTable table in groups)
        {
            for (int row = 0; row < table.Rows; row++)
            {
                foreach (RunColumn column in table.Columns)
                {
                    if (column.IsText)
                    {
                        csv.Text(column.Texts[row] ?? "");
                    }
                    else if (column.Numbers[row] is double number)
                    {
                        csv.Real(number, "R");
                    }
                    else
                    {
                        csv.Text("");
                    }
                }

                csv.EndLine();
            }
        }
    }
}
