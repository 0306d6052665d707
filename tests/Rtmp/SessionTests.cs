using System.Linq;
using NUnit.Framework;
using Protocols.Media;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>
/// A client's session and a server's, talking to each other (Adobe RTMP 1.0, 7.2 and its annex of example flows).
/// </summary>
public class SessionTests
{
    [TestCase(int.MaxValue)]
    [TestCase(1)]
    [TestCase(1000)]
    public void A_publisher_connects_asks_and_sends(int pieceBytes)
    {
        RtmpPublisher publisher = SessionDialogue.Publisher();
        RtmpServerSession server = SessionDialogue.Server();
        SessionDialogue dialogue = new SessionDialogue(publisher, server) { PieceBytes = pieceBytes }.Run();
        Assert.That(dialogue.ServerEvents, Is.EqualTo((RtmpEvent[])
            [new(RtmpEventKind.Connected, 0, "live"), new(RtmpEventKind.PublishRequested, 1, "cam1")]));

        server.AcceptPublish(1);
        dialogue.Run();
        Assert.That(dialogue.ClientEvents.Select(happened => happened.Kind), Is.EqualTo((RtmpEventKind[])
            [RtmpEventKind.Connected, RtmpEventKind.Publishing]));

        MediaFrame[] frames = [SessionDialogue.Video(0, 10_000), SessionDialogue.Audio(0, 100), SessionDialogue.Video(40, 1)];
        foreach (MediaFrame frame in frames)
        {
            publisher.Send(frame);
        }

        dialogue.Run();
        RtmpEvent[] media = [.. dialogue.ServerEvents.Skip(2)];
        Assert.That(media.Select(happened => happened.Frame.TimestampMs), Is.EqualTo((uint[])[0, 0, 40]));
        Assert.That(
            media.Select(happened => happened.Frame.Payload.ToArray()), Is.EqualTo(frames.Select(frame => frame.Payload.ToArray())));

        publisher.End();
        dialogue.Run();
        Assert.That(dialogue.ServerEvents[^1], Is.EqualTo(new RtmpEvent(RtmpEventKind.Ended, 1)));
        Assert.That((publisher.Error, server.Error), Is.EqualTo((RtmpError.None, RtmpError.None)));
    }

    [Test]
    public void Metadata_is_marked_to_be_kept_and_arrives_without_the_mark()
    {
        RtmpPublisher publisher = SessionDialogue.Publisher();
        RtmpServerSession server = SessionDialogue.Server();
        SessionDialogue dialogue = Publishing(publisher, server);
        MediaFrame metadata = new(MediaKind.Script, 0, Amf0Writer.Write(Amf0Value.Of("onMetaData"), Amf0Value.EcmaArray()));
        publisher.Send(metadata);
        Assert.That(publisher.Output.Pending[12..28].ToArray(), Is.EqualTo((byte[])[2, 0, 13, .. "@setDataFrame"u8]));
        dialogue.Run();
        Assert.That(dialogue.ServerEvents[^1].Frame.Payload.ToArray(), Is.EqualTo(metadata.Payload.ToArray()));
    }

    [Test]
    public void A_subscriber_gets_what_the_server_sends()
    {
        RtmpSubscriber subscriber = SessionDialogue.Subscriber();
        RtmpServerSession server = SessionDialogue.Server();
        SessionDialogue dialogue = new SessionDialogue(subscriber, server).Run();
        Assert.That(dialogue.ServerEvents[^1], Is.EqualTo(new RtmpEvent(RtmpEventKind.PlayRequested, 1, "cam1")));

        server.AcceptPlay(1);
        server.SendFrame(1, SessionDialogue.Video(5, 5000));
        dialogue.Run();
        Assert.That(dialogue.ClientEvents.Select(happened => happened.Kind), Is.EqualTo((RtmpEventKind[])
            [RtmpEventKind.Connected, RtmpEventKind.Playing, RtmpEventKind.Media]));
        Assert.That(dialogue.ClientEvents[^1].Frame.Payload.Length, Is.EqualTo(5000));

        server.NotifyUnpublished(1);
        dialogue.Run();
        Assert.That(dialogue.ClientEvents[^1].Kind, Is.EqualTo(RtmpEventKind.Ended));

        subscriber.End();
        dialogue.Run();
        Assert.That(dialogue.ServerEvents[^1], Is.EqualTo(new RtmpEvent(RtmpEventKind.Ended, 1)));
    }

