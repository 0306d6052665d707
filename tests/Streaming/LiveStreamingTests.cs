using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Streaming;
using Tests.Media;
using Tests.Support;

namespace Tests.Streaming;

/// <summary>
/// Push, server and client over in-memory pipes: 100 Mbit/s and 10 ms each way unless said otherwise.
/// </summary>
public class LiveStreamingTests
{
    [Test]
    public void A_viewer_gets_what_is_published_byte_for_byte()
    {
        StreamingWorld world = new();
        RtmpClient client = world.Client();
        world.RunUntil(1);
        RtmpPush push = world.Push();
        world.RunUntil(11);

        // Ten seconds less connecting: 25 video and 46.875 audio frames per second.
        Assert.That(client.FramesReceived, Is.InRange(9.5 * 71.875, 10 * 71.875));
        MediaComparison comparison = client.Digest.CompareWith(push.Digest);
        Assert.That(comparison.IsIdentical, Is.True, comparison.ToString());
        Assert.That(comparison.FirstSent, Is.Zero);
        Assert.That((client.Playback.Stalls, push.Failure, client.Failure), Is.EqualTo((0, (string?)null, (string?)null)));
        int received = client.Digest.FrameCount;
        Assert.That(client.Digest.HashOfSpan(0, received), Is.EqualTo(push.Digest.HashOfSpan(0, received)));
    }

    [Test]
    public void Frames_are_sent_when_their_time_has_come()
    {
        StreamingWorld world = new();
        world.World.Capacity = 256 << 10;
        PushLog log = new();
        RtmpPush push = new(
            world.World.AddHost("push"), new RtmpPushSettings { Url = StreamingWorld.Url }, StreamingWorld.Source(2), new RandomStream(1), log);
        world.World.Spawn(push.RunAsync());
        world.RunUntil(5);
        Assert.That(log.Frames.Select(sent => sent.Due - log.PublishingAt), Is.EqualTo(
            log.Frames.Select(sent => Duration.FromMilliseconds(sent.Frame.TimestampMs))));
        Assert.That(log.Frames.Select(sent => sent.Lateness), Is.All.EqualTo(Duration.Zero), "the stream always had room");
        Assert.That(log.Frames, Has.Count.EqualTo(StreamingWorld.Take(StreamingWorld.Source(2)).Count));
    }

    [Test]
    public void A_late_viewer_starts_at_once_with_the_cached_group_of_pictures()
    {
        StreamingWorld world = new();
        RtmpPush push = world.Push();
        world.RunUntil(5.7);
        RtmpClient client = world.Client("late", new PlaybackSettings { StartAfter = Duration.FromMilliseconds(300) });
        world.RunUntil(8);
        Assert.That(client.StartupTime, Is.LessThan(Duration.FromMilliseconds(200)));
        MediaComparison comparison = client.Digest.CompareWith(push.Digest);
        Assert.That(comparison.IsIdentical, Is.True, comparison.ToString());
        Assert.That(comparison.FirstSent, Is.Positive);
    }

