using System;
using System.Linq;
using System.Text.Json.Nodes;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Writing;

/// <summary>Writes applications.</summary>
internal static class ApplicationJson
{
    /// <summary>One application with all its settings, defaults included.</summary>
    public static JsonNode ToJson(ApplicationDefinition application)
    {
        JsonObject json = new JsonObject()
            .With("name", application.Name.Name)
            .With("kind", application.Kind)
            .With("start", application.Start.ToString())
            .With("stop", application.Stop?.ToString())
            .With("command", JsonParts.Of((application.Command?.Words ?? []).Select(word => (JsonNode)word)))
            .With("mptcp", application.Command?.Mptcp);
        return application switch
        {
            RtmpServerApplication server => json
                .With("host", server.Host.Name)
                .With("port", server.Port)
                .With("gop-cache", server.GopCache)
                .With("gop-cache-size", server.GopCacheSize.ToString())
                .With("gop-cache-frames", server.GopCacheFrames)
                .With("queue", server.Queue.ToString())
                .With("queue-size", server.QueueSize.ToString())
                .With("writes", server.Writes?.ToString())
                .With("merge-latency", server.MergeLatency.ToString())
                .With("chunk-size", server.ChunkSize?.ToString())
                .With("on-second-publisher", server.OnSecondPublisher == SecondPublisherRule.Replace ? "replace" : "refuse")
                .With("origin", server.Origin?.ToString())
                .With("origin-idle", server.OriginIdle.ToString())
                .With("max-connections", server.MaxConnections)
                .With("handshake-timeout", server.HandshakeTimeout.ToString())
                .With("idle-timeout", server.IdleTimeout.ToString())
                .With("send-timeout", server.SendTimeout.ToString()),
            RtmpPushApplication push => AddMedia(
                json.With("host", push.Host.Name).With("to", push.To.ToString()), push.Media)
                .With("loop", push.Loop)
                .With("writes", push.Writes?.ToString())
                .With("chunk-size", push.ChunkSize?.ToString()),
            RtmpClientApplication client => json
                .With("host", client.Host.Name)
                .With("from", client.From.ToString())
                .With("buffer", client.Buffer.ToString())
                .With("start-after", client.StartAfter.ToString()),
            BulkApplication bulk => AddPairs(json, bulk.Pairs)
                .With("bytes", bulk.Bytes?.ToString() ?? "unlimited")
                .With("transport", StackJson.Transport(bulk.Transport))
                .With("congestion", bulk.Congestion?.Name)
                .With("scheduler", bulk.Scheduler?.Name)
                .With("subflows", bulk.SubflowCount is int count ? count : JsonParts.Of(bulk.Subflows.Select(
                    subflow => JsonParts.OfNames([subflow.Source, subflow.Destination])!)))
                .With("via", JsonParts.Of(bulk.Via.Select(hops => JsonParts.OfNames(hops) ?? []))),
            DatagramsApplication datagrams => AddPairs(json, datagrams.Pairs)
                .With("rate", datagrams.Rate?.ToString())
                .With("size", DistributionText.Of(datagrams.Size, bytes => new ByteSize((long)bytes).ToString()))
                .With("gap", DistributionText.Time(datagrams.Gap))
                .With("on", datagrams.On is Distribution on ? DistributionText.Time(on) : null)
                .With("off", datagrams.Off is Distribution off ? DistributionText.Time(off) : null)
                .With("via", JsonParts.OfNames(datagrams.Via)),
            _ => throw new InvalidOperationException($"No rule writes {application.Kind}."),
        };
    }

    private static JsonObject AddMedia(JsonObject json, MediaDefinition media) => media switch
    {
        MediaDefinition.Flv file => json.With("media", file.Written),
        MediaDefinition.OfProgram => json,
        MediaDefinition.Source source => json
            .With("media", source.Name.Name)
            .With("source", new JsonObject()
                .With("rate", source.Settings.Rate.ToString())
                .With("frame-rate", source.Settings.FrameRate)
                .With("gop", source.Settings.Gop.ToString())
                .With("audio-rate", source.Settings.AudioRate.ToString())),
        _ => throw new InvalidOperationException($"No rule writes {media}."),
    };

    private static JsonObject AddPairs(JsonObject json, TrafficPairs pairs) => pairs switch
    {
        TrafficPairs.Given { Numbered: false } given =>
            json.With("from", given.Pairs[0].From.Name).With("to", given.Pairs[0].To.Name),
        TrafficPairs.Given given =>
            json.With("pairs", JsonParts.Of(given.Pairs.Select(pair => JsonParts.OfNames([pair.From, pair.To])!))),
        TrafficPairs.Permutation => json.With("pairs", "permutation"),
        _ => throw new InvalidOperationException($"No rule writes {pairs}."),
    };
}
