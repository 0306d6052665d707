using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Media;
using Protocols.Rtmp;
using Protocols.Streaming;
using Tests.Media;
using Tests.Rtmp;

namespace Tests.Streaming;

/// <summary>What the options of a streaming server do.</summary>
public class ServerFeatureTests
{
    [Test]
    public void A_second_publisher_may_take_the_stream_over()
    {
        StreamingWorld world = new(new RtmpServerOptions { OnSecondPublisher = SecondPublisher.Replace });
        PlaybackLog log = new();
        RtmpClient client = world.Client(log: log);
        RtmpPush first = world.Push();
        world.RunUntil(3);
        RtmpPush second = world.Push(host: "second");
        world.RunUntil(6);
        Assert.That(first.Failure, Does.Contain("NetStream.Unpublish.Success"));
        Assert.That((second.Failure, second.FramesSent > 200, world.Server.Connections), Is.EqualTo(((string?)null, true, 2)));
        Assert.That(log.Frames.Count(received => received.At.Seconds > 4), Is.GreaterThan(130), "the viewer goes on with the second");
        Assert.That((client.Playback.Stalls, client.Failure), Is.EqualTo((0, (string?)null)));
    }

    [Test]
    public void A_publisher_whose_connection_is_dead_can_be_replaced()
    {
        StreamingWorld world = new(new RtmpServerOptions { OnSecondPublisher = SecondPublisher.Replace });
        RtmpPush first = world.Push();
        world.RunUntil(2);
        world.World.Streams[0].BlockUntil(Instant.Zero + Duration.FromSeconds(1000));
        world.World.Streams[0].Peer.BlockUntil(Instant.Zero + Duration.FromSeconds(1000));
        RtmpClient client = world.Client();
        RtmpPush second = world.Push(host: "second");
        world.RunUntil(5);
        Assert.That((first.Failure, second.FramesSent > 200, client.FramesReceived > 200), Is.EqualTo(((string?)null, true, true)));
    }

    [Test]
    public void Merged_frames_wait_for_no_longer_than_the_latency_and_go_out_in_one_write()
    {
        Duration latency = Duration.FromMilliseconds(350);
        StreamingWorld world = new(new RtmpServerOptions { MergeLatency = latency, WritePattern = WritePattern.Srs });
        PlaybackLog log = new();
        PushLog sent = new();
        RtmpClient client = world.Client(log: log);
        RtmpPush push = world.Push(log: sent);
        world.RunUntil(11);
        Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical, Is.True);

        // 10 ms each way and the time on the wire (100 Mbit/s) besides the wait.
        Dictionary<(MediaKind, uint), Instant> sentAt = sent.Frames.Where(frame => frame.Frame.Kind != MediaKind.Script && !frame.Frame.IsSequenceHeader)
            .ToDictionary(frame => (frame.Frame.Kind, frame.Frame.TimestampMs), frame => frame.At);
        double[] delays = [.. log.Frames.Select(frame => (frame.At - sentAt[(frame.Frame.Kind, frame.Frame.TimestampMs)]).Milliseconds)];
        Assert.That(delays.Max(), Is.InRange(350, 350 + 20 + 40));
        Assert.That(delays.Min(), Is.LessThan(80), "the last of a batch hardly waits");

