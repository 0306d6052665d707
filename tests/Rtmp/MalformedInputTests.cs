using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>
/// Broken input must end in an error value or be passed over: never in an exception, a hang, or memory without bound.
/// </summary>
public class MalformedInputTests
{
    private static IEnumerable<string> Malformed => RtmpCaptures.Malformed;

    private static IEnumerable<string> Names => RtmpCaptures.Names;

    // nginx-rtmp 1.2.2 and SRS 7.0.18 both keep the connection.
    [TestCase("abort_short")]
    [TestCase("abort_unknown_csid")]
    [TestCase("amf3_command_17")]
    [TestCase("amf_ecma_count_mismatch")]
    [TestCase("chunk_size_7fffffff")]
    [TestCase("control_on_csid3")]
    [TestCase("fmt1_first_on_csid")]
    [TestCase("interleaved_audio_video")]
    [TestCase("peerbw_short")]
    [TestCase("publish_wrong_msid")]
    [TestCase("ts_backwards")]
    [TestCase("ts_wrap")]
    [TestCase("unknown_type_0")]
    [TestCase("winack_0")]
    [TestCase("zero_length_message")]
    public void What_real_servers_survive_is_survived(string name) =>
        Assert.That(Serve(RtmpCaptures.Read("malformed/" + name)).Error, Is.EqualTo(RtmpError.None));

    // Both real servers close the connection.
    [TestCase("aggregate_bad_len", RtmpError.MalformedAggregate)]
    [TestCase("amf_unterminated_string", RtmpError.MalformedCommand)]
    [TestCase("fmt3_first_on_csid", RtmpError.ChunkWithoutHeader)]
    public void What_real_servers_refuse_is_refused(string name, RtmpError error) =>
        Assert.That(Serve(RtmpCaptures.Read("malformed/" + name)).Error, Is.EqualTo(error));

    [TestCaseSource(nameof(Malformed))]
    public void Nothing_throws_wherever_it_is_cut(string name)
    {
        byte[] bytes = RtmpCaptures.Read("malformed/" + name);
        RtmpError whole = Serve(bytes).Error;
        RtmpServerSession session = AfterHandshake();
        foreach (byte one in bytes)
        {
            session.Feed([one], Instant.Zero);
        }

        Assert.That(session.Error, Is.EqualTo(whole));
    }

    [Test]
    public void Media_right_behind_an_unanswered_publish_is_taken()
    {
        RtmpServerSession session = Serve(RtmpCaptures.Read("malformed/interleaved_audio_video"));
        List<RtmpEventKind> kinds = [];
        while (session.TryTakeEvent(out RtmpEvent happened))
        {
            kinds.Add(happened.Kind);
        }

        Assert.That(kinds, Is.SupersetOf((RtmpEventKind[])[RtmpEventKind.PublishRequested, RtmpEventKind.Media]));
    }

    [TestCaseSource(nameof(Names))]
    public void A_real_connection_with_flipped_bits_never_throws(string name)
    {
        RandomStream random = new RandomStream(11).Fork(name);
        byte[] original = RtmpCaptures.Read(name);
        for (int round = 0; round < 20; round++)
        {
            byte[] bytes = [.. original.AsSpan(0, Math.Min(original.Length, 20_000))];
            for (int flips = 0; flips < 10; flips++)
            {
                bytes[RtmpCaptures.HandshakeBytes + random.NextInt(bytes.Length - RtmpCaptures.HandshakeBytes)] ^= (byte)(1 << random.NextInt(8));
            }

            RtmpSession[] sessions = [SessionDialogue.Server(), SessionDialogue.Subscriber(), SessionDialogue.Publisher()];
            foreach (RtmpSession session in sessions)
            {
                Assert.That(() => session.Feed(bytes, Instant.Zero), Throws.Nothing, $"round {round}");
            }
        }
    }

    [Test]
    public void Random_bytes_after_the_handshake_never_throw([Range(1, 20)] int seed)
    {
        RandomStream random = new((ulong)seed);
        byte[] bytes = new byte[4000];
        for (int round = 0; round < 20; round++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)(2 + random.NextInt(62));
            Assert.That(() => Serve(bytes), Throws.Nothing);
        }
    }

    [Test]
    public void Commands_before_connect_are_refused()
    {
        RtmpOutput output = new();
        new ChunkWriter(output).Write(new RtmpMessage(
            RtmpMessageType.CommandAmf0, 3, 0, 0, RtmpCommand.Of("createStream", 2, Amf0Value.Null).ToPayload()));
        Assert.That(Serve(output.Pending.ToArray()).Error, Is.EqualTo(RtmpError.NotConnected));
    }

    [Test]
    public void Message_streams_are_limited()
    {
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        Amf0Value app = Amf0Value.Object(new Amf0Property("app", Amf0Value.Of("live")));
        writer.Write(new RtmpMessage(RtmpMessageType.CommandAmf0, 3, 0, 0, RtmpCommand.Of("connect", 1, app).ToPayload()));
        foreach (int transaction in Enumerable.Range(2, 17))
        {
            writer.Write(new RtmpMessage(
                RtmpMessageType.CommandAmf0, 3, 0, 0, RtmpCommand.Of("createStream", transaction, Amf0Value.Null).ToPayload()));
        }

        Assert.That(Serve(output.Pending.ToArray()).Error, Is.EqualTo(RtmpError.TooManyMessageStreams));
    }

    private static RtmpServerSession Serve(byte[] afterHandshake)
    {
        RtmpServerSession session = AfterHandshake();
        session.Feed(afterHandshake, Instant.Zero);
        return session;
    }

    private static RtmpServerSession AfterHandshake()
    {
        RtmpServerSession session = SessionDialogue.Server();
        session.Feed([3, .. new byte[RtmpCaptures.HandshakeBytes - 1]], Instant.Zero);
        return session;
    }
}
