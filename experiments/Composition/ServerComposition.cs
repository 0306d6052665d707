using System.Collections.Generic;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Sockets;
using Protocols.Streaming;

namespace Experiments.Composition;

/// <summary>A streaming server on a host.</summary>
internal sealed class ServerComposition : IConnecting, INamingConnections
{
    // What SRS 7 has by default: chunk_size 60000, in_ack_size and out_ack_size 2500000, mw_latency 350.
    private static readonly RtmpServerSettings _srs = new() { ChunkSize = 60_000, AcknowledgementWindowBytes = 2_500_000 };
    private static readonly Duration _srsMergeLatency = Duration.FromMilliseconds(350);

    private readonly RtmpServerApplication _definition;
    private readonly IHost _host;

    /// <summary>Builds it.</summary>
    public ServerComposition(RtmpServerApplication definition, IHost host, RandomStream random)
    {
        _definition = definition;
        _host = host;
        bool isLikeSrs = definition.Writes is Experiments.Scenario.Records.WritePattern.Named { Kind: WritePatternKind.Srs };
        RtmpServerSettings session = isLikeSrs ? _srs : RtmpServerSettings.Default;
        RtmpServerOptions options = new()
        {
            Port = (ushort)definition.Port,
            GopCache = definition.GopCache,
            GopCacheCapacity = definition.GopCacheSize,
            GopCacheFrames = definition.GopCacheFrames,
            ViewerBacklog = definition.QueueSize,
            ViewerBacklogTime = definition.Queue,
            WritePattern = Writes.Of(definition.Writes, Protocols.Streaming.WritePattern.NginxRtmp),
            MergeLatency = definition.MergeLatency ?? (isLikeSrs ? _srsMergeLatency : Duration.Zero),
            OnSecondPublisher = definition.OnSecondPublisher == SecondPublisherRule.Replace
                ? SecondPublisher.Replace
                : SecondPublisher.Refuse,
            Origin = definition.Origin is { } origin ? OriginOf(origin) : null,
            MaxConnections = definition.MaxConnections,
            HandshakeTimeout = definition.HandshakeTimeout,
            IdleTimeout = definition.IdleTimeout,
            SendTimeout = definition.SendTimeout,
            Session = definition.ChunkSize is { } size ? session with { ChunkSize = (int)size.Bytes } : session,
            Stream = new StreamOptions { Name = Name },
        };
        Server = new RtmpServer(host, options, random);
    }

    /// <inheritdoc/>
    public string Name => _definition.Name.Name;

    /// <summary>The server.</summary>
    public RtmpServer Server { get; }

    /// <inheritdoc/>
    public IEnumerable<OpenedStream> Opened => SimulatedStreams.Of(_host, this);

    /// <inheritdoc/>
    public IEnumerable<ConnectionNaming> Connections =>
        _definition.Origin is { } origin ? [new(PullName, $"{origin.Host.Name}-{_host.Name}", IsSender: false)] : [];

    /// <inheritdoc/>
    public IEnumerable<(string From, string To)> Traffic =>
        _definition.Origin is { } origin ? [(_host.Name, origin.Host.Name)] : [];

    private string PullName => Name + " from origin";

    /// <inheritdoc/>
    public void Start() => _host.Spawn(Server.RunAsync());

    /// <inheritdoc/>
    public void Stop() => Server.Stop();

    private RtmpOrigin OriginOf(OriginDefinition origin) => new(origin.Host.Name, (ushort)origin.Port)
    {
        Idle = _definition.OriginIdle,
        Stream = new StreamOptions { Name = PullName },
    };
}
