using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Writing;

/// <summary>
/// Writes a scenario down as resolved: the same scenario gives the same text, however it was written.
/// </summary>
/// <remarks>
/// The form is that of the scenario file in JSON, which is YAML too: what is written can be read again and run.
/// Generated hosts and links are left to their generator; positions and full paths, which differ from machine to
/// machine, are left out.
/// </remarks>
public static class ScenarioJson
{
    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The scenario as indented JSON text.</summary>
    public static string Write(ScenarioDefinition scenario) => ToJson(scenario).ToJsonString(_options);

    /// <summary>The scenario as a JSON document to look things up in.</summary>
    public static JsonElement ToElement(ScenarioDefinition scenario) => JsonElement.Parse(Write(scenario));

    /// <summary>The scenario as a JSON object, to stand inside another document.</summary>
    public static JsonObject ToJson(ScenarioDefinition scenario)
    {
        JsonObject root = new JsonObject()
            .With("name", scenario.Name)
            .With("description", scenario.Description.Length > 0 ? scenario.Description : null)
            .With("duration", scenario.Duration.ToString())
            .With("seed", scenario.Seed)
            .With("ip", scenario.Ip switch { IpFamilies.Ipv4 => "4", IpFamilies.Ipv6 => "6", _ => "dual" })
            .With("mtu", scenario.Mtu.ToString());
        NetworkJson.Add(root, scenario);
        return root
            .With("middleboxes", JsonParts.Of(scenario.Middleboxes.Select(MiddleboxJson.ToJson)))
            .With("stack", StackJson.ToJson(scenario.Stack))
            .With("applications", JsonParts.Of(scenario.Applications.Select(ApplicationJson.ToJson)))
            .With("timeline", JsonParts.Of(scenario.Timeline.Select(TimelineJson.ToJson)))
            .With("record", Record(scenario.Record))
            .With("let", Let(scenario.Let))
            .With("expect", JsonParts.Of(scenario.Expect.Select(expectation => (JsonNode)expectation.Text)))
            .With("sweep", scenario.Sweep is SweepDefinition sweep ? Sweep(sweep) : null);
    }

    /// <summary>The kind of a figure as it is written.</summary>
    public static string KindOf(SweepFigure figure) => figure.Kind switch
    {
        SweepFigureKind.Bars => "bars",
        SweepFigureKind.HeatMap => "heatmap",
        SweepFigureKind.Ecdf => "ecdf",
        _ => "lines",
    };

    private static JsonObject Record(RecordDefinition record) => new JsonObject()
        .With("interval", record.Interval.ToString())
        .With("warm-up", record.WarmUp.ToString())
        .With("pcap", JsonParts.Of(record.Pcap.Select(nic => (JsonNode)nic.Name.Name)));

    private static JsonObject? Let(IReadOnlyList<QuantityDefinition> quantities)
    {
        JsonObject named = [];
        foreach (QuantityDefinition quantity in quantities)
        {
            named.Add(quantity.Name.Name, quantity.Value.Text);
        }

        return named.Count == 0 ? null : named;
    }

    private static JsonObject Sweep(SweepDefinition sweep)
    {
        JsonObject parameters = [];
        foreach (SweepParameter parameter in sweep.Parameters)
        {
            parameters.With(parameter.Path.Name, JsonParts.Of(parameter.Values.Select(value => (JsonNode)value.Name)));
        }

        return new JsonObject()
            .With("parameters", parameters)
            .With("where", sweep.Where?.Text)
            .With("repetitions", sweep.Repetitions)
            .With("precision", sweep.Precision?.ToString())
            .With("max-repetitions", sweep.Precision is null ? null : (JsonNode)sweep.MostRepetitions)
            .With("figures", JsonParts.Of(sweep.Figures.Select(figure => new JsonObject()
                .With("x", figure.X?.Name)
                .With("y", figure.Y.Name)
                .With("by", figure.By?.Name)
                .With("kind", KindOf(figure)))));
    }
}