        // About three batches a second, of 350 ms at 2.1 Mbit/s each: as one write, but for the room in the pipe (64 KiB).
        List<int> writes = world.World.Streams[0].Peer.Writes;
        Assert.That(writes, Has.Count.LessThan(80));
        Assert.That(writes.Max(), Is.GreaterThan(60_000));
    }

    [Test]
    public void A_new_viewer_does_not_wait_for_a_cached_group_that_is_longer_than_the_latency()
    {
        StreamingWorld world = new(new RtmpServerOptions { MergeLatency = Duration.FromMilliseconds(350), WritePattern = WritePattern.Srs });
        world.Push();
        world.RunUntil(5.9);
        RtmpClient late = world.Client("late", new PlaybackSettings { StartAfter = Duration.FromMilliseconds(300) });
        world.RunUntil(7);
        Assert.That(late.StartupTime, Is.LessThan(Duration.FromMilliseconds(200)));
    }

    [Test]
    public void A_paused_viewer_gets_nothing_and_goes_on_at_a_key_frame()
    {
        StreamingWorld world = new();
        world.Push();
        world.RunUntil(1);
        RawClient viewer = RawClient.Connect(world, RawClient.Request("play"), reads: true);
        world.RunUntil(3);
        viewer.Stream.Write(Pause(true));
        world.RunUntil(4);
        int before = viewer.Received.Count;
        world.RunUntil(10);
        Assert.That(viewer.Received, Has.Count.EqualTo(before));
        viewer.Stream.Write(Pause(false));
        world.RunUntil(12);
        List<MediaFrame> video = [.. Frames(viewer).Where(frame => frame.Kind == MediaKind.Video && !frame.IsSequenceHeader)];
        int gap = Enumerable.Range(1, video.Count - 1).Single(i => video[i].TimestampMs - video[i - 1].TimestampMs > 1000);
        Assert.That(video[gap].IsKeyFrame, Is.True);
        Assert.That(video[gap].TimestampMs - video[gap - 1].TimestampMs, Is.InRange(5000, 7500));
    }

    [Test]
    public void A_late_viewer_of_enhanced_rtmp_gets_the_configuration_of_every_track_and_a_key_frame()
    {
        StreamingWorld world = new();
        MediaFrame[] frames =
        [
            Frame(MediaKind.Script, "02000A6F6E4D65746144617461"),
            Frame(MediaKind.Video, "90" + "68766331" + "01"), // HEVC, sequence start
            Frame(MediaKind.Video, "D4" + "68766331" + "03"), // metadata
            Frame(MediaKind.Video, "96" + "00" + "61763031" + "01" + "02"), // AV1 on track 1, sequence start
            Frame(MediaKind.Audio, "90" + "4F707573" + "04"), // Opus, sequence start
            Frame(MediaKind.Audio, "94" + "4F707573" + "05"), // layout of its channels
            Frame(MediaKind.Video, "91" + "68766331" + "000000" + "06"), // key frame
            Frame(MediaKind.Video, "96" + "01" + "61763031" + "01" + "07"), // key frame of track 1
            Frame(MediaKind.Audio, "91" + "4F707573" + "08"),
            Frame(MediaKind.Video, "A7" + "00AA" + "23" + "68766331" + "09"), // picture with an extension
        ];
        Publish(world, frames);
        world.RunUntil(1);
        RawClient viewer = RawClient.Connect(world, RawClient.Request("play"), reads: true);
        world.RunUntil(2);
        Assert.That(Frames(viewer).Select(frame => Convert.ToHexString(frame.Payload.Span)), Is.EqualTo(
            frames.Select(frame => Convert.ToHexString(frame.Payload.Span))));
    }

    [TestCase("ertmp_hevc_aac.flv")]
    [TestCase("aac_only.flv")]
    [TestCase("bigI.flv")]
    public void A_file_goes_through_the_server_tag_by_tag(string name)
    {
        FlvFile file = MediaFiles.Flv(name);
        StreamingWorld world = new();
        RawClient viewer = RawClient.Connect(world, RawClient.Request("play"), reads: true);
        world.RunUntil(1);
        world.Push(new FlvFileSource(file, false));
        world.RunUntil(60);
        string[] received = [.. Frames(viewer).Where(frame => frame.Kind != MediaKind.Script).Select(Describe)];
        string[] sent = [.. file.Tags.Select(tag => tag.Frame).Where(frame => frame.Kind != MediaKind.Script).Select(Describe)];

        // The configuration in front comes with the time of the first frame, as a late viewer gets it.
        Assert.That(received.Skip(4), Is.EqualTo(sent.Skip(4)));
        Assert.That(received, Has.Length.EqualTo(sent.Length));
    }

    [Test]
    public void Sequence_headers_without_bound_are_not_remembered()
    {
        StreamingWorld world = new();
        byte[] large = new byte[300_000];
        Convert.FromHexString("9600" + "61763031").CopyTo(large, 0);
        List<MediaFrame> frames = [];
        for (int track = 0; track < 10; track++)
        {
            large[6] = (byte)track;
            frames.Add(new MediaFrame(MediaKind.Video, 0, (byte[])[.. large]));
        }

        frames.Add(Frame(MediaKind.Video, "91" + "68766331" + "000000" + "06"));
        Publish(world, [.. frames]);
        world.RunUntil(3);
        RawClient viewer = RawClient.Connect(world, RawClient.Request("play"), reads: true);
        world.RunUntil(6);
        Assert.That(Frames(viewer).Select(frame => frame.Payload.Length), Is.EqualTo((int[])[300_000, 300_000, 300_000, 9]), "1 MiB at most");
    }

    [Test]
    public void Viewers_in_step_share_the_chunks_of_a_message()
    {
        RtmpMessage[] messages = [.. Enumerable.Range(0, 10).Select(i => new RtmpMessage(RtmpMessageType.Video, 6, 1, (uint)(40 * i), new byte[1000]))];
        RtmpOutput[] outputs = [new(), new(), new()];
        ChunkWriter[] writers = [.. outputs.Select(output => new ChunkWriter(output))];
        int uses = 0;
        foreach (RtmpMessage message in messages)
        {
            SharedChunks shared = new();
            foreach (ChunkWriter writer in writers.Where((_, i) => i < 2 || message.TimestampMs >= 200))
            {
                writer.Write(message, shared);
            }

            uses += shared.Uses;
        }

        // The third comes at the sixth message, for which it needs a header of format 0; its next one is of format 2 where the
        // others have format 3, and after that it is in step.
        Assert.That(uses, Is.EqualTo(10 + 10 + 3));
        foreach ((RtmpOutput output, int first) in outputs.Zip((int[])[0, 0, 5]))
        {
            Assert.That(Read(output), Is.EqualTo(messages.Skip(first).Select(message => message.TimestampMs)));
        }
    }

    private static List<uint> Read(RtmpOutput output)
    {
        ChunkReader reader = new(RtmpLimits.Default);
        List<uint> times = [];
        while (output.Length > 0)
        {
            ReadOnlySpan<byte> bytes = output.Pending;
            int length = bytes.Length;
            while (reader.TryRead(ref bytes, out RtmpMessage message))
            {
                times.Add(message.TimestampMs);
            }

            output.Consume(length);
        }

        return times;
    }

    private static MediaFrame Frame(MediaKind kind, string hex) => new(kind, 0, Convert.FromHexString(hex));

    private static string Describe(MediaFrame frame) => $"{frame.Kind} {frame.TimestampMs} {Convert.ToHexString(frame.Payload.Span)}";

    private static byte[] Pause(bool pauses)
    {
        RtmpOutput output = new();
        new ChunkWriter(output).Write(new RtmpMessage(
            RtmpMessageType.CommandAmf0, 8, 1, 0,
            RtmpCommand.Of("pause", 0, Amf0Value.Null, Amf0Value.Of(pauses), Amf0Value.Of(0)).ToPayload()));
        return output.Pending.ToArray();
    }

    // Publishes frames at once and stays connected.
    private static void Publish(StreamingWorld world, MediaFrame[] frames)
    {
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        foreach (MediaFrame frame in frames)
        {
            writer.Write(new RtmpMessage((RtmpMessageType)frame.Kind, 6, 1, frame.TimestampMs, frame.Payload));
        }

        RawClient.Connect(world, [.. RawClient.Request("publish"), .. output.Pending], reads: true);
    }

    // The media among what a client has read, by the chunk reader that the captures of real servers vouch for.
    private static List<MediaFrame> Frames(RawClient client)
    {
        ReadOnlySpan<byte> bytes = client.Received.ToArray().AsSpan(RtmpCaptures.HandshakeBytes);
        ChunkReader reader = new(RtmpLimits.Default);
        List<MediaFrame> frames = [];
        while (reader.TryRead(ref bytes, out RtmpMessage message))
        {
            bool isMedia = message.Type is RtmpMessageType.Audio or RtmpMessageType.Video
                || (message.Type == RtmpMessageType.DataAmf0 && !message.Payload.Span.StartsWith("\u0002\0\u0011|"u8));
            if (isMedia)
            {
                frames.Add(new MediaFrame((MediaKind)message.Type, message.TimestampMs, message.Payload));
            }
        }

        return frames;
    }
}