    [Test]
    public void Without_the_cache_a_viewer_waits_for_the_next_key_frame()
    {
        StreamingWorld world = new(new RtmpServerOptions { GopCache = false });
        RtmpPush push = world.Push();
        world.RunUntil(5.3);
        PlaybackLog log = new();
        RtmpClient client = world.Client("late", log: log);
        world.RunUntil(8);
        Assert.That(log.Frames[0].Frame.IsKeyFrame, Is.True);
        Assert.That(log.Frames[0].At.Seconds, Is.InRange(6.0, 6.4), "key frames leave about 0.1 s after each full second");
        Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical, Is.True);
    }

    [Test]
    public void Several_viewers_get_the_same()
    {
        StreamingWorld world = new();
        RtmpClient[] clients = [world.Client("a"), world.Client("b"), world.Client("c")];
        RtmpPush push = world.Push();
        world.RunUntil(4);
        foreach (RtmpClient client in clients)
        {
            Assert.That(client.FramesReceived, Is.GreaterThan(200));
            Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical, Is.True);
        }
    }

    [Test]
    public void A_recording_can_be_published_in_a_loop()
    {
        StreamingWorld world = new();
        RtmpClient client = world.Client();
        RtmpPush push = world.Push(new FlvFileSource(MediaFiles.Flv("bigI.flv"), true));
        world.RunUntil(20);
        Assert.That(client.FramesReceived, Is.GreaterThan(MediaFiles.Flv("bigI.flv").Tags.Count * 2));
        Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical, Is.True);
        Assert.That(client.Playback.Stalls, Is.Zero);
    }

    [Test]
    public void A_source_that_ends_ends_the_stream_for_its_viewers()
    {
        StreamingWorld world = new();
        RtmpClient client = world.Client();
        RtmpPush push = world.Push(StreamingWorld.Source(2));
        world.RunUntil(10);
        Assert.That(client.Digest.FrameCount, Is.EqualTo(push.Digest.FrameCount));
        Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical, Is.True);
        Assert.That((client.Playback.Stalls, push.Failure), Is.EqualTo((0, (string?)null)));
        Assert.That(world.Server.Connections, Is.EqualTo(1), "the viewer waits for another publisher");
    }

    [Test]
    public void A_stopped_publisher_may_be_followed_by_another_one()
    {
        StreamingWorld world = new();
        PlaybackLog log = new();
        RtmpClient client = world.Client(log: log);
        RtmpPush first = world.Push();
        world.RunUntil(3);
        first.Stop();
        world.RunUntil(6);
        world.Push(host: "second");
        world.RunUntil(9);
        Assert.That(log.Lines, Has.Count.EqualTo(2).And.All.StartWith("started"), "no stall, but a second start");
        Assert.That(log.Frames.Count(received => received.At.Seconds > 6), Is.GreaterThan(150));
        Assert.That(client.Playback.Stalls, Is.Zero);
    }

    [Test]
    public void A_second_publisher_of_the_same_stream_is_refused()
    {
        StreamingWorld world = new();
        RtmpPush first = world.Push();
        world.RunUntil(1);
        RtmpPush second = world.Push(host: "second");
        world.RunUntil(2);
        Assert.That(second.Failure, Does.Contain("NetStream.Publish.BadName"));
        Assert.That((second.FramesSent, first.Failure), Is.EqualTo((0L, (string?)null)));
        Assert.That(world.Server.Connections, Is.EqualTo(1));
    }

    [Test]
    public void A_viewer_that_leaves_is_forgotten()
    {
        StreamingWorld world = new();
        RtmpClient client = world.Client();
        RtmpPush push = world.Push(StreamingWorld.Source(5));
        world.RunUntil(2);
        client.Stop();
        world.RunUntil(10);
        Assert.That((world.Server.Connections, world.Server.Streams), Is.EqualTo((0, 0)));
        Assert.That(push.Failure, Is.Null);
    }

    [Test]
    public void A_player_that_waits_for_a_stream_can_be_stopped()
    {
        StreamingWorld world = new();
        RtmpClient client = world.Client();
        world.RunUntil(1);
        client.Stop();
        world.RunUntil(2);
        Assert.That((world.Server.Connections, world.Server.Streams, client.Failure), Is.EqualTo((0, 0, (string?)null)));
    }

    [Test]
    public void An_outage_stalls_playback_and_nothing_is_lost()
    {
        StreamingWorld world = new();
        PlaybackLog log = new();
        RtmpClient client = world.Client(log: log);
        RtmpPush push = world.Push();
        world.RunUntil(5);
        PipeStream toClient = world.World.Streams[0].Peer;
        toClient.BlockUntil(Instant.Zero + Duration.FromSeconds(8));
        world.RunUntil(12);
        Assert.That(client.Playback.Stalls, Is.EqualTo(1));

        // About 1 s is buffered when the line goes dead for 3 s, and playback goes on with what arrives at its end.
        Assert.That(client.Playback.StallTime.Seconds, Is.EqualTo(2).Within(0.2));
        Assert.That(client.Playback.LongestGap.Seconds, Is.EqualTo(3).Within(0.05));
        Assert.That(log.Frames.Max(received => received.Lateness.Seconds), Is.EqualTo(2).Within(0.2));
        Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical, Is.True);
    }

    [Test]
    public void A_publisher_that_cannot_keep_up_waits_and_counts()
    {
        StreamingWorld world = new();
        world.World.Rate = BitRate.FromMegabitsPerSecond(1);
        RtmpPush push = world.Push();
        world.RunUntil(20);

        // Half the media gets through in 20 s: what is being sent then is 10 s late.
        Assert.That(push.MaxLateness.Seconds, Is.EqualTo(10).Within(1.5));
        Assert.That(push.BytesSent, Is.EqualTo(20 * 1_000_000 / 8).Within(10).Percent);
        Assert.That(push.Failure, Is.Null);
    }

    [Test]
    public void A_name_that_is_not_known_and_a_port_where_nobody_listens_are_told()
    {
        MemoryWorld world = new();
        MemoryHost host = world.AddHost("server");
        RtmpPushSettings settings = new() { Url = StreamingWorld.Url with { Host = "nowhere" } };
        RtmpPush push = new(host, settings, StreamingWorld.Source(), new RandomStream(1), null);
        RtmpClient client = new(host, new RtmpClientSettings { Url = StreamingWorld.Url }, new RandomStream(1), null);
        world.Spawn(push.RunAsync());
        world.Spawn(client.RunAsync());
        world.RunUntil(Duration.FromSeconds(1));
        Assert.That(push.Failure, Is.EqualTo("the name 'nowhere' is not known"));
        Assert.That(client.Failure, Is.EqualTo("no connection to server: Refused"));
    }

    [Test]
    public void A_connection_that_is_reset_ends_both_applications()
    {
        StreamingWorld world = new();
        RtmpClient client = world.Client();
        RtmpPush push = world.Push();
        world.RunUntil(2);
        world.World.Streams[0].Peer.Abort();
        world.World.Streams[1].Peer.Abort();
        world.RunUntil(3);
        Assert.That((push.Failure, client.Failure), Is.EqualTo(("the connection ended", "the server closed the connection")));
        Assert.That((world.Server.Connections, world.Server.Streams), Is.EqualTo((0, 0)));
    }

    [Test]
    public void The_same_seed_gives_the_same_run()
    {
        static string Run()
        {
            StreamingWorld world = new();
            PlaybackLog log = new();
            world.Client(log: log);
            world.Push();
            world.RunUntil(5);
            return string.Join('\n', log.Frames.Select(received => $"{received.At} {received.Frame.TimestampMs} {received.Frame.Payload.Length}"));
        }

        string first = Run();
        Assert.That(Run(), Is.EqualTo(first));
    }
}
