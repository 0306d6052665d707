using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Results.Recording;

/// <summary>Reads the part of the manifest above the network: connections, media sources and players.</summary>
internal static class StreamsReader
{
    public static ConnectionRecord Connection(JsonElement connection, RunSeries series)
    {
        string name = connection.Text("name");
        return new ConnectionRecord
        {
            Name = name,
            Transport = connection.Text("transport"),
            Fallback = connection.GetProperty("fallback").GetBoolean(),
            EstablishedAt = connection.OptionalInstant("established_s"),
            ClosedAt = connection.OptionalInstant("closed_s"),
            Error = connection.OptionalText("error"),
            BytesDelivered = connection.GetProperty("bytes_delivered").GetInt64(),
            ReinjectedBytes = connection.GetProperty("reinjected_bytes").GetInt64(),
            DuplicateBytes = connection.GetProperty("duplicate_bytes").GetInt64(),
            Subflows = [.. connection.GetProperty("subflows").EnumerateArray()
                .Select(subflow => Subflow(name, subflow, series))],
            Samples = series.Connections.GetValueOrDefault(name) ?? [],
        };
    }

    public static SourceRecord Source(JsonElement source) => new(
        source.Text("name"),
        source.Text("host"),
        source.GetProperty("frames_sent").GetInt64(),
        source.GetProperty("bytes_sent").GetInt64(),
        source.OptionalText("media"));

    public static PlayerRecord Player(JsonElement player, RunSeries series)
    {
        string name = player.Text("name");
        JsonElement intact = player.GetProperty("media_intact");
        return new PlayerRecord
        {
            Name = name,
            Host = player.Text("host"),
            Source = player.OptionalText("source"),
            StartedAt = player.Instant("started_s"),
            Startup = player.OptionalInstant("startup_s")?.SinceStart,
            EndedAt = player.OptionalInstant("ended_s"),
            Log = series.Players.GetValueOrDefault(name) ?? [],
            Stalls = [.. player.GetProperty("stalls").EnumerateArray().Select(stall =>
                new PlaybackStall(stall.Instant("from_s"), stall.Instant("to_s")))],
            MediaIntact = intact.ValueKind == JsonValueKind.Null ? null : intact.GetBoolean(),
            MediaSha256 = player.OptionalText("media_sha256"),
        };
    }

    private static SubflowRecord Subflow(string connection, JsonElement subflow, RunSeries series)
    {
        int number = subflow.GetProperty("number").GetInt32();
        return new SubflowRecord
        {
            Number = number,
            Local = subflow.Text("local"),
            Remote = subflow.Text("remote"),
            Path = subflow.OptionalText("path"),
            EstablishedAt = subflow.OptionalInstant("established_s"),
            ClosedAt = subflow.OptionalInstant("closed_s"),
            SentBytes = subflow.GetProperty("sent_bytes").GetInt64(),
            DeliveredBytes = subflow.GetProperty("delivered_bytes").GetInt64(),
            RetransmittedSegments = subflow.GetProperty("retransmitted_segments").GetInt64(),
            Timeouts = subflow.GetProperty("timeouts").GetInt64(),
            Samples = series.Subflows.GetValueOrDefault((connection, number)) ?? [],
        };
    }
}
