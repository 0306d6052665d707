using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Protocols.Core;

namespace Results.Recording;

/// <summary>
/// Reads a run back from its folder, the manifest and the CSV files, so that figures and the report can be made again.
/// </summary>
/// <remarks>
/// Times of samples come back to the microsecond, which is how they are printed; everything else as it was.
/// </remarks>
public static class RunReader
{
    /// <summary>Reads the run in a folder.</summary>
    /// <exception cref="ResultsException">There is no run, or one of its files is not as it was written.</exception>
    public static RunRecord Read(string path)
    {
        string manifest = Path.Combine(path, RunFolder.ManifestName);
        if (!File.Exists(manifest))
        {
            throw new ResultsException($"{path} is not the folder of a run: it has no {RunFolder.ManifestName}.");
        }

        try
        {
            return Read(JsonElement.Parse(File.ReadAllBytes(manifest)), RunSeries.Read(path));
        }
        catch (ResultsException error)
        {
            throw new ResultsException($"Cannot read the run in {path}: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException($"Cannot read the run in {path}: {error.Message}", error);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or OverflowException)
        {
            // A key that is missing, or a value of another kind than the one we write.
            throw new ResultsException($"Cannot read the run in {path}: its manifest: {error.Message}", error);
        }
    }

    private static RunRecord Read(JsonElement json, RunSeries series) => new()
    {
        Scenario = json.Text("name"),
        Description = json.Text("description"),
        Command = json.Text("command"),
        Seed = json.GetProperty("seed").GetUInt64(),
        Stack = json.Text("stack"),
        Duration = json.Seconds("duration_s"),
        WarmUp = json.Seconds("warm_up_s"),
        Interval = json.Seconds("interval_s"),
        Versions = [.. json.GetProperty("versions").EnumerateObject()
            .Select(version => KeyValuePair.Create(version.Name, version.Value.GetString() ?? ""))],
        ScenarioJson = json.GetProperty("scenario").GetRawText(),
        Topology = json.Texts("topology"),
        Hosts = [.. json.GetProperty("hosts").EnumerateArray().Select(Host)],
        Phases = [.. json.GetProperty("phases").EnumerateArray().Select(phase =>
            new RunPhase(phase.Instant("from_s"), phase.Instant("to_s"), phase.Text("name")))],
        Events = [.. json.GetProperty("timeline").EnumerateArray().Select(entry =>
            new RunEvent(entry.Instant("at_s"), entry.Text("text")))],
        Nics = [.. json.GetProperty("nics").EnumerateArray().Select(nic => Nic(nic, series))],
        Links = [.. json.GetProperty("links").EnumerateArray().Select(link => Link(link, series))],
        Connections = [.. json.GetProperty("connections").EnumerateArray()
            .Select(connection => StreamsReader.Connection(connection, series))],
        Sources = [.. json.GetProperty("sources").EnumerateArray().Select(StreamsReader.Source)],
        Players = [.. json.GetProperty("players").EnumerateArray()
            .Select(player => StreamsReader.Player(player, series))],
        Engine = Engine(json.GetProperty("engine")),
        Fingerprint = Fingerprint(json.GetProperty("fingerprint")),
        Notices = json.Texts("notices"),
    };

    private static HostRecord Host(JsonElement host) => new()
    {
        Name = host.Text("name"),
        Stack = host.OptionalText("stack"),
        Interfaces = host.Texts("interfaces"),
        Routing = host.Texts("routing"),
    };

    private static NicRecord Nic(JsonElement nic, RunSeries series)
    {
        string host = nic.Text("host");
        string name = nic.Text("name");
        return new NicRecord
        {
            Host = host,
            Name = name,
            Samples = series.Nics.GetValueOrDefault($"{host}.{name}") ?? [],
        };
    }

    private static LinkRecord Link(JsonElement link, RunSeries series)
    {
        string name = link.Text("name");
        string from = link.Text("from");
        string to = link.Text("to");
        return new LinkRecord
        {
            Name = name,
            From = from,
            To = to,
            Rates = [.. link.GetProperty("rates").EnumerateArray().Select(step =>
                new RateStep(step.Instant("at_s"), new BitRate(step.GetProperty("bit_s").GetInt64())))],
            Samples = series.Links.GetValueOrDefault($"{name}.{from}-{to}") ?? [],
        };
    }

    private static EngineRecord Engine(JsonElement engine) => new(
        engine.GetProperty("events").GetInt64(),
        engine.GetProperty("packet_hops").GetInt64(),
        engine.GetProperty("cpu_s").GetDouble(),
        engine.GetProperty("wall_s").GetDouble(),
        engine.GetProperty("peak_rss_bytes").GetInt64(),
        engine.GetProperty("compilation_s").GetDouble(),
        engine.TryGetProperty("lateness_us", out JsonElement lateness)
            ? new LatenessRecord(
                lateness.GetProperty("p50").GetDouble(),
                lateness.GetProperty("p99").GetDouble(),
                lateness.GetProperty("max").GetDouble())
            : null);

    private static RunFingerprint? Fingerprint(JsonElement fingerprint) =>
        fingerprint.OptionalText("events") is string events
            ? new RunFingerprint(events, fingerprint.Text("nics"), fingerprint.Text("playback"))
            : null;
}
