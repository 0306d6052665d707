using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Sockets;
using Protocols.Streaming;
using Results.Recording;

namespace Experiments.Composition.Live;

/// <summary>Plays a stream.</summary>
/// <param name="settings">What and how.</param>
/// <param name="random">For the handshake.</param>
/// <param name="save">Where what arrives is kept; null for nowhere.</param>
/// <param name="keepsLog">Whether each frame is remembered for the results.</param>
public sealed class PlayRole(RtmpClientSettings settings, RandomStream random, FlvFileSink? save, bool keepsLog) : ILiveRole
{
    private readonly PlaybackProbe? _probe = keepsLog ? new PlaybackProbe() : null;
    private RtmpClient? _client;

    /// <inheritdoc/>
    public string Name => "play";

    /// <inheritdoc/>
    public string Title => $"play {settings.Url}";

    /// <inheritdoc/>
    public bool IsSender => false;

    /// <inheritdoc/>
    public bool EndsByInterrupt => false;

    /// <inheritdoc/>
    public string? Failure => save?.Failure ?? _client?.Failure;

    /// <inheritdoc/>
    public Task RunAsync(IHost host)
    {
        RtmpClientSettings named = settings with { Stream = settings.Stream with { Name = Name } };
        _client = new RtmpClient(host, named, random, _probe) { Sink = save };
        if (save is not null)
        {
            save.Failed = _client.Stop;
        }

        return _client.RunAsync();
    }

    /// <inheritdoc/>
    public void Stop() => _client?.Stop();

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(Instant now)
    {
        if (_client is null)
        {
            return [];
        }

        PlaybackBuffer playback = _client.Playback;
        return
        [
            FormattableString.Invariant($"{_client.FramesReceived} frames received"),
            playback.State switch
            {
                PlaybackState.Starting => "starting",
                PlaybackState.Stalled => "stalled",
                _ => FormattableString.Invariant($"{playback.LevelAt(now).Seconds:0.0} s buffered"),
            },
            FormattableString.Invariant($"{playback.Stalls} stalls"),
        ];
    }

    /// <inheritdoc/>
    public SourceRecord? ToSource(string host) => null;

    /// <inheritdoc/>
    public PlayerRecord? ToPlayer(string host, Instant start, Instant end)
    {
        if (_client is null || _probe is null)
        {
            return null;
        }

        _client.Playback.Advance(end);
        Duration shift = start.SinceStart;
        return new PlayerRecord
        {
            Name = Name,
            Host = host,
            StartedAt = Instant.Zero,
            Startup = _client.StartupTime,
            Log = [.. _probe.Log.Select(entry => entry with { At = entry.At - shift })],
            Stalls = [.. _probe.StallsUntil(end).Select(stall => new PlaybackStall(stall.From - shift, stall.To - shift))],
            MediaSha256 = _client.Digest.HashOfSpan(0, _client.Digest.FrameCount),
        };
    }
}
