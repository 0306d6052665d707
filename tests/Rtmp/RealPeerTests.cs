using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Media;
using Protocols.Rtmp;
using Tests.Media;

namespace Tests.Rtmp;

/// <summary>Our sessions against the bytes that real programs sent to each other.</summary>
public class RealPeerTests
{
    [TestCase("nginx_ck128_ffpub_ffplay.1.pub.c2s")]
    [TestCase("fflisten_ffpub.0.pub.c2s")]
    [TestCase("srs_ck60000_ffpub_ffplay.1.pub.c2s")]
    [TestCase("ertmp_srs_hevc_aac.1.pub.c2s")]
    public void The_server_takes_all_media_that_a_real_publisher_sends(string name)
    {
        RtmpServerSession server = SessionDialogue.Server();
        List<RtmpEvent> events = Feed(server, RtmpCaptures.Read(name), happened =>
        {
            if (happened.Kind == RtmpEventKind.PublishRequested)
            {
                server.AcceptPublish(happened.StreamId);
            }
        });
        Assert.That(server.Error, Is.EqualTo(RtmpError.None));
        Assert.That(events.Single(happened => happened.Kind == RtmpEventKind.PublishRequested).Text, Is.EqualTo("cam1"));
        Assert.That(Lengths(events), Is.EqualTo(ExpectedLengths(name)));
        Assert.That(events.Any(happened => happened.Kind == RtmpEventKind.Media && happened.Frame.IsKeyFrame), Is.True);
    }

    [TestCase("nginx_ck128_ffpub_ffplay.0.play.c2s")]
    [TestCase("nginx_ck4096_ffpub_rtmpdump.1.play.c2s")]
    [TestCase("srs_ck60000_ffpub_ffplay.0.play.c2s")]
    [TestCase("nginx_vod_rtmpdump.0.play.c2s")]
    public void The_server_understands_what_a_real_player_asks_for(string name)
    {
        RtmpServerSession server = SessionDialogue.Server();
        List<RtmpEvent> events = Feed(server, RtmpCaptures.Read(name), _ => { });
        Assert.That(server.Error, Is.EqualTo(RtmpError.None));
        Assert.That(events.Count(happened => happened.Kind == RtmpEventKind.PlayRequested), Is.EqualTo(1));
    }

    [TestCase("nginx_ck128_ffpub_ffplay.0.play.s2c")]
    [TestCase("srs_ck60000_ffpub_ffplay.0.play.s2c")]
    [TestCase("nginx_aac_only.0.play.s2c")]
    public void A_subscriber_takes_all_media_that_a_real_server_sends(string name)
    {
        RtmpSubscriber subscriber = SessionDialogue.Subscriber();
        List<RtmpEvent> events = Feed(subscriber, RtmpCaptures.Read(name), _ => { });
        Assert.That(subscriber.Error, Is.EqualTo(RtmpError.None));
        Assert.That(subscriber.StreamId, Is.EqualTo(1), "real players number their commands as we do");
        Assert.That(events.Select(happened => happened.Kind).Take(3), Is.EqualTo((RtmpEventKind[])
            [RtmpEventKind.Connected, RtmpEventKind.Playing, RtmpEventKind.Media]));
        Assert.That(Lengths(events), Is.EqualTo(ExpectedLengths(name)));
    }

    [Test]
    public void A_published_file_reaches_the_server_frame_by_frame()
    {
        MediaFrame[] frames = [.. MediaFiles.Flv("bigI.flv").Tags.Select(tag => tag.Frame)];
        RtmpPublisher publisher = SessionDialogue.Publisher();
        RtmpServerSession server = SessionDialogue.Server();
        SessionDialogue dialogue = new SessionDialogue(publisher, server).Run();
        server.AcceptPublish(1);
        dialogue.Run();
        foreach (MediaFrame frame in frames)
        {
            publisher.Send(frame);
        }

        MediaFrame[] received = [.. dialogue.Run().ServerEvents
            .Where(happened => happened.Kind == RtmpEventKind.Media).Select(happened => happened.Frame)];
        Assert.That(received.Select(Describe), Is.EqualTo(frames.Select(Describe)));
    }

    private static string Describe(MediaFrame frame) => $"{frame.Kind} {frame.TimestampMs} {Convert.ToHexString(frame.Payload.Span)}";

    private static List<RtmpEvent> Feed(RtmpSession session, byte[] bytes, Action<RtmpEvent> answer)
    {
        List<RtmpEvent> events = [];
        for (int start = 0; start < bytes.Length; start += 1000)
        {
            session.Feed(bytes.AsSpan(start, Math.Min(1000, bytes.Length - start)), Instant.Zero);
            while (session.TryTakeEvent(out RtmpEvent happened))
            {
                events.Add(happened);
                answer(happened);
            }
        }

        return events;
    }

    private static string[] Lengths(IEnumerable<RtmpEvent> events) =>
        [.. events.Where(happened => happened.Kind == RtmpEventKind.Media && happened.Frame.Kind != MediaKind.Script)
            .Select(happened => $"type {(int)happened.Frame.Kind} ts {happened.Frame.TimestampMs} len {happened.Frame.Payload.Length}")];

    private static string[] ExpectedLengths(string name) =>
        [.. RtmpCaptures.Expected(name).Select(line => line.Split(' ')).Where(words => words[5] is "8" or "9" && words[11] != "0")
            .Select(words => $"type {words[5]} ts {words[9]} len {words[11]}")];
}