    [Test]
    public void A_refused_publisher_hears_the_code()
    {
        RtmpPublisher publisher = SessionDialogue.Publisher();
        RtmpServerSession server = SessionDialogue.Server();
        SessionDialogue dialogue = new SessionDialogue(publisher, server).Run();
        server.Refuse(1, "NetStream.Publish.BadName", "cam1 is being published");
        dialogue.Run();
        Assert.That(dialogue.ClientEvents[^1], Is.EqualTo(new RtmpEvent(RtmpEventKind.Refused, 1, "NetStream.Publish.BadName")));
        Assert.That(() => publisher.Send(SessionDialogue.Audio(0, 1)), Throws.InvalidOperationException);
    }

    [TestCase(null, 60_000)]
    [TestCase(256, 256)]
    public void A_publisher_cuts_as_the_server_does_unless_told_otherwise(int? own, int expected)
    {
        RtmpPublisher publisher = SessionDialogue.Publisher(own);
        RtmpServerSession server = SessionDialogue.Server(new RtmpServerSettings { ChunkSize = 60_000 });
        Publishing(publisher, server);
        Assert.That((publisher.PeerChunkSize, publisher.ChunkSize, server.PeerChunkSize), Is.EqualTo((60_000, expected, expected)));
    }

    [Test]
    public void Received_bytes_are_acknowledged_at_half_the_window_the_peer_asked_for()
    {
        RtmpPublisher publisher = SessionDialogue.Publisher();
        RtmpServerSession server = SessionDialogue.Server(new RtmpServerSettings { AcknowledgementWindowBytes = 20_000 });
        SessionDialogue dialogue = Publishing(publisher, server);
        for (uint i = 0; i < 50; i++)
        {
            publisher.Send(SessionDialogue.Video(40 * i, 1000));
            dialogue.Run();

            // The publisher answered Set Peer Bandwidth with its own window of the same size.
            Assert.That(server.ReceivedBytes - publisher.PeerAcknowledgement, Is.LessThan(10_000 + 1100));
        }

        Assert.That(publisher.PeerAcknowledgement, Is.GreaterThan(40_000u));
    }

    [Test]
    public void Media_for_a_stream_that_is_not_published_is_passed_over()
    {
        RtmpSubscriber subscriber = SessionDialogue.Subscriber();
        RtmpServerSession server = SessionDialogue.Server();
        SessionDialogue dialogue = new SessionDialogue(subscriber, server).Run();
        RtmpOutput output = new();
        new ChunkWriter(output).Write(new RtmpMessage(RtmpMessageType.Audio, 20, 1, 0, new byte[10]));
        long ignored = server.IgnoredMessages;
        server.Feed(output.Pending, default);
        Assert.That(server.IgnoredMessages, Is.EqualTo(ignored + 1));
        Assert.That(server.TryTakeEvent(out _), Is.False);
        Assert.That(dialogue.ServerEvents.Any(happened => happened.Kind == RtmpEventKind.Media), Is.False);
    }

    [Test]
    public void An_answer_that_comes_too_late_for_a_deleted_stream_does_nothing()
    {
        RtmpPublisher publisher = SessionDialogue.Publisher();
        RtmpServerSession server = SessionDialogue.Server();
        SessionDialogue dialogue = new SessionDialogue(publisher, server).Run();
        publisher.End();
        dialogue.Run();
        server.AcceptPublish(1);
        server.AcceptPlay(1);
        server.Refuse(1, "NetStream.Publish.BadName", "too late");
        Assert.That(server.Output.Length, Is.Zero);
    }

    private static SessionDialogue Publishing(RtmpPublisher publisher, RtmpServerSession server)
    {
        SessionDialogue dialogue = new SessionDialogue(publisher, server).Run();
        server.AcceptPublish(1);
        return dialogue.Run();
    }
}
