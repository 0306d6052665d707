using System;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Media;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>
/// What a server's session makes of single commands and messages (Adobe RTMP 1.0, 7.2; Enhanced RTMP v2), and what it answers.
/// </summary>
public class CommandTests
{
    [Test]
    public void The_answer_to_connect_tells_the_success_and_the_clients_object_encoding()
    {
        Amf0Value app = Amf0Value.Object([.. ServerConversation.App.Properties, new Amf0Property("objectEncoding", Amf0Value.Of(3))]);
        RtmpCommand answer = new ServerConversation().Ask(0, "connect", 1, app).Single();
        Assert.That((answer.Name, answer.TransactionId), Is.EqualTo(("_result", 1.0)));
        Assert.That(answer.StatusText("code"), Is.EqualTo("NetConnection.Connect.Success"));
        Assert.That(answer.Arguments[1]["objectEncoding"]!.Number, Is.EqualTo(3));
        Assert.That(answer.Arguments[0]["fourCcList"], Is.Null, "a client that does not speak of Enhanced RTMP hears nothing of it");
    }

    [TestCase("fourCcList")]
    [TestCase("videoFourCcInfoMap")]
    [TestCase("capsEx")]
    public void A_client_of_enhanced_rtmp_hears_that_every_codec_is_passed_on(string property)
    {
        Amf0Value app = Amf0Value.Object([.. ServerConversation.App.Properties, new Amf0Property(property, Amf0Value.Of(0))]);
        Amf0Value server = new ServerConversation().Ask(0, "connect", 1, app).Single().Arguments[0];
        Assert.That(server["fourCcList"]!.Items.Select(item => item.Text), Is.EqualTo((string[])["*"]));
        Assert.That(server["videoFourCcInfoMap"]!["*"]!.Number, Is.EqualTo(4), "CanForward");
        Assert.That(server["audioFourCcInfoMap"]!["*"]!.Number, Is.EqualTo(4));
        Assert.That(server["capsEx"]!.Number, Is.EqualTo(2 | 4), "Multitrack, ModEx");
    }

    [TestCase("hvc1", "Opus")]
    public void A_publisher_offers_the_codecs_it_is_told_to(string video, string audio)
    {
        RtmpPublisher publisher = new(
            SessionDialogue.Url, new RandomStream(1), Instant.Zero, enhancedCodecs: [video, audio]);
        RtmpServerSession server = SessionDialogue.Server();
        server.Feed(publisher.Output.Pending, Instant.Zero);
        publisher.Output.Consume(publisher.Output.Length);
        publisher.Feed(server.Output.Pending, Instant.Zero);
        publisher.Output.Consume(Handshake.PacketLength);
        ReadOnlySpan<byte> bytes = publisher.Output.Pending;
        Assert.That(new ChunkReader(RtmpLimits.Default).TryRead(ref bytes, out RtmpMessage message), Is.True);
        RtmpCommand connect = ServerConversation.CommandOf(message);
        Assert.That(connect.Arguments[0]["fourCcList"]!.Items.Select(item => item.Text), Is.EqualTo((string[])[video, audio]));
    }

    [TestCase("live/", "live")]
    [TestCase("live?key=1", "live")]
    [TestCase("a/b", "a/b")]
    public void An_application_ends_at_a_question_mark_or_slash(string told, string application)
    {
        ServerConversation conversation = new();
        conversation.Ask(0, "connect", 1, Amf0Value.Object(new Amf0Property("app", Amf0Value.Of(told))));
        Assert.That(conversation.Server.Application, Is.EqualTo(application));
    }

    [TestCase("publish")]
    [TestCase("play")]
    public void A_stream_name_ends_at_a_question_mark(string command)
    {
        ServerConversation conversation = ServerConversation.Connected();
        conversation.Ask(1, command, 3, Amf0Value.Null, Amf0Value.Of("cam1?key=secret"));
        Assert.That(conversation.Events()[^1].Text, Is.EqualTo("cam1"));
    }

    [TestCase("publish", "NetStream.Publish.BadName")]
    [TestCase("play", "NetStream.Play.Failed")]
    public void A_name_that_is_empty_or_too_long_is_refused(string command, string code)
    {
        ServerConversation conversation = ServerConversation.Connected();
        foreach (string name in (string[])["", "?", new string('x', 1025)])
        {
            RtmpCommand answer = conversation.Ask(1, command, 3, Amf0Value.Null, Amf0Value.Of(name)).Single();
            Assert.That((answer.StatusText("level"), answer.StatusText("code")), Is.EqualTo(("error", code)));
        }

        conversation.Ask(1, command, 3, Amf0Value.Null, Amf0Value.Of(new string('x', 1024)));
        Assert.That(conversation.Events()[^1].Text, Has.Length.EqualTo(1024));
    }

    [Test]
    public void A_second_connect_ends_the_connection()
    {
        ServerConversation conversation = ServerConversation.Connected();
        RtmpCommand answer = conversation.Ask(0, "connect", 9, ServerConversation.App).Single();
        Assert.That((answer.Name, answer.StatusText("code")), Is.EqualTo(("_error", "NetConnection.Connect.Rejected")));
        Assert.That(conversation.Server.Error, Is.EqualTo(RtmpError.NotConnected));
    }

