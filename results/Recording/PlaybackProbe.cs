using System.Collections.Generic;
using Protocols.Core;
using Protocols.Media;
using Protocols.Streaming;

namespace Results.Recording;

/// <summary>Keeps what one viewer experienced, frame by frame.</summary>
public sealed class PlaybackProbe : IPlayerObserver
{
    private readonly List<PlaybackEntry> _log = [];
    private readonly List<PlaybackStall> _stalls = [];
    private Instant? _stallFrom;
    private Instant? _startedAt;

    /// <summary>The frames in order of arrival.</summary>
    public IReadOnlyList<PlaybackEntry> Log => _log;

    /// <summary>When the first picture was shown; null when none was.</summary>
    public Instant? StartedAt => _startedAt;

    /// <inheritdoc/>
    public void OnFrameReceived(in ReceivedFrame received)
    {
        string kind = received.Frame.Kind switch
        {
            MediaKind.Video => "video",
            MediaKind.Audio => "audio",
            _ => "metadata",
        };
        _log.Add(new PlaybackEntry(
            received.At,
            received.Frame.TimestampMs,
            kind,
            received.Frame.Payload.Length,
            received.Lateness,
            received.Buffered));
    }

    /// <inheritdoc/>
    public void OnPlaybackStarted(Instant at) => _startedAt ??= at;

    /// <inheritdoc/>
    public void OnStallBegan(Instant at) => _stallFrom = at;

    /// <inheritdoc/>
    public void OnStallEnded(Instant at, Duration length)
    {
        _stalls.Add(new PlaybackStall(at - length, at));
        _stallFrom = null;
    }

    /// <summary>The stalls; one that still lasts ends with the run.</summary>
    /// <param name="end">The end of the run.</param>
    public IReadOnlyList<PlaybackStall> StallsUntil(Instant end) =>
        _stallFrom is { } from ? [.. _stalls, new PlaybackStall(from, end)] : _stalls;
}
