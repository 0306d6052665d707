using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Results.Recording;

namespace Results.Statistics;

/// <summary>A result on disk, a run or a sweep, as far as it is compared with another.</summary>
public sealed class ComparedResult
{
    /// <summary>The name of a sweep's table.</summary>
    public const string TableName = "runs.parquet";

    private ComparedResult(string folder, string name, IReadOnlyDictionary<string, string> settings, IReadOnlyList<SweptParameter> parameters, RunTable table)
    {
        Folder = folder;
        Name = name;
        Settings = settings;
        Parameters = parameters;
        Table = table;
    }

    /// <summary>Its folder as the user gave it.</summary>
    public string Folder { get; }

    /// <summary>The scenario's name.</summary>
    public string Name { get; }

    /// <summary>Every value of the scenario as resolved, by its path.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>What varies; nothing in a single run.</summary>
    public IReadOnlyList<SweptParameter> Parameters { get; }

    /// <summary>Its runs.</summary>
    public RunTable Table { get; }

    /// <summary>Reads the result in a folder.</summary>
    /// <exception cref="ResultsException">There is no result, or it cannot be read.</exception>
    public static ComparedResult Read(string folder)
    {
        if (File.Exists(Path.Combine(folder, SweepManifest.Name)))
        {
            SweepRecord sweep = SweepManifest.Read(folder);
            RunTable table = RunsParquet.Read(Path.Combine(folder, TableName), _ => true);
            return new ComparedResult(folder, sweep.Name, SettingsOf(sweep.ScenarioJson), sweep.Parameters, table);
        }

        if (!File.Exists(Path.Combine(folder, RunFolder.ManifestName)))
        {
            throw new ResultsException($"{folder} holds neither a run ({RunFolder.ManifestName}) nor a sweep ({SweepManifest.Name}).");
        }

        RunRecord run = RunReader.Read(folder);
        List<RunColumn> columns = [RunColumn.OfNumbers("seed", [(double)run.Seed])];
        columns.AddRange(SummaryNumbers.Of(Summary(folder)).Select(number => RunColumn.OfNumbers(number.Key, [number.Value])));
        return new ComparedResult(folder, run.Scenario, SettingsOf(run.ScenarioJson), [], new RunTable(1, columns));
    }

    /// <summary>What tells the runs apart that are to be compared with each other: the seed and the values of some parameters.</summary>
    /// <param name="paths">The parameters.</param>
    /// <returns>One text for each run.</returns>
    public IReadOnlyList<string> KeysFor(IReadOnlyCollection<string> paths)
    {
        RunColumn[] columns = [.. paths.Append("seed").Select(Table.Find).OfType<RunColumn>()];
        return [.. Enumerable.Range(0, Table.Rows).Select(row => string.Join('|', columns.Select(column => column.IsText
            ? column.Texts[row]
            : FormattableString.Invariant($"{column.Numbers[row]}"))))];
    }

    private static JsonElement Summary(string folder)
    {
        string path = Path.Combine(folder, SummaryJson.Name);
        try
        {
            return JsonElement.Parse(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ResultsException($"Cannot read {path}: {error.Message}", error);
        }
    }

    private static SortedDictionary<string, string> SettingsOf(string json)
    {
        SortedDictionary<string, string> settings = new(StringComparer.Ordinal);
        Collect("", JsonElement.Parse(json), settings);
        return settings;
    }

    private static void Collect(string path, JsonElement value, SortedDictionary<string, string> settings)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty child in value.EnumerateObject().Where(child => path.Length > 0 || child.Name is not ("seed" or "description" or "sweep")))
            {
                Collect(path.Length == 0 ? child.Name : $"{path}.{child.Name}", child.Value, settings);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            int index = 0;
            foreach (JsonElement item in value.EnumerateArray())
            {
                string step = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out JsonElement name)
                    ? "." + name.GetString()
                    : FormattableString.Invariant($"[{index}]");
                Collect(path + step, item, settings);
                index++;
            }
        }
        else
        {
            settings[path] = value.ToString();
        }
    }
}
