using NUnit.Framework;
using Protocols.Core;
using Protocols.Media;
using Protocols.Streaming;

namespace Tests.Streaming;

/// <summary>
/// Times worked out by hand: frames of 100 ms, playback starts with 300 ms in the buffer unless said otherwise.
/// </summary>
public class PlaybackBufferTests
{
    private readonly PlaybackLog _log = new();

    [SetUp]
    public void Clear()
    {
        _log.Lines.Clear();
        _log.Frames.Clear();
    }

    [Test]
    public void Playback_starts_when_enough_has_arrived()
    {
        // A frame's length is known when the next one of its track arrives: 0, 100, 200 make 300 ms with the third.
        PlaybackBuffer buffer = Buffer();
        AddAll(buffer, (0, 1000), (100, 1100));
        Assert.That(buffer.State, Is.EqualTo(PlaybackState.Starting));
        AddAll(buffer, (200, 1200));
        Assert.That(buffer.State, Is.EqualTo(PlaybackState.Playing));
        Assert.That(_log.Lines, Is.EqualTo((string[])["started at 1.2 s"]));
        Assert.That(buffer.LevelAt(At(1200)), Is.EqualTo(Duration.FromMilliseconds(300)));
        Assert.That(buffer.RunsEmptyAt, Is.EqualTo(At(1500)));
    }

    [Test]
    public void Frames_in_time_are_early_by_what_is_buffered()
    {
        // Started at 1.2 s with media 0; frame 300 is due at 1.5 s and arrives at 1.3 s.
        PlaybackBuffer buffer = Buffer();
        AddAll(buffer, (0, 1000), (100, 1100), (200, 1200), (300, 1300));
        Assert.That(_log.Frames[^1].Lateness, Is.EqualTo(Duration.FromMilliseconds(-200)));
        Assert.That(_log.Frames[^1].Buffered, Is.EqualTo(Duration.FromMilliseconds(300)));
        Assert.That(_log.Frames[^1].Gap, Is.EqualTo(Duration.FromMilliseconds(100)));
        Assert.That(buffer.MaxLateness, Is.EqualTo(Duration.Zero));
    }

    [Test]
    public void Playback_stalls_when_the_buffer_runs_empty_and_goes_on_when_it_has_filled_again()
    {
        PlaybackBuffer buffer = Buffer();
        AddAll(buffer, (0, 1000), (100, 1100), (200, 1200));
        buffer.Advance(At(1499));
        Assert.That(buffer.State, Is.EqualTo(PlaybackState.Playing));
        buffer.Advance(At(1700));
        Assert.That(buffer.State, Is.EqualTo(PlaybackState.Stalled));

        // Frame 300 was due at 1.5 s. Playback resumes with 300 ms: 300, 400, 500.
        AddAll(buffer, (300, 2000), (400, 2000), (500, 2100));
        Assert.That(_log.Lines, Is.EqualTo((string[])["started at 1.2 s", "stalled at 1.5 s", "resumed at 2.1 s after 600 ms"]));
        Assert.That(_log.Frames[3].Lateness, Is.EqualTo(Duration.FromMilliseconds(500)));
        Assert.That((buffer.Stalls, buffer.StallTime, buffer.MaxLateness, buffer.LongestGap), Is.EqualTo(
            (1, Duration.FromMilliseconds(600), Duration.FromMilliseconds(500), Duration.FromMilliseconds(800))));

        // After the stall everything is due 600 ms later: frame 600 at 2.4 s.
        AddAll(buffer, (600, 2200));
        Assert.That(_log.Frames[^1].Lateness, Is.EqualTo(Duration.FromMilliseconds(-200)));
    }

    [Test]
    public void How_much_a_stall_waits_for_can_be_set()
    {
        PlaybackBuffer buffer = Buffer(new PlaybackSettings
        {
            StartAfter = Duration.FromMilliseconds(300),
            ResumeAfter = Duration.FromMilliseconds(100),
        });
        AddAll(buffer, (0, 1000), (100, 1100), (200, 1200), (300, 1600));
        Assert.That(_log.Lines, Is.EqualTo((string[])["started at 1.2 s", "stalled at 1.5 s", "resumed at 1.6 s after 100 ms"]));
    }

