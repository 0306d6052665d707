using System.Collections.Generic;
using Protocols.Core;
using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>
/// A player's buffer and its clock: when playback starts, stalls and goes on, given when which frame arrives.
/// </summary>
/// <remarks>
/// <para>Playback starts when the buffer holds <see cref="PlaybackSettings.StartAfter"/> of media (or is full), runs at
/// the media's pace, and stalls when the clock reaches the end of the last frame that arrived; it then waits for
/// <see cref="PlaybackSettings.ResumeAfter"/>. It never skips or speeds up, so each stall adds to the delay behind the live
/// stream.</para>
/// <para>A frame lasts as long as the step between the last two frames of its track. The tracks are not told apart: a
/// publisher interleaves them by time.</para>
/// <para>A machine without a clock: the owner calls <see cref="Add"/> and, at <see cref="RunsEmptyAt"/>,
/// <see cref="Advance"/>.</para>
/// </remarks>
public sealed class PlaybackBuffer(PlaybackSettings settings, IPlayerObserver? observer)
{
    private readonly Queue<(Duration Time, int Bytes)> _frames = [];
    private readonly Dictionary<MediaKind, Duration> _lastOfTrack = [];
    private MediaTimeline _timeline;
    private Duration _end;
    private Duration _position;
    private Instant _positionAt;
    private Instant? _lastArrival;
    private bool _hasEnded;

    /// <summary>What playback is doing, as of the last call.</summary>
    public PlaybackState State { get; private set; }

    /// <summary>Bytes held: frames whose time has not come.</summary>
    public long BufferedBytes { get; private set; }

    /// <summary>Whether nothing more should be read for now.</summary>
    public bool IsFull => BufferedBytes >= settings.Capacity.Bytes;

    /// <summary>How often playback stalled.</summary>
    public int Stalls { get; private set; }

    /// <summary>How long finished stalls lasted in all.</summary>
    public Duration StallTime { get; private set; }

    /// <summary>The longest time between the arrivals of two frames.</summary>
    public Duration LongestGap { get; private set; }

    /// <summary>The largest lateness of a frame; never negative.</summary>
    public Duration MaxLateness { get; private set; }

    /// <summary>When playback first started; null before.</summary>
    public Instant? StartedAt { get; private set; }

    /// <summary>
    /// When playback will stall unless more arrives; never while it does not play or the stream has ended.
    /// </summary>
    public Instant RunsEmptyAt => State == PlaybackState.Playing && !_hasEnded ? TimeOf(_end) : Instant.Never;

    /// <summary>
    /// When the oldest frame leaves the buffer; never while playback stands still or nothing is held.
    /// </summary>
    public Instant NextFrameLeavesAt =>
        State == PlaybackState.Playing && _frames.TryPeek(out (Duration Time, int Bytes) oldest)
            ? TimeOf(oldest.Time)
            : Instant.Never;

    /// <summary>How much media is held at a time.</summary>
    public Duration LevelAt(Instant now) => Duration.Max(Duration.Zero, _end - PositionAt(now));

    /// <summary>Takes a frame of audio or video.</summary>
    /// <param name="frame">
    /// The frame; sequence headers and script data are no media time and are not to be given.
    /// </param>
    /// <param name="now">When it arrived; never before an earlier call's time.</param>
    public void Add(in MediaFrame frame, Instant now)
    {
        Advance(now);
        if (_hasEnded)
        {
            Restart(now);
        }

        Duration time = _timeline.Advance(frame.TimestampMs);
        Duration lateness = State == PlaybackState.Starting ? Duration.Zero : now - TimeOf(time);
        Duration step = _lastOfTrack.TryGetValue(frame.Kind, out Duration before) ? time - before : Duration.Zero;
        _lastOfTrack[frame.Kind] = time;
        _end = Duration.Max(_end, time + Duration.Max(step, Duration.Zero));
        if (time >= PositionAt(now))
        {
            _frames.Enqueue((time, frame.Payload.Length));
            BufferedBytes += frame.Payload.Length;
        }

        Duration gap = _lastArrival is { } last ? now - last : Duration.Zero;
        _lastArrival = now;
        LongestGap = Duration.Max(LongestGap, gap);
        MaxLateness = Duration.Max(MaxLateness, lateness);
        StartOrResume(now);
        observer?.OnFrameReceived(new ReceivedFrame(frame, now, lateness, LevelAt(now), gap));
    }

    /// <summary>Lets playback go on until now: frames are played, and playback may stall.</summary>
    public void Advance(Instant now)
    {
        Instant empty = RunsEmptyAt;
        if (now >= empty)
        {
            _position = _end;
            _positionAt = empty;
            State = PlaybackState.Stalled;
            Stalls++;
            observer?.OnStallBegan(empty);
        }

        Duration position = PositionAt(now);
        while (_frames.TryPeek(out (Duration Time, int Bytes) oldest) && oldest.Time < position)
        {
            BufferedBytes -= oldest.Bytes;
            _frames.Dequeue();
        }
    }

    /// <summary>The stream is over: what is held is played, and running empty is no stall any more.</summary>
    public void End(Instant now)
    {
        Advance(now);
        _hasEnded = true;
        if (State == PlaybackState.Stalled)
        {
            Resume(now);
        }
    }

    private void StartOrResume(Instant now)
    {
        Duration held = _end - _position;
        Duration resumeAfter = settings.ResumeAfter ?? settings.StartAfter;
        if (State == PlaybackState.Starting && (held >= settings.StartAfter || IsFull))
        {
            State = PlaybackState.Playing;
            _positionAt = now;
            StartedAt ??= now;
            observer?.OnPlaybackStarted(now);
        }
        else if (State == PlaybackState.Stalled && held > Duration.Zero && (held >= resumeAfter || IsFull))
        {
            Resume(now);
        }
    }

    private void Resume(Instant now)
    {
        Duration length = now - _positionAt;
        State = PlaybackState.Playing;
        _positionAt = now;
        StallTime += length;
        observer?.OnStallEnded(now, length);
    }

    // A stream that begins again after its end has a time of its own.
    private void Restart(Instant now)
    {
        _hasEnded = false;
        _timeline = default;
        State = PlaybackState.Starting;
        _frames.Clear();
        _lastOfTrack.Clear();
        BufferedBytes = 0;
        (_end, _position, _positionAt) = (Duration.Zero, Duration.Zero, now);
    }

    private Duration PositionAt(Instant now) => State == PlaybackState.Playing ? _position + (now - _positionAt) : _position;

    private Instant TimeOf(Duration mediaTime) => _positionAt + (mediaTime - _position);
}
