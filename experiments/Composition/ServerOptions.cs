using Experiments.Scenario.Records;
using Protocols.Rtmp;
using Protocols.Streaming;

namespace Experiments.Composition;

/// <summary>The settings of a scenario's server as the server knows them.</summary>
internal static class ServerOptions
{
    // What SRS 7 has by default: chunk_size 60000, in_ack_size and out_ack_size 2500000. Its documented mw_latency of 350 ms is not
    // among it: how a real SRS writes was never traced, and writes of whole messages come nearest to the shares of the two paths
    // that were measured (docs/rtmp.md).
    private static readonly RtmpServerSettings _srs = new() { ChunkSize = 60_000, AcknowledgementWindowBytes = 2_500_000 };

    /// <summary>All but what depends on where it runs: its streams' options, and the origin.</summary>
    public static RtmpServerOptions Of(RtmpServerApplication definition)
    {
        bool isLikeSrs = definition.Writes is Scenario.Records.WritePattern.Named { Kind: WritePatternKind.Srs };
        RtmpServerSettings session = isLikeSrs ? _srs : RtmpServerSettings.Default;
        return new RtmpServerOptions
        {
            Port = (ushort)definition.Port,
            GopCache = definition.GopCache,
            GopCacheCapacity = definition.GopCacheSize,
            GopCacheFrames = definition.GopCacheFrames,
            ViewerBacklog = definition.QueueSize,
            ViewerBacklogTime = definition.Queue,
            WritePattern = Writes.Of(definition.Writes, Protocols.Streaming.WritePattern.NginxRtmp),
            MergeLatency = definition.MergeLatency,
            OnSecondPublisher = definition.OnSecondPublisher == SecondPublisherRule.Replace
                ? SecondPublisher.Replace
                : SecondPublisher.Refuse,
            MaxConnections = definition.MaxConnections,
            HandshakeTimeout = definition.HandshakeTimeout,
            IdleTimeout = definition.IdleTimeout,
            SendTimeout = definition.SendTimeout,
            Session = definition.ChunkSize is { } size ? session with { ChunkSize = (int)size.Bytes } : session,
        };
    }
}
