using System.Text.Json;

namespace Results.Recording;

/// <summary>The part of the manifest above the network: connections, media sources and players.</summary>
internal static class ManifestStreams
{
    public static void Write(Utf8JsonWriter json, RunRecord record)
    {
        json.WriteStartArray("connections");
        foreach (ConnectionRecord connection in record.Connections)
        {
            WriteConnection(json, connection);
        }

        json.WriteEndArray();
        json.WriteStartArray("sources");
        foreach (SourceRecord source in record.Sources)
        {
            json.WriteStartObject();
            json.WriteString("name", source.Name);
            json.WriteString("host", source.Host);
            json.WriteNumber("frames_sent", source.FramesSent);
            json.WriteNumber("bytes_sent", source.BytesSent);
            json.WriteString("media", source.Media);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("players");
        foreach (PlayerRecord player in record.Players)
        {
            WritePlayer(json, player);
        }

        json.WriteEndArray();
    }

    private static void WriteConnection(Utf8JsonWriter json, ConnectionRecord connection)
    {
        json.WriteStartObject();
        json.WriteString("name", connection.Name);
        json.WriteString("transport", connection.Transport);
        json.WriteBoolean("fallback", connection.Fallback);
        json.WriteSeconds("established_s", connection.EstablishedAt);
        json.WriteSeconds("closed_s", connection.ClosedAt);
        json.WriteString("error", connection.Error);
        json.WriteNumber("bytes_delivered", connection.BytesDelivered);
        json.WriteNumber("reinjected_bytes", connection.ReinjectedBytes);
        json.WriteNumber("duplicate_bytes", connection.DuplicateBytes);
        json.WriteStartArray("subflows");
        foreach (SubflowRecord subflow in connection.Subflows)
        {
            json.WriteStartObject();
            json.WriteNumber("number", subflow.Number);
            json.WriteString("local", subflow.Local);
            json.WriteString("remote", subflow.Remote);
            json.WriteString("path", subflow.Path);
            json.WriteSeconds("established_s", subflow.EstablishedAt);
            json.WriteSeconds("closed_s", subflow.ClosedAt);
            json.WriteNumber("sent_bytes", subflow.SentBytes);
            json.WriteNumber("delivered_bytes", subflow.DeliveredBytes);
            json.WriteNumber("retransmitted_segments", subflow.RetransmittedSegments);
            json.WriteNumber("timeouts", subflow.Timeouts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePlayer(Utf8JsonWriter json, PlayerRecord player)
    {
        json.WriteStartObject();
        json.WriteString("name", player.Name);
        json.WriteString("host", player.Host);
        json.WriteString("source", player.Source);
        json.WriteSeconds("started_s", player.StartedAt);
        json.WriteSeconds("startup_s", player.Startup);
        json.WriteSeconds("ended_s", player.EndedAt);
        json.WriteStartArray("stalls");
        foreach (PlaybackStall stall in player.Stalls)
        {
            json.WriteStartObject();
            json.WriteSeconds("from_s", stall.From);
            json.WriteSeconds("to_s", stall.To);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("media_intact");
        if (player.MediaIntact is bool intact)
        {
            json.WriteBooleanValue(intact);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteString("media_sha256", player.MediaSha256);
        json.WriteEndObject();
    }
}
