using System;
using System.Collections.Generic;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Sockets;
using Protocols.Streaming;
using Results.Recording;

namespace Experiments.Composition;

/// <summary>A live source on a host.</summary>
internal sealed class PushComposition : IConnecting, INamingConnections, IPublishing
{
    private readonly RtmpPushApplication _definition;
    private readonly IHost _host;
    private readonly RtmpPush _push;

    /// <summary>Builds it.</summary>
    public PushComposition(RtmpPushApplication definition, IHost host, RandomStream random, IMediaSource source)
    {
        _definition = definition;
        _host = host;
        RtmpPushSettings settings = new()
        {
            Url = Urls.Of(definition.To),
            WritePattern = Writes.Of(definition.Writes, Protocols.Streaming.WritePattern.FfmpegLike),
            ChunkSize = (int?)definition.ChunkSize?.Bytes,
            Stream = new StreamOptions { Name = Name },
        };
        _push = new RtmpPush(host, settings, source, random, observer: null);
    }

    /// <inheritdoc/>
    public string Name => _definition.Name.Name;

    /// <summary>Which stream it publishes.</summary>
    public string Url => _definition.To.ToString();

    /// <summary>What it sent.</summary>
    public MediaDigest Digest => _push.Digest;

    /// <summary>Why it ended early; null when it did not.</summary>
    public string? Failure => _push.Failure;

    /// <inheritdoc/>
    public IEnumerable<OpenedStream> Opened => SimulatedStreams.Of(_host, this);

    /// <inheritdoc/>
    public IEnumerable<ConnectionNaming> Connections => [new(Name, $"{_host.Name}-{_definition.To.Host.Name}", IsSender: true)];

    /// <inheritdoc/>
    public IEnumerable<(string From, string To)> Traffic => [(_host.Name, _definition.To.Host.Name)];

    /// <inheritdoc/>
    public void Start() => _host.Spawn(_push.RunAsync());

    /// <inheritdoc/>
    public void Stop() => _push.Stop();

    /// <inheritdoc/>
    public SourceRecord ToRecord() =>
        new(Name, _host.Name, _push.Digest.FrameCount, _push.Digest.FrameBytes, Describe(_definition.Media));

    private static string Describe(MediaDefinition media) => media switch
    {
        MediaDefinition.Flv flv => flv.Written,
        MediaDefinition.Source source => FormattableString.Invariant(
            $"{source.Name.Name}: {source.Settings.Rate}, {source.Settings.FrameRate} frames/s, GOP {source.Settings.Gop}, audio {source.Settings.AudioRate}"),
        _ => "",
    };
}
