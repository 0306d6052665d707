using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace Results.Recording;

/// <summary>
/// Writes <c>manifest.json</c>: what was run, with what, and everything that was recorded besides the series that
/// have CSV files of their own. Together they are the whole <see cref="RunRecord"/>.
/// </summary>
/// <remarks>
/// <c>scenario</c> is the scenario as resolved; <c>versions</c> says what it was run with; times are exact decimal
/// seconds; what is not known is null.
/// </remarks>
public static class Manifest
{
    /// <summary>Writes the manifest of a run.</summary>
    public static void Write(RunRecord record, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, JsonLayout.Options);
        json.WriteStartObject();
        json.WriteString("name", record.Scenario);
        json.WriteString("description", record.Description);
        json.WriteString("command", record.Command);
        json.WriteNumber("seed", record.Seed);
        json.WriteString("stack", record.Stack);
        json.WriteSeconds("duration_s", record.Duration);
        json.WriteSeconds("warm_up_s", record.WarmUp);
        json.WriteSeconds("interval_s", record.Interval);
        json.WriteStartObject("versions");
        foreach (KeyValuePair<string, string> version in record.Versions)
        {
            json.WriteString(version.Key, version.Value);
        }

        json.WriteEndObject();
        json.WritePropertyName("scenario");
        JsonElement.Parse(record.ScenarioJson).WriteTo(json);
        WriteTexts(json, "topology", record.Topology);
        WriteHosts(json, record.Hosts);
        WriteTimeline(json, record);
        WriteNetwork(json, record);
        ManifestStreams.Write(json, record);
        WriteCost(json, record);
        WriteTexts(json, "notices", record.Notices);
        json.WriteEndObject();
    }

    private static void WriteHosts(Utf8JsonWriter json, IReadOnlyList<HostRecord> hosts)
    {
        json.WriteStartArray("hosts");
        foreach (HostRecord host in hosts)
        {
            json.WriteStartObject();
            json.WriteString("name", host.Name);
            json.WriteString("stack", host.Stack);
            WriteTexts(json, "interfaces", host.Interfaces);
            WriteTexts(json, "routing", host.Routing);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTimeline(Utf8JsonWriter json, RunRecord record)
    {
        json.WriteStartArray("phases");
        foreach (RunPhase phase in record.Phases)
        {
            json.WriteStartObject();
            json.WriteSeconds("from_s", phase.From);
            json.WriteSeconds("to_s", phase.To);
            json.WriteString("name", phase.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("timeline");
        foreach (RunEvent entry in record.Events)
        {
            json.WriteStartObject();
            json.WriteSeconds("at_s", entry.At);
            json.WriteString("text", entry.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNetwork(Utf8JsonWriter json, RunRecord record)
    {
        json.WriteStartArray("nics");
        foreach (NicRecord nic in record.Nics)
        {
            json.WriteStartObject();
            json.WriteString("host", nic.Host);
            json.WriteString("name", nic.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("links");
        foreach (LinkRecord link in record.Links)
        {
            json.WriteStartObject();
            json.WriteString("name", link.Name);
            json.WriteString("from", link.From);
            json.WriteString("to", link.To);
            json.WriteStartArray("rates");
            foreach (RateStep step in link.Rates)
            {
                json.WriteStartObject();
                json.WriteSeconds("at_s", step.At);
                json.WriteNumber("bit_s", step.Rate.BitsPerSecond);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCost(Utf8JsonWriter json, RunRecord record)
    {
        json.WriteStartObject("engine");
        json.WriteNumber("events", record.Engine.Events);
        json.WriteNumber("packet_hops", record.Engine.PacketHops);
        json.WriteNumber("cpu_s", record.Engine.CpuSeconds);
        json.WriteNumber("compilation_s", record.Engine.CompilationSeconds);
        json.WriteNumber("wall_s", record.Engine.WallSeconds);
        json.WriteNumber("peak_rss_bytes", record.Engine.PeakRssBytes);
        if (record.Engine.Lateness is LatenessRecord lateness)
        {
            json.WriteStartObject("lateness_us");
            json.WriteNumber("p50", lateness.P50Microseconds);
            json.WriteNumber("p99", lateness.P99Microseconds);
            json.WriteNumber("max", lateness.MaxMicroseconds);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("fingerprint");
        json.WriteString("events", record.Fingerprint?.Events);
        json.WriteString("nics", record.Fingerprint?.Nics);
        json.WriteString("playback", record.Fingerprint?.Playback);
        json.WriteEndObject();
    }

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