    [Test]
    public void A_player_may_pause_and_go_on()
    {
        RtmpServerSession server = Playing(out RtmpSubscriber subscriber, out SessionDialogue dialogue);
        subscriber.Pause();
        subscriber.Resume();
        subscriber.Resume();
        dialogue.Run();
        Assert.That(dialogue.ServerEvents.Select(happened => happened.Kind).TakeLast(2), Is.EqualTo((RtmpEventKind[])[RtmpEventKind.Paused, RtmpEventKind.Resumed]));
        Assert.That(dialogue.ClientEvents.Select(happened => happened.Kind).TakeLast(2), Is.EqualTo((RtmpEventKind[])[RtmpEventKind.Paused, RtmpEventKind.Resumed]));
        Assert.That(server.Error, Is.EqualTo(RtmpError.None));
    }

    [TestCase(true, "NetStream.Pause.Notify")]
    [TestCase(false, null)]
    public void Pause_is_answered_when_it_changes_something(bool pauses, string? code)
    {
        ServerConversation conversation = ServerConversation.Active("play");
        RtmpCommand? answer = conversation.Ask(1, "pause", 0, Amf0Value.Null, Amf0Value.Of(pauses), Amf0Value.Of(0)).SingleOrDefault();
        Assert.That(answer?.StatusText("code"), Is.EqualTo(code));
    }

    [Test]
    public void A_live_stream_cannot_be_sought()
    {
        ServerConversation conversation = ServerConversation.Active("play");
        RtmpCommand answer = conversation.Ask(1, "seek", 0, Amf0Value.Null, Amf0Value.Of(5000)).Single();
        Assert.That((answer.StatusText("level"), answer.StatusText("code")), Is.EqualTo(("error", "NetStream.Seek.Failed")));
        Assert.That(conversation.Server.Error, Is.EqualTo(RtmpError.None));
    }