    [Test]
    public void Without_a_threshold_the_first_frame_plays_at_once()
    {
        PlaybackBuffer buffer = Buffer(new PlaybackSettings { StartAfter = Duration.Zero });
        AddAll(buffer, (0, 1000));
        Assert.That(buffer.StartedAt, Is.EqualTo(At(1000)));
    }

    [Test]
    public void A_full_buffer_starts_playback_and_empties_as_frames_are_played()
    {
        PlaybackBuffer buffer = Buffer(new PlaybackSettings { StartAfter = Duration.FromSeconds(10), Capacity = new ByteSize(30) });
        AddAll(buffer, (0, 1000), (100, 1000), (200, 1000));
        Assert.That((buffer.State, buffer.IsFull), Is.EqualTo((PlaybackState.Playing, true)));
        Assert.That(buffer.NextFrameLeavesAt, Is.EqualTo(At(1000)));
        buffer.Advance(At(1150));
        Assert.That((buffer.BufferedBytes, buffer.IsFull), Is.EqualTo((10L, false)));
        Assert.That(buffer.NextFrameLeavesAt, Is.EqualTo(At(1200)));
    }

    [Test]
    public void Running_empty_after_the_end_is_no_stall()
    {
        PlaybackBuffer buffer = Buffer();
        AddAll(buffer, (0, 1000), (100, 1100), (200, 1200));
        buffer.End(At(1300));
        buffer.Advance(At(5000));
        Assert.That((buffer.Stalls, buffer.RunsEmptyAt), Is.EqualTo((0, Instant.Never)));
    }

    [Test]
    public void A_stream_that_begins_again_starts_anew()
    {
        PlaybackBuffer buffer = Buffer();
        AddAll(buffer, (0, 1000), (100, 1100), (200, 1200));
        buffer.End(At(1300));
        AddAll(buffer, (900_000, 9000), (900_100, 9100), (900_200, 9200));
        Assert.That(_log.Lines, Is.EqualTo((string[])["started at 1.2 s", "started at 9.2 s"]));
        Assert.That((buffer.Stalls, buffer.StartedAt), Is.EqualTo((0, (Instant?)At(1200))));
        Assert.That(buffer.LevelAt(At(9200)), Is.EqualTo(Duration.FromMilliseconds(300)));
    }

    [Test]
    public void A_stall_that_the_end_of_the_stream_cuts_short_is_counted()
    {
        PlaybackBuffer buffer = Buffer();
        AddAll(buffer, (0, 1000), (100, 1100), (200, 1200));
        buffer.Advance(At(1600));
        buffer.End(At(1700));
        Assert.That(_log.Lines[^1], Is.EqualTo("resumed at 1.7 s after 200 ms"));
    }

    [Test]
    public void Timestamps_wrap()
    {
        PlaybackBuffer buffer = Buffer();
        AddAll(buffer, (0xFFFFFF9C, 1000), (0, 1100), (100, 1200));
        Assert.That(buffer.RunsEmptyAt, Is.EqualTo(At(1500)));
    }

    private static Instant At(long milliseconds) => Instant.Zero + Duration.FromMilliseconds(milliseconds);

    private static void AddAll(PlaybackBuffer buffer, params (uint Timestamp, long Arrival)[] frames)
    {
        foreach ((uint timestamp, long arrival) in frames)
        {
            buffer.Add(new MediaFrame(MediaKind.Video, timestamp, new byte[10]), At(arrival));
        }
    }

    private PlaybackBuffer Buffer(PlaybackSettings? settings = null) =>
        new(settings ?? new PlaybackSettings { StartAfter = Duration.FromMilliseconds(300) }, _log);
}
