using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Results.Recording;

/// <summary>Writes and reads <c>sweep.json</c>, the file that makes a folder a sweep's folder.</summary>
public static class SweepManifest
{
    /// <summary>The file's name.</summary>
    public const string Name = "sweep.json";

    /// <summary>Writes the file.</summary>
    public static void Write(SweepRecord sweep, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, JsonLayout.Options);
        json.WriteStartObject();
        json.WriteString("name", sweep.Name);
        json.WriteString("description", sweep.Description);
        json.WriteString("command", sweep.Command);
        WriteTexts(json, "run_command", sweep.RunCommand);
        json.WriteNumber("planned", sweep.Planned);
        json.WriteNumber("finished", sweep.Finished);
        json.WriteNumber("unmet", sweep.Unmet);
        json.WriteStartArray("failed");
        foreach (FailedRun failed in sweep.Failed)
        {
            json.WriteStartObject();
            json.WriteString("reason", failed.Reason);
            json.WriteString("command", failed.Command);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("parameters");
        foreach (SweptParameter parameter in sweep.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("path", parameter.Path);
            WriteTexts(json, "values", parameter.Values);
            json.WriteString("number_column", parameter.NumberColumn);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("figures");
        foreach (SweepView view in sweep.Views)
        {
            json.WriteStartObject();
            json.WriteString("x", view.X);
            json.WriteString("y", view.Y);
            json.WriteString("by", view.By);
            json.WriteString("kind", view.Kind);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("scenario");
        JsonElement.Parse(sweep.ScenarioJson).WriteTo(json);
        json.WriteEndObject();
    }

    /// <summary>Reads the file in a folder.</summary>
    /// <exception cref="ResultsException">There is none, or it is not as it was written.</exception>
    public static SweepRecord Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            throw new ResultsException($"{folder} is not the folder of a sweep: it has no {Name}.");
        }

        try
        {
            return Read(JsonElement.Parse(File.ReadAllBytes(path)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException)
        {
            throw new ResultsException($"Cannot read {path}: {error.Message}", error);
        }
    }

    private static SweepRecord Read(JsonElement json) => new()
    {
        Name = json.Text("name"),
        Description = json.Text("description"),
        Command = json.Text("command"),
        RunCommand = json.Texts("run_command"),
        Planned = json.GetProperty("planned").GetInt32(),
        Finished = json.GetProperty("finished").GetInt32(),
        Unmet = json.GetProperty("unmet").GetInt32(),
        Failed = [.. json.GetProperty("failed").EnumerateArray().Select(failed => new FailedRun(failed.Text("reason"), failed.Text("command")))],
        Parameters = [.. json.GetProperty("parameters").EnumerateArray().Select(parameter => new SweptParameter(
            parameter.Text("path"), parameter.Texts("values"), parameter.OptionalText("number_column")))],
        Views = [.. json.GetProperty("figures").EnumerateArray().Select(view => new SweepView(
            view.OptionalText("x"), view.Text("y"), view.OptionalText("by"), view.Text("kind")))],
        ScenarioJson = json.GetProperty("scenario").GetRawText(),
    };

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
