using Experiments.Scenario.Records;
using Protocols.Streaming;

namespace Experiments.Composition;

/// <summary>The settings of a scenario's server as the server knows them.</summary>
internal static class ServerOptions
{
    /// <summary>All but what depends on where it runs.</summary>
    public static RtmpServerOptions Of(RtmpServerApplication definition)
    {
        RtmpServerOptions options = new()
        {
            Port = (ushort)definition.Port,
            GopCache = definition.GopCache,
            ViewerBacklogTime = definition.Queue,
            WritePattern = Writes.Of(definition.Writes, Protocols.Streaming.WritePattern.PerChunk),
        };
        return definition.ChunkSize is { } size
            ? options with { Session = options.Session with { ChunkSize = (int)size.Bytes } }
            : options;
    }
}
