using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Results.Recording;

/// <summary>
/// The finished runs of a sweep on disk, one small JSON file each. A file appears whole or not at all, whatever ends the process, so
/// that several processes may work on one sweep and an interrupted sweep can be read and continued.
/// </summary>
/// <param name="folder">The folder of the files, which need not exist yet.</param>
public sealed class FinishedRuns(string folder)
{
    private const string Ending = ".json";

    /// <summary>The identities of all runs that are there.</summary>
    public HashSet<string> Ids => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*" + Ending, SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).OfType<string>()]
        : [];

    /// <summary>Adds a run; one of the same identity is replaced by its equal.</summary>
    /// <exception cref="ResultsException">It cannot be written.</exception>
    public void Add(FinishedRun run)
    {
        string path = PathOf(run.Id);
        string partial = FormattableString.Invariant($"{path}.{Environment.MachineName}-{Environment.ProcessId}.partial");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (FileStream file = File.Create(partial))
            {
                Write(run, file);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            RemovePart(partial);
            throw new ResultsException($"Cannot write results to {path}: {error.Message}", error);
        }
    }

    /// <summary>Reads a run.</summary>
    /// <returns>Null when it is not there, or cannot be understood: then it is not there any more.</returns>
    /// <exception cref="ResultsException">It cannot be read.</exception>
    public FinishedRun? Read(string id)
    {
        string path = PathOf(id);
        try
        {
            return File.Exists(path) ? Read(JsonElement.Parse(File.ReadAllBytes(path))) : null;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // The machine went down before the content reached the disk. The run can be made again.
            File.Delete(path);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"Cannot read {path}: {error.Message}", error);
        }
    }

    // 256 folders: some file systems are slow with many files in one.
    private string PathOf(string id) => Path.Combine(folder, id[..2], id + Ending);

    private static void Write(FinishedRun run, FileStream file)
    {
        using Utf8JsonWriter json = new(file);
        json.WriteStartObject();
        json.WriteString("run", run.Id);
        json.WriteNumber("seed", run.Seed);
        json.WriteStartObject("parameters");
        foreach ((string path, string value) in run.Parameters)
        {
            json.WriteString(path, value);
        }

        json.WriteEndObject();
        json.WriteNumber("cpu_s", run.CpuSeconds);
        json.WriteNumber("wall_s", run.WallSeconds);
        json.WriteStartArray("unmet");
        foreach (string text in run.Unmet)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        json.WriteStartObject("texts");
        foreach ((string name, string? text) in run.Texts)
        {
            json.WriteString(name, text);
        }

        json.WriteEndObject();
        json.WriteStartObject("numbers");
        foreach ((string name, double? number) in run.Numbers)
        {
            json.WritePropertyName(name);
            if (number is double value)
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static FinishedRun Read(JsonElement json) => new()
    {
        Id = json.Text("run"),
        Seed = json.GetProperty("seed").GetInt64(),
        Parameters = [.. json.GetProperty("parameters").EnumerateObject()
            .Select(value => KeyValuePair.Create(value.Name, value.Value.GetString() ?? ""))],
        CpuSeconds = json.GetProperty("cpu_s").GetDouble(),
        WallSeconds = json.GetProperty("wall_s").GetDouble(),
        Unmet = json.Texts("unmet"),
        Texts = [.. json.GetProperty("texts").EnumerateObject()
            .Select(text => KeyValuePair.Create(text.Name, text.Value.GetString()))],
        Numbers = [.. json.GetProperty("numbers").EnumerateObject().Select(number => KeyValuePair.Create(
            number.Name, number.Value.ValueKind == JsonValueKind.Null ? (double?)null : number.Value.GetDouble()))],
    };

    private static void RemovePart(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The reason for giving up is on its way to the user already; a second one would hide it.
            return;
        }
    }
}
