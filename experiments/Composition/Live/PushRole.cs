using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Sockets;
using Protocols.Streaming;
using Results.Recording;

namespace Experiments.Composition.Live;

/// <summary>Publishes a media source.</summary>
/// <param name="url">Where.</param>
/// <param name="source">What.</param>
/// <param name="media">The same in words.</param>
/// <param name="random">For the handshake.</param>
public sealed class PushRole(RtmpUrl url, IMediaSource source, string media, RandomStream random) : ILiveRole
{
    private RtmpPush? _push;

    /// <inheritdoc/>
    public string Name => "push";

    /// <inheritdoc/>
    public string Title => $"push {media} to {url}";

    /// <inheritdoc/>
    public bool IsSender => true;

    /// <inheritdoc/>
    public bool EndsByInterrupt => false;

    /// <inheritdoc/>
    public string? Failure => _push?.Failure;

    /// <inheritdoc/>
    public Task RunAsync(IHost host)
    {
        RtmpPushSettings settings = new() { Url = url, Stream = new StreamOptions { Name = Name } };
        _push = new RtmpPush(host, settings, source, random, observer: null);
        return _push.RunAsync();
    }

    /// <inheritdoc/>
    public void Stop() => _push?.Stop();

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(Instant now) =>
    [
        FormattableString.Invariant($"{_push?.FramesSent ?? 0} frames sent"),
        FormattableString.Invariant($"at most {(_push?.MaxLateness ?? Duration.Zero).Seconds:0.00} s late"),
    ];

    /// <inheritdoc/>
    public SourceRecord? ToSource(string host) => _push is null
        ? null
        : new SourceRecord(Name, host, _push.Digest.FrameCount, _push.Digest.FrameBytes, media);

    /// <inheritdoc/>
    public PlayerRecord? ToPlayer(string host, Instant start, Instant end) => null;
}