    // 7.2.2.1: start may be left out, be -2, -1, 0 or more; duration and reset may follow.
    [TestCase]
    [TestCase(-2.0)]
    [TestCase(-1.0)]
    [TestCase(0.0)]
    [TestCase(10.0, -1.0)]
    public void Wherever_a_player_wants_to_start_it_gets_the_live_stream(params double[] numbers)
    {
        ServerConversation conversation = ServerConversation.Connected();
        conversation.Ask(1, "play", 3, [Amf0Value.Null, Amf0Value.Of("cam1"), .. numbers.Select(Amf0Value.Of), Amf0Value.Of(true)]);
        Assert.That(conversation.Events()[^1], Is.EqualTo(new RtmpEvent(RtmpEventKind.PlayRequested, 1, "cam1")));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_player_may_change_to_another_stream(bool byPlay2)
    {
        ServerConversation conversation = ServerConversation.Active("play");
        Amf0Value target = byPlay2
            ? Amf0Value.Object(new Amf0Property("streamName", Amf0Value.Of("cam2")), new Amf0Property("transition", Amf0Value.Of("switch")))
            : Amf0Value.Of("cam2");
        conversation.Ask(1, byPlay2 ? "play2" : "play", 0, Amf0Value.Null, target);
        Assert.That(conversation.Events(), Is.EqualTo((RtmpEvent[])
            [new(RtmpEventKind.Ended, 1), new(RtmpEventKind.PlayRequested, 1, "cam2")]));
        conversation.Server.AcceptPlay(1);
        Assert.That(conversation.AnswersInWords()[0], Is.EqualTo("NetStream.Play.Start"));
    }

    [Test]
    public void The_server_knows_the_length_of_a_players_buffer()
    {
        RtmpServerSession server = Playing(out RtmpSubscriber subscriber, out SessionDialogue dialogue);
        Assert.That(server.BufferLengthOf(1), Is.EqualTo(Duration.FromMilliseconds(3000)), "told with play");
        subscriber.SetBufferLength(Duration.FromMilliseconds(500));
        dialogue.Run();
        Assert.That(server.BufferLengthOf(1), Is.EqualTo(Duration.FromMilliseconds(500)));
        Assert.That(server.BufferLengthOf(2), Is.EqualTo(Duration.Zero));
    }

    [Test]
    public void A_publisher_that_is_replaced_hears_of_it()
    {
        RtmpPublisher publisher = SessionDialogue.Publisher();
        RtmpServerSession server = SessionDialogue.Server();
        SessionDialogue dialogue = new SessionDialogue(publisher, server).Run();
        server.AcceptPublish(1);
        dialogue.Run();
        server.Replace(1);
        dialogue.Run();
        Assert.That(dialogue.ClientEvents[^1], Is.EqualTo(new RtmpEvent(RtmpEventKind.Refused, 1, "NetStream.Unpublish.Success")));
        Assert.That(publisher.IsPublishing, Is.False);
    }

    [Test]
    public void A_player_hears_of_the_end_of_a_stream_and_of_its_return()
    {
        ServerConversation conversation = ServerConversation.Active("play");
        conversation.Server.NotifyUnpublished(1);
        conversation.Server.NotifyPublished(1);
        Assert.That(conversation.AnswersInWords(), Is.EqualTo((string[])
            ["StreamEof 1", "NetStream.Play.UnpublishNotify", "StreamBegin 1", "NetStream.Play.PublishNotify"]));
    }

    [Test]
    public void A_ping_is_answered_with_its_time()
    {
        ServerConversation conversation = ServerConversation.Active("play");
        conversation.Send(new RtmpMessage(RtmpMessageType.UserControl, 2, 0, 0, new UserControl(UserControlEvent.PingRequest, 77).ToPayload()));
        Assert.That(conversation.AnswersInWords(), Is.EqualTo((string[])["PingResponse 77"]));
        conversation.Server.SendPing(Instant.Zero + Duration.FromMilliseconds(1234));
        Assert.That(conversation.AnswersInWords(), Is.EqualTo((string[])["PingRequest 1234"]));
    }

    [Test]
    public void A_client_answers_a_servers_ping()
    {
        RtmpServerSession server = Playing(out RtmpSubscriber subscriber, out SessionDialogue dialogue);
        long received = server.ReceivedBytes;
        server.SendPing(Instant.Zero);
        dialogue.Run();
        Assert.That(server.ReceivedBytes - received, Is.InRange(6 + 1, 6 + 12), "one chunk with an event and a time");
        Assert.That(subscriber.Error, Is.EqualTo(RtmpError.None));
    }

    // onMetaData with a number: after the format selector in AMF0, with the value in AMF3, and wholly in AMF3.
    [TestCase("00" + "02000A6F6E4D65746144617461" + "003FF0000000000000", "02000A6F6E4D65746144617461" + "003FF0000000000000")]
    [TestCase("00" + "02000A6F6E4D65746144617461" + "110401", "02000A6F6E4D65746144617461" + "003FF0000000000000")]
    [TestCase("06156F6E4D65746144617461" + "0401", "02000A6F6E4D65746144617461" + "003FF0000000000000")]
    public void Data_in_AMF3_goes_on_as_AMF0(string hex, string expected)
    {
        ServerConversation conversation = ServerConversation.Active("publish");
        conversation.Send(new RtmpMessage(RtmpMessageType.DataAmf3, 4, 1, 7, Convert.FromHexString(hex)));
        MediaFrame frame = conversation.Events().Single().Frame;
        Assert.That((frame.Kind, frame.TimestampMs), Is.EqualTo((MediaKind.Script, 7u)));
        Assert.That(Convert.ToHexString(frame.Payload.Span), Is.EqualTo(expected));
    }

    [Test]
    public void A_command_that_is_too_long_ends_the_connection()
    {
        ServerConversation conversation = ServerConversation.Connected();
        conversation.Ask(0, "x", 0, Amf0Value.Of(new string('x', 64 << 10)));
        Assert.That(conversation.Server.Error, Is.EqualTo(RtmpError.MessageTooLong));
    }

    [Test]
    public void An_aggregate_gives_its_parts_with_times_of_their_own()
    {
        // Two parts at 100 and 120 ms in an aggregate at 1000 ms.
        byte[] part = [8, 0, 0, 1, 0, 0, 100, 0, 1, 0, 0, 0xAF, 0, 0, 0, 12, 9, 0, 0, 2, 0, 0, 120, 0, 1, 0, 0, 0x27, 1, 0, 0, 0, 13];
        ServerConversation conversation = ServerConversation.Active("publish");
        conversation.Send(new RtmpMessage(RtmpMessageType.Aggregate, 4, 1, 1000, part));
        Assert.That(conversation.Events().Select(happened => (happened.Frame.Kind, happened.Frame.TimestampMs, happened.Frame.Payload.Length)), Is.EqualTo(
            ((MediaKind, uint, int)[])[(MediaKind.Audio, 1000, 1), (MediaKind.Video, 1020, 2)]));
    }

    [Test]
    public void Set_peer_bandwidth_is_answered_with_a_window_once()
    {
        ServerConversation conversation = ServerConversation.Connected();
        byte[] bandwidth = [0, 1, 0, 0, 2];
        conversation.Send(new RtmpMessage(RtmpMessageType.SetPeerBandwidth, 2, 0, 0, bandwidth));
        Assert.That(conversation.AnswersInWords(), Is.EqualTo((string[])["WindowAcknowledgementSize"]));
        conversation.Send(new RtmpMessage(RtmpMessageType.SetPeerBandwidth, 2, 0, 0, bandwidth));
        Assert.That(conversation.AnswersInWords(), Is.Empty);
    }

    private static RtmpServerSession Playing(out RtmpSubscriber subscriber, out SessionDialogue dialogue)
    {
        subscriber = SessionDialogue.Subscriber();
        RtmpServerSession server = SessionDialogue.Server();
        dialogue = new SessionDialogue(subscriber, server).Run();
        server.AcceptPlay(1);
        dialogue.Run();
        return server;
    }
}
