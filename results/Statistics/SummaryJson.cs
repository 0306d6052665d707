using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Results.Recording;

namespace Results.Statistics;

/// <summary>Writes <c>summary.json</c>: a run in numbers, units in the keys, keys always in the same order.</summary>
/// <remarks>
/// A number that a run does not have is null, so that every run of one scenario has the same keys. Real numbers are
/// rounded to six decimals. Counters are over the whole run; <c>mean_*</c>, <c>goodput_mbit_s</c>, <c>utilisation</c>
/// and <c>loss_ratio</c> are over the measured window; <c>peak_tx_mbit_s</c> is the highest rate in any half second.
/// </remarks>
public static class SummaryJson
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string Name = "summary.json";

    /// <summary>Writes the file.</summary>
    /// <param name="run">The run.</param>
    /// <param name="summary">Its numbers.</param>
    /// <param name="expectations">What the scenario expects, judged.</param>
    /// <param name="stream">Where to write.</param>
    public static void Write(
        RunRecord run, RunSummary summary, IReadOnlyList<RunExpectation> expectations, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, JsonLayout.Options);
        Write(run, summary, expectations, json);
    }

    /// <summary>The same numbers as a tree, to judge expectations on.</summary>
    public static JsonElement ToElement(RunRecord run, RunSummary summary)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonLayout.Options))
        {
            Write(run, summary, [], json);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>What the scenario expected, as it was judged, out of the tree of a <c>summary.json</c>.</summary>
    public static IReadOnlyList<RunExpectation> ExpectationsIn(JsonElement summary) =>
    [
        .. summary.GetProperty("expect").EnumerateArray().Select(expectation => new RunExpectation(
            expectation.GetProperty("text").GetString() ?? "",
            expectation.GetProperty("holds").GetBoolean(),
            expectation.GetProperty("value").ValueKind == JsonValueKind.Null
                ? null
                : expectation.GetProperty("value").GetDouble())),
    ];

    private static void Write(
        RunRecord run, RunSummary summary, IReadOnlyList<RunExpectation> expectations, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("scenario", run.Scenario);
        json.WriteNumber("seed", run.Seed);
        WriteNumber(json, "duration_s", run.Duration.Seconds);
        json.WriteString("stack", run.Stack);
        WriteFingerprint(json, run, summary);
        WriteEngine(json, run.Engine);
        WritePhases(json, run.Phases);
        WriteNics(json, summary.Nics);
        WriteLinks(json, summary.Links);
        WriteConnections(json, summary.Connections);
        WritePlayers(json, summary.Players);
        WriteExpectations(json, expectations);
        json.WriteEndObject();
    }

    private static void WriteFingerprint(Utf8JsonWriter json, RunRecord run, RunSummary summary)
    {
        json.WriteStartObject("fingerprint");
        json.WriteString("events", run.Fingerprint?.Events);
        json.WriteString("nics", run.Fingerprint?.Nics);
        json.WriteString("playback", run.Fingerprint?.Playback);
        json.WriteStartObject("media_sha256");
        foreach (PlayerSummary player in summary.Players)
        {
            json.WriteString(player.Name, player.MediaSha256);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEngine(Utf8JsonWriter json, EngineRecord engine)
    {
        json.WriteStartObject("engine");
        json.WriteNumber("events", engine.Events);
        json.WriteNumber("packet_hops", engine.PacketHops);
        WriteNumber(json, "cpu_s", engine.CpuSeconds);
        WriteNumber(json, "compilation_s", engine.CompilationSeconds);
        WriteNumber(json, "wall_s", engine.WallSeconds);
        json.WriteNumber("peak_rss_bytes", engine.PeakRssBytes);
        if (engine.Lateness is LatenessRecord lateness)
        {
            json.WriteStartObject("lateness_us");
            WriteNumber(json, "p50", lateness.P50Microseconds);
            WriteNumber(json, "p99", lateness.P99Microseconds);
            WriteNumber(json, "max", lateness.MaxMicroseconds);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WritePhases(Utf8JsonWriter json, IReadOnlyList<RunPhase> phases)
    {
        json.WriteStartArray("phases");
        foreach (RunPhase phase in phases)
        {
            json.WriteStartObject();
            WriteNumber(json, "from_s", phase.From.Seconds);
            WriteNumber(json, "to_s", phase.To.Seconds);
            json.WriteString("name", phase.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNics(Utf8JsonWriter json, IReadOnlyList<NicSummary> nics)
    {
        json.WriteStartObject("nics");
        foreach (NicSummary nic in nics)
        {
            json.WriteStartObject(nic.Key);
            json.WriteNumber("tx_bytes", nic.TxBytes);
            json.WriteNumber("rx_bytes", nic.RxBytes);
            WriteNumbers(json, "tx_mbit_s", nic.TxMegabitsPerSecond);
            WriteNumbers(json, "rx_mbit_s", nic.RxMegabitsPerSecond);
            WriteNumber(json, "peak_tx_mbit_s", nic.PeakTxMegabitsPerSecond);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, IReadOnlyList<LinkSummary> links)
    {
        json.WriteStartObject("links");
        foreach (LinkSummary link in links)
        {
            json.WriteStartObject(link.Key);
            WriteNumber(json, "utilisation", link.Utilisation);
            json.WriteNumber("sent_packets", link.SentPackets);
            json.WriteNumber("dropped_packets", link.DroppedPackets);
            WriteNumber(json, "loss_ratio", link.LossRatio);
            WriteNumber(json, "mean_queue_ms", link.MeanQueueMilliseconds);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteConnections(Utf8JsonWriter json, IReadOnlyList<ConnectionSummary> connections)
    {
        json.WriteStartObject("connections");
        foreach (ConnectionSummary connection in connections)
        {
            json.WriteStartObject(connection.Name);
            json.WriteString("transport", connection.Transport);
            json.WriteBoolean("fallback", connection.Fallback);
            json.WriteNumber("subflows", connection.Subflows);
            json.WriteNumber("bytes_delivered", connection.BytesDelivered);
            WriteNumber(json, "goodput_mbit_s", connection.GoodputMegabitsPerSecond);
            WriteNumbers(json, "goodput_mbit_s_per_phase", connection.GoodputMegabitsPerSecondPerPhase);
            json.WriteNumber("retransmitted_segments", connection.RetransmittedSegments);
            json.WriteNumber("reinjected_bytes", connection.ReinjectedBytes);
            json.WriteNumber("duplicate_bytes", connection.DuplicateBytes);
            json.WriteStartArray("subflow");
            foreach (SubflowSummary subflow in connection.Subflow)
            {
                WriteSubflow(json, subflow);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteSubflow(Utf8JsonWriter json, SubflowSummary subflow)
    {
        json.WriteStartObject();
        json.WriteString("local", subflow.Local);
        json.WriteString("remote", subflow.Remote);
        json.WriteNumber("sent_bytes", subflow.SentBytes);
        json.WriteNumber("delivered_bytes", subflow.DeliveredBytes);
        WriteNumber(json, "goodput_mbit_s", subflow.GoodputMegabitsPerSecond);
        WriteNumber(json, "mean_srtt_ms", subflow.MeanSrttMilliseconds);
        WriteNumber(json, "mean_cwnd_packets", subflow.MeanCwndPackets);
        json.WriteNumber("retransmitted_segments", subflow.RetransmittedSegments);
        json.WriteNumber("timeouts", subflow.Timeouts);
        json.WriteEndObject();
    }

    private static void WritePlayers(Utf8JsonWriter json, IReadOnlyList<PlayerSummary> players)
    {
        json.WriteStartObject("players");
        foreach (PlayerSummary player in players)
        {
            json.WriteStartObject(player.Name);
            WriteNumber(json, "startup_s", player.StartupSeconds);
            json.WriteNumber("stalls", player.Stalls);
            WriteNumber(json, "stall_time_s", player.StallTimeSeconds);
            WriteNumber(json, "longest_gap_s", player.LongestGapSeconds);
            json.WriteStartArray("gap_after_event_s");
            foreach (double? gap in player.GapAfterEventSeconds)
            {
                WriteValue(json, gap);
            }

            json.WriteEndArray();
            WriteNumber(json, "max_lateness_s", player.MaxLatenessSeconds);
            json.WriteNumber("frames_received", player.FramesReceived);
            WriteNumber(json, "frames_sent", player.FramesSent);
            json.WriteNumber("bytes_received", player.BytesReceived);
            WriteNumber(json, "media_intact", player.MediaIntact is bool intact ? (intact ? 1 : 0) : null);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteExpectations(Utf8JsonWriter json, IReadOnlyList<RunExpectation> expectations)
    {
        json.WriteStartArray("expect");
        foreach (RunExpectation expectation in expectations)
        {
            json.WriteStartObject();
            json.WriteString("text", expectation.Text);
            json.WriteBoolean("holds", expectation.Holds);
            WriteNumber(json, "value", expectation.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            WriteValue(json, value);
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        WriteValue(json, value);
    }

    private static void WriteValue(Utf8JsonWriter json, double? value)
    {
        if (value is double number && double.IsFinite(number))
        {
            json.WriteNumberValue(Math.Round(number, 6));
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
