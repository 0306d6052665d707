using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Media;
using Protocols.Rtmp;
using Protocols.Streaming;
using Tests.Rtmp;
using Tests.Support;

namespace Tests.Streaming;

/// <summary>What one client does must not disturb the others, and must not use memory without bound.</summary>
public class ServerProtectionTests
{
    private static IEnumerable<string> Malformed => RtmpCaptures.Malformed;

    [TestCaseSource(nameof(Malformed))]
    public void A_client_with_broken_input_disturbs_nobody(string name)
    {
        StreamingWorld world = new();
        RtmpClient client = world.Client();
        RtmpPush push = world.Push();
        world.RunUntil(1);
        byte[] handshake = name.StartsWith("hs_", StringComparison.Ordinal) ? [] : [3, .. new byte[RtmpCaptures.HandshakeBytes - 1]];
        Send(world, [.. handshake, .. RtmpCaptures.Read("malformed/" + name)]);
        world.RunUntil(3);
        Assert.That(client.FramesReceived, Is.GreaterThan(120));
        Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical, Is.True);
    }

    [Test]
    public void A_client_that_breaks_the_protocol_is_cut_off_and_counted()
    {
        StreamingWorld world = new();
        PipeStream stream = Send(world, "GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        world.RunUntil(1);
        Assert.That(stream.EndOfStream, Is.True);
        Assert.That((world.Server.ProtocolErrors, world.Server.Connections), Is.EqualTo((1L, 0)));
    }

    [Test]
    public void A_viewer_that_never_reads_loses_whole_groups_and_slows_nobody_down()
    {
        ByteSize backlog = new(1_000_000);
        StreamingWorld world = new(new RtmpServerOptions { ViewerBacklog = backlog });
        RtmpClient good = world.Client();
        RtmpPush push = world.Push();
        PipeStream stuck = Send(world, RawClient.Request("play"));
        world.RunUntil(30);
        Assert.That(good.Digest.CompareWith(push.Digest).IsIdentical, Is.True);
        Assert.That(good.FramesReceived, Is.GreaterThan(29 * 70));

        // 30 s of 2.1 Mbit/s are 7.9 MB, of which the backlog holds 1 MB and the pipe 64 KiB.
        long dropped = world.Server.DroppedFrames;
        Assert.That(dropped, Is.GreaterThan(30 * 71.875 * 0.7));
        stuck.Abort();
        world.RunUntil(31);
        Assert.That(world.Server.DroppedFrames, Is.EqualTo(dropped), "also when the viewer has left");
    }

    [Test]
    public void A_slow_viewer_gets_only_whole_groups_after_each_drop()
    {
        StreamingWorld world = new(new RtmpServerOptions { ViewerBacklog = new ByteSize(600_000) });
        world.World.Rate = BitRate.FromMegabitsPerSecond(1);
        PlaybackLog log = new();
        RtmpClient slow = world.Client("slow", log: log);
        world.World.RunUntil(Duration.FromMilliseconds(100));
        world.World.Rate = BitRate.FromMegabitsPerSecond(100);
        RtmpPush push = world.Push();
        world.RunUntil(40);
        MediaComparison comparison = slow.Digest.CompareWith(push.Digest);
        Assert.That(comparison.Matched, Is.EqualTo(comparison.Received));
        Assert.That(comparison.Missing, Is.GreaterThan(0));

        // Each jump of video by more than one frame lands on a key frame.
        ReceivedFrame[] video = [.. log.Frames.Where(received => received.Frame.Kind == MediaKind.Video)];
        ReceivedFrame[] landings = [.. video.Skip(1).Zip(video).Where(pair => pair.First.Frame.TimestampMs - pair.Second.Frame.TimestampMs > 40)
            .Select(pair => pair.First)];
        Assert.That(landings, Is.Not.Empty);
        Assert.That(landings.Select(received => received.Frame.IsKeyFrame), Is.All.True);
    }

    [Test]
    public void A_client_that_asks_without_reading_is_not_read_from_for_ever()
    {
        StreamingWorld world = new();
        byte[] pings = [.. Enumerable.Repeat<byte[]>([2, 0, 0, 0, 0, 0, 6, 4, 0, 0, 0, 0, 0, 6, 0, 0, 0, 1], 200_000).SelectMany(ping => ping)];
        PipeStream stream = Send(world, [3, .. new byte[RtmpCaptures.HandshakeBytes - 1], .. pings]);
        world.RunUntil(60);

        // The answers fill the pipe (64 KiB) and the session's output (256 KiB and one read); then the server stops
        // reading.
        Assert.That(stream.WrittenBytes, Is.LessThan(3 << 20));
        Assert.That(stream.Peer.WrittenBytes, Is.EqualTo(64 << 10));
    }

    [Test]
    public void One_connection_may_play_several_streams()
    {
        StreamingWorld world = new();
        world.Push();
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        writer.Write(Command(0, RtmpCommand.Of("connect", 1, Amf0Value.Object(new Amf0Property("app", Amf0Value.Of("live"))))));
        for (uint stream = 1; stream <= 3; stream++)
        {
            writer.Write(Command(0, RtmpCommand.Of("createStream", 1 + stream, Amf0Value.Null)));
            writer.Write(Command(stream, RtmpCommand.Of("play", 0, Amf0Value.Null, Amf0Value.Of("stream"))));
        }

        PipeStream reader = Send(world, [3, .. new byte[RtmpCaptures.HandshakeBytes - 1], .. output.Pending], reads: true);
        world.RunUntil(3);
        RtmpClient single = world.Client();
        world.RunUntil(6);
        Assert.That(reader.Peer.WrittenBytes, Is.GreaterThan(3 * 5 * 250_000), "three copies of five seconds");
        Assert.That(single.FramesReceived, Is.GreaterThan(200));
    }

    [Test]
    public void Connections_are_limited()
    {
        StreamingWorld world = new(new RtmpServerOptions { MaxConnections = 2 });
        world.Client("a");
        world.Client("b");
        RtmpClient third = world.Client("c");
        world.RunUntil(1);
        Assert.That((world.Server.Connections, world.Server.RefusedConnections), Is.EqualTo((2, 1L)));
        Assert.That(third.Failure, Is.Not.Null);
    }

    [Test]
    public void A_stopped_server_accepts_nobody()
    {
        StreamingWorld world = new();
        world.RunUntil(1);
        world.Server.Stop();
        RtmpClient client = world.Client();
        world.RunUntil(2);
        Assert.That(client.Failure, Is.Not.Null);
    }

    [Test]
    public void A_small_playback_buffer_makes_the_player_read_at_the_pace_of_playback()
    {
        // The cached group of pictures (250 kB and more) is more than the buffer holds.
        StreamingWorld world = new();
        RtmpPush push = world.Push();
        world.RunUntil(5.9);
        PlaybackSettings playback = new() { Capacity = new ByteSize(100_000), StartAfter = Duration.FromSeconds(5) };
        RtmpClient client = world.Client("small", playback);
        world.RunUntil(12);
        Assert.That(client.Playback.State, Is.EqualTo(PlaybackState.Playing), "a full buffer starts playback");
        Assert.That(client.Playback.BufferedBytes, Is.LessThan(100_000 + (16 << 10) + 90_000));
        Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical, Is.True);
    }

    [Test]
    public void The_server_writes_chunks_with_their_headers_and_the_publisher_as_ffmpeg_does()
    {
        StreamingWorld world = new();
        world.Client();
        world.Push();
        world.RunUntil(3);
        List<int> pushed = world.World.Streams[1].Writes;
        List<int> served = world.World.Streams[0].Peer.Writes;
        Assert.That(pushed, Has.Member(1).And.Member(4096), "a byte between chunks");
        Assert.That(served.Max(), Is.LessThanOrEqualTo(4096 + 12));
        Assert.That(served, Has.Member(4097).And.Not.Member(1));
    }

    private static PipeStream Send(StreamingWorld world, byte[] bytes, bool reads = false) =>
        RawClient.Connect(world, bytes, reads).Stream;

    private static RtmpMessage Command(uint stream, RtmpCommand command) =>
        new(RtmpMessageType.CommandAmf0, 3, stream, 0, command.ToPayload());
}
