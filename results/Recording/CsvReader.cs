using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace Results.Recording;

/// <summary>Reads the CSV files that <see cref="CsvWriter"/> wrote; names in them hold no line breaks.</summary>
internal static class CsvReader
{
    /// <summary>The lines below the header.</summary>
    /// <exception cref="ResultsException">The header is not the expected one, or a line has too few or too many
    /// fields.</exception>
    public static IEnumerable<CsvRow> Read(string folder, string name, string header)
    {
        int columns = header.Split(',').Length;
        int number = 0;
        foreach (string line in File.ReadLines(Path.Combine(folder, name)))
        {
            number++;
            if (number == 1)
            {
                if (line != header)
                {
                    throw new ResultsException($"{name}:1: the columns are not {header}.");
                }

                continue;
            }

            string[] fields = line.Contains('"', StringComparison.Ordinal) ? SplitQuoted(line) : line.Split(',');
            if (fields.Length != columns)
            {
                throw new ResultsException(string.Create(
                    CultureInfo.InvariantCulture, $"{name}:{number}: {fields.Length} fields, not {columns}."));
            }

            yield return new CsvRow(name, number, fields);
        }
    }

    // RFC 4180, 2: a quote inside a quoted field is written twice.
    private static string[] SplitQuoted(string line)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            bool twice = quoted && line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"';
            if (twice)
            {
                field.Append('"');
                i++;
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        fields.Add(field.ToString());
        return [.. fields];
    }
}
