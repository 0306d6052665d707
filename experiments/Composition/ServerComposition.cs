using System.Collections.Generic;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Sockets;
using Protocols.Streaming;

namespace Experiments.Composition;

/// <summary>A streaming server on a host.</summary>
internal sealed class ServerComposition : IConnecting, INamingConnections
{
    private readonly RtmpServerApplication _definition;
    private readonly IHost _host;

    /// <summary>Builds it.</summary>
    public ServerComposition(RtmpServerApplication definition, IHost host, RandomStream random)
    {
        _definition = definition;
        _host = host;
        RtmpServerOptions options = ServerOptions.Of(definition) with
        {
            Origin = definition.Origin is { } origin ? OriginOf(origin) : null,
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
