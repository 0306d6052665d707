using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Scenario.Writing;

namespace Experiments.Sweep;

/// <summary>Writes <c>sweep.json</c>: what was swept, how far it is, what failed, and how to do it again.</summary>
internal static class SweepManifest
{
    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the file.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="request">How it is carried out.</param>
    /// <param name="outcome">How far it is; null at the beginning.</param>
    /// <param name="path">The file.</param>
    public static void Write(SweepPlan plan, SweepRequest request, SweepOutcome? outcome, string path)
    {
        JsonObject json = new()
        {
            ["name"] = plan.Scenario.Name,
            ["description"] = plan.Scenario.Description,
            ["command"] = request.Command,
            ["run_command"] = new JsonArray([.. request.RunCommand.Select(word => (JsonNode)word)]),
            ["planned"] = outcome?.Planned,
            ["finished"] = outcome?.Finished,
            ["unmet"] = outcome?.Unmet,
            ["failed"] = new JsonArray([.. (outcome?.Failures ?? []).Select(failure => (JsonNode)new JsonObject
            {
                ["run"] = failure.Run.Id,
                ["reason"] = failure.Reason,
                ["command"] = failure.Command,
            })]),
            ["columns"] = new JsonObject(ParameterColumn.Of(plan.Sweep).Select(column => KeyValuePair.Create(column.Name, (JsonNode?)(column.IsText ? "text" : "number")))),
            ["scenario"] = ScenarioJson.ToJson(plan.Scenario),
        };
        File.WriteAllText(path, json.ToJsonString(_options) + Environment.NewLine);
    }

    /// <summary>The scenario's name in the file; null if the file is none of ours.</summary>
    public static string? NameIn(string path)
    {
        try
        {
            JsonElement json = JsonElement.Parse(File.ReadAllBytes(path));
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("name", out JsonElement name) ? name.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
