using System.Collections.Generic;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Sockets;
using Protocols.Streaming;

namespace Experiments.Composition;

/// <summary>A streaming server on a host.</summary>
internal sealed class ServerComposition : IComposedApplication
{
    private readonly RtmpServerApplication _definition;
    private readonly IHost _host;

    /// <summary>Builds it.</summary>
    public ServerComposition(RtmpServerApplication definition, IHost host, RandomStream random)
    {
        _definition = definition;
        _host = host;
        RtmpServerOptions options = new()
        {
            Port = (ushort)definition.Port,
            GopCache = definition.GopCache,
            ViewerBacklogTime = definition.Queue,
            WritePattern = Writes.Of(definition.Writes, Protocols.Streaming.WritePattern.PerChunk),
            Stream = new StreamOptions { Name = Name },
        };
        if (definition.ChunkSize is { } size)
        {
            options = options with { Session = options.Session with { ChunkSize = (int)size.Bytes } };
        }

        Server = new RtmpServer(host, options, random);
    }

    /// <inheritdoc/>
    public string Name => _definition.Name.Name;

    /// <summary>The server.</summary>
    public RtmpServer Server { get; }

    /// <inheritdoc/>
    public IEnumerable<(string From, string To)> Traffic => [];

    /// <inheritdoc/>
    public void Start() => _host.Spawn(Server.RunAsync());

    /// <inheritdoc/>
    public void Stop() => Server.Stop();
}
