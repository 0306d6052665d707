using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Media;
using Protocols.Rtmp;
using Protocols.Streaming;
using Tests.Rtmp;

namespace Tests.Streaming;

/// <summary>Clients that say nothing, too little, or never listen are sent away, each after its time-out.</summary>
public class TimeoutTests
{
    [Test]
    public void Two_hundred_clients_that_waste_time_do_not_disturb_a_stream_and_are_all_sent_away()
    {
        StreamingWorld world = new();
        RtmpClient client = world.Client();
        RtmpPush push = world.Push();
        world.RunUntil(1);
        List<RawClient> wasters = [];
        for (int i = 0; i < 50; i++)
        {
            wasters.Add(RawClient.Connect(world, []));
            wasters.Add(RawClient.Trickle(world, RawClient.Request("play")));
            wasters.Add(RawClient.Connect(world, RawClient.Request("play")));
            wasters.Add(RawClient.Connect(world, RawClient.Greeting));
        }

        world.RunUntil(2);
        Assert.That(world.Server.Connections, Is.EqualTo(202));
        world.RunUntil(45);
        Assert.That((world.Server.Connections, world.Server.TimedOutConnections), Is.EqualTo((2, 200L)));
        Assert.That(wasters.Select(waster => waster.Stream.EndOfStream), Is.All.True);
        MediaComparison comparison = client.Digest.CompareWith(push.Digest);
        Assert.That((comparison.IsIdentical, client.Playback.Stalls), Is.EqualTo((true, 0)));
        Assert.That(client.FramesReceived, Is.GreaterThan(44 * 71));
    }

    // The server looks once a second, and the connection takes 20 ms.
    [TestCase(0, 10)]
    [TestCase(1, 10)]
    [TestCase(1 + 1536, 10)]
    [TestCase(RtmpCaptures.HandshakeBytes, 30)]
    public void A_client_that_stops_in_the_middle_is_sent_away(int bytes, int seconds)
    {
        StreamingWorld world = new();
        RawClient client = RawClient.Connect(world, RawClient.Request("play")[..bytes], reads: true);
        world.RunUntil(seconds - 0.5);
        Assert.That(world.Server.Connections, Is.EqualTo(1));
        world.RunUntil(seconds + 2.5);
        Assert.That((world.Server.Connections, client.Stream.EndOfStream), Is.EqualTo((0, true)));
    }

    [Test]
    public void A_handshake_of_one_byte_a_second_takes_too_long()
    {
        StreamingWorld world = new();
        RawClient.Trickle(world, RawClient.Greeting);
        world.RunUntil(9.5);
        Assert.That(world.Server.Connections, Is.EqualTo(1));
        world.RunUntil(12.5);
        Assert.That((world.Server.Connections, world.Server.TimedOutConnections), Is.EqualTo((0, 1L)));
    }

    [Test]
    public void A_publisher_that_sends_no_whole_frame_loses_its_stream()
    {
        StreamingWorld world = new();
        byte[] request = RawClient.Request("publish");
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        writer.Write(new RtmpMessage(RtmpMessageType.Video, 6, 1, 0, new byte[100_000]));
        RawClient publisher = RawClient.Connect(world, [.. request, .. output.Pending[..50_000]], reads: true);
        world.RunUntil(20);
        Assert.That(world.Server.Streams, Is.EqualTo(1));
        world.RunUntil(33);
        Assert.That((world.Server.Streams, publisher.Stream.EndOfStream), Is.EqualTo((0, true)));
    }

    [Test]
    public void A_publisher_may_pause_for_less_than_the_time_out()
    {
        StreamingWorld world = new();
        MediaFrame[] frames = [SessionDialogue.Video(0, 100), SessionDialogue.Video(29_000, 100), SessionDialogue.Video(58_000, 100)];
        RtmpPush push = world.Push(new FrameSource(frames));
        world.RunUntil(58);
        Assert.That((push.FramesSent, push.Failure, world.Server.TimedOutConnections), Is.EqualTo((2L, (string?)null, 0L)));
    }

    [Test]
    public void A_viewer_that_never_reads_is_sent_away_once_nothing_more_fits()
    {
        StreamingWorld world = new();
        world.Push();
        world.RunUntil(1);
        RawClient stuck = RawClient.Connect(world, RawClient.Request("play"));
        world.RunUntil(25);
        Assert.That((world.Server.Connections, stuck.Stream.EndOfStream), Is.EqualTo((2, false)));
        world.RunUntil(35);
        Assert.That((world.Server.Connections, stuck.Stream.EndOfStream), Is.EqualTo((1, true)));
    }

    [Test]
    public void A_client_that_leaves_without_reading_is_not_kept_for_ever()
    {
        StreamingWorld world = new();
        world.Push();
        world.RunUntil(1);
        RawClient stuck = RawClient.Connect(world, RawClient.Request("play"));
        world.RunUntil(3);
        stuck.Stream.CloseWrite();
        world.RunUntil(40);
        Assert.That(world.Server.Connections, Is.EqualTo(1));
    }

    [Test]
    public void A_viewer_that_waits_is_asked_whether_it_is_there()
    {
        StreamingWorld world = new();
        RtmpClient waiting = world.Client();
        RawClient silent = RawClient.Connect(world, RawClient.Request("play"), reads: true);
        world.RunUntil(85);
        Assert.That(world.Server.Connections, Is.EqualTo(2));

        // Asked after 60 s of silence; 30 s to answer.
        world.RunUntil(95);
        Assert.That((world.Server.Connections, silent.Stream.EndOfStream), Is.EqualTo((1, true)));
        world.RunUntil(600);
        Assert.That((world.Server.Connections, waiting.Failure), Is.EqualTo((1, (string?)null)), "a player that answers may wait for ever");
    }

    /// <summary>Gives some frames.</summary>
    private sealed class FrameSource(MediaFrame[] frames) : IMediaSource
    {
        private int _next;

        public bool TryNext(out MediaFrame frame)
        {
            frame = _next < frames.Length ? frames[_next] : default;
            return _next++ < frames.Length;
        }
    }
}
