using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Results.Recording;

/// <summary>Writes and reads <c>costs.csv</c> beside a table of runs: what each of them cost.</summary>
public static class CostsCsv
{
    /// <summary>The file's name in a sweep's folder.</summary>
    public const string Name = "costs.csv";

    private const string Header = "run,cpu_s,wall_s";

    /// <summary>Writes the file.</summary>
    public static void Write(IEnumerable<FinishedCost> costs, Stream stream)
    {
        using CsvWriter csv = new(stream);
        csv.Header(Header);
        foreach (FinishedCost cost in costs)
        {
            csv.Text(cost.Id);
            csv.Real(cost.CpuSeconds, "F6");
            csv.Real(cost.WallSeconds, "F6");
            csv.EndLine();
        }
    }

    /// <summary>Reads the file in a folder.</summary>
    /// <exception cref="ResultsException">It is not as it was written.</exception>
    public static IReadOnlyList<FinishedCost> Read(string folder) =>
        [.. CsvReader.Read(folder, Name, Header).Select(row => new FinishedCost(row.Text(0), row.Real(1), row.Real(2)))];
}
