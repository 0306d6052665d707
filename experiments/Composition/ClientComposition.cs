using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Sockets;
using Protocols.Streaming;
using Results.Recording;

namespace Experiments.Composition;

/// <summary>A viewer on a host.</summary>
internal sealed class ClientComposition : IConnecting, INamingConnections, IPlaying
{
    private readonly RtmpClientApplication _definition;
    private readonly IReadOnlyList<RtmpServerApplication> _servers;
    private readonly IHost _host;
    private readonly RtmpClient _client;
    private readonly PlaybackProbe _probe = new();

    /// <summary>Builds it.</summary>
    /// <param name="definition">What it does.</param>
    /// <param name="host">Where it runs.</param>
    /// <param name="random">For handshakes.</param>
    /// <param name="servers">All servers of the scenario: some may be edges.</param>
    public ClientComposition(
        RtmpClientApplication definition, IHost host, RandomStream random, IReadOnlyList<RtmpServerApplication> servers)
    {
        _definition = definition;
        _servers = servers;
        _host = host;
        RtmpClientSettings settings = new()
        {
            Url = Urls.Of(definition.From),
            Playback = new PlaybackSettings { Capacity = definition.Buffer, StartAfter = definition.StartAfter },
            Stream = new StreamOptions { Name = Name },
        };
        _client = new RtmpClient(host, settings, random, _probe);
    }

    /// <inheritdoc/>
    public string Name => _definition.Name.Name;

    /// <summary>Why it ended early; null when it did not.</summary>
    public string? Failure => _client.Failure;

    /// <inheritdoc/>
    public IEnumerable<OpenedStream> Opened => SimulatedStreams.Of(_host, this);

    /// <inheritdoc/>
    public IEnumerable<ConnectionNaming> Connections => [new(Name, $"{_definition.From.Host.Name}-{_host.Name}", IsSender: false)];

    /// <inheritdoc/>
    public IEnumerable<(string From, string To)> Traffic => [(_host.Name, _definition.From.Host.Name)];

    /// <inheritdoc/>
    public void Start() => _host.Spawn(_client.RunAsync());

    /// <inheritdoc/>
    public void Stop() => _client.Stop();

    /// <inheritdoc/>
    public PlayerRecord ToRecord(Instant end, IReadOnlyList<IPublishing> sources)
    {
        _client.Playback.Advance(end);
        HashSet<string> urls = [.. Origins.PathOf(_definition.From, _servers).Select(url => url.ToString())];
        PushComposition? source = sources.OfType<PushComposition>().FirstOrDefault(candidate => urls.Contains(candidate.Url));
        MediaComparison? comparison = source is null ? null : _client.Digest.CompareWith(source.Digest);
        return new PlayerRecord
        {
            Name = Name,
            Host = _host.Name,
            Source = source?.Name,
            StartedAt = Instant.Zero + _definition.Start,
            Startup = _client.StartupTime,
            Log = _probe.Log,
            Stalls = _probe.StallsUntil(end),
            MediaIntact = comparison?.IsIdentical,
            MediaSha256 = _client.Digest.HashOfSpan(0, _client.Digest.FrameCount),
        };
    }
}
