using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Media;
using Protocols.Rtmp;
using Tests.Rtmp;
using Tests.Streaming;

namespace Tests.Fuzz;

/// <summary>
/// Whatever a peer sends, a session gives a protocol error or goes on: no exception, no growth without bound, no hang.
/// </summary>
/// <remarks>
/// Another seed: <c>--test-parameter seed=7</c>. The run of ten million inputs is in the category Fuzz.
/// </remarks>
[NonParallelizable]
public class RtmpSessionFuzzTests
{
    private const int LargestAnswer = 64 << 10;

    private static readonly RtmpLimits _limits = new() { MaxMessageBytes = 64 << 10, MaxBufferedBytes = 128 << 10, MaxChunkStreams = 16 };

    private static ulong Seed
    {
        get
        {
            ulong seed = TestContext.Parameters.Get("seed", 1UL);
            TestContext.Out.WriteLine($"repeat with --test-parameter seed={seed}");
            return seed;
        }
    }

    [TestCase(3_000)]
    [TestCase(10_000_000, Category = "Fuzz", Explicit = true, Reason = "Takes minutes: make fuzz.")]
    public void No_input_breaks_a_session(int count)
    {
        RandomStream random = new RandomStream(Seed).Fork("sessions");
        RtmpInputGenerator generator = new(random.Fork("inputs"));
        byte[][] openings = [[], RtmpInputGenerator.Opening("publish"), RtmpInputGenerator.Opening("play")];
        RtmpSession? session = null;
        int errors = 0;
        int survived = 0;
        for (int i = 0; i < count; i++)
        {
            // A session takes inputs until it has had enough of them.
            if (session is null || session.Error != RtmpError.None || random.NextInt(8) == 0)
            {
                session = Start(random, openings[random.NextInt(openings.Length)]);
            }

            byte[] input = generator.Next().ToArray();
            try
            {
                Feed(session, input, random);
            }
            catch (Exception error) when (error is not AssertionException)
            {
                Assert.Fail($"input {i}, {Convert.ToHexStringLower(input)}: {error}");
            }

            errors += session.Error == RtmpError.None ? 0 : 1;
            survived += session.Error == RtmpError.None ? 1 : 0;
        }

        Assert.That(Math.Min(errors, survived), Is.GreaterThan(count / 10), "both outcomes must be common");
    }

    [TestCase(2_000)]
    [TestCase(1_000_000, Category = "Fuzz", Explicit = true, Reason = "Takes minutes: make fuzz.")]
    public void No_input_breaks_a_handshake(int count)
    {
        RandomStream random = new RandomStream(Seed).Fork("handshakes");
        byte[][] real = [.. RtmpCaptures.Names.Select(name => RtmpCaptures.Read(name)[..RtmpCaptures.HandshakeBytes])];
        int complete = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = [.. real[random.NextInt(real.Length)]];
            for (int flips = random.NextInt(4); flips > 0; flips--)
            {
                bytes[random.NextInt(random.NextInt(2) == 0 ? 20 : bytes.Length)] = (byte)random.NextInt(256);
            }

            RtmpOutput output = new();
            Handshake handshake = random.NextInt(3) switch
            {
                0 => Handshake.Server(output, random),
                1 => Handshake.Client(output, random, 0),
                _ => Handshake.Client(output, random, 0, HandshakeForm.Digest),
            };
            ReadOnlySpan<byte> rest = bytes;
            while (!rest.IsEmpty && handshake.Error == RtmpError.None && !handshake.IsComplete)
            {
                ReadOnlySpan<byte> piece = rest[..Math.Min(rest.Length, 1 + random.NextInt(2000))];
                rest = rest[piece.Length..];
                handshake.Feed(ref piece, (uint)i);
            }

            Assert.That(handshake.IsComplete, Is.EqualTo(handshake.Error == RtmpError.None));
            Assert.That(output.Length, Is.LessThanOrEqualTo(RtmpCaptures.HandshakeBytes));
            complete += handshake.IsComplete ? 1 : 0;
        }

        Assert.That(complete, Is.GreaterThan(count / 4));
    }

    [Test]
    public void A_session_under_attack_holds_little_more_than_its_buffers([Values("publish", "play")] string command)
    {
        RandomStream random = new RandomStream(Seed).Fork(command);
        RtmpInputGenerator generator = new(random.Fork("inputs"));
        byte[] opening = RtmpInputGenerator.Opening(command);
        List<RtmpSession> kept = [];
        for (int i = 0; i < 100; i++)
        {
            kept.Add(StartServer(random, opening));
        }

        long before = GC.GetTotalMemory(true);
        foreach (RtmpSession session in kept)
        {
            for (int i = 0; i < 100 && session.Error == RtmpError.None; i++)
            {
                Feed(session, generator.Next().ToArray(), random);
            }
        }

        long perSession = (GC.GetTotalMemory(true) - before) / kept.Count;
        Assert.That(perSession, Is.LessThan((4 << 20) + _limits.MaxBufferedBytes));
        GC.KeepAlive(kept);
    }

    // Announced and not sent, in every chunk stream; the largest commands that are read, of the values that take most memory.
    private static readonly object[] _attacks =
    [
        new object[] { "lengths without messages", Repeat(64, i => [(byte)(2 + (i % 62)), 0, 0, 0, 0x7F, 0xFF, 0xFF, 9, 1, 0, 0, 0, 0]) },
        new object[] { "commands of empty objects", Large([3, 0, 0, 9], 4000) },
        new object[] { "commands of numbers", Large([0, 0, 0, 0, 0, 0, 0, 0, 0], 4000) },
        new object[] { "commands of empty arrays in AMF3", Large([17, 9, 1, 1], 4000) },
        new object[] { "one long text", Large([12, 0, 0, 0xFA, 0, .. new byte[64_000]], 1) },
    ];

    [TestCaseSource(nameof(_attacks))]
    public void What_one_message_makes_a_session_allocate_is_limited(string name, byte[] bytes)
    {
        RtmpServerSession session = new(RtmpServerSettings.Default, new RandomStream(1));
        session.Feed([3, .. new byte[RtmpCaptures.HandshakeBytes - 1], .. RtmpInputGenerator.Opening("play")], Instant.Zero);
        long before = GC.GetAllocatedBytesForCurrentThread();
        session.Feed(bytes, Instant.Zero);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20), name);
    }

    [Test]
    public void Attackers_beside_a_viewer_do_not_disturb_it()
    {
        StreamingWorld world = new();
        Protocols.Streaming.RtmpClient client = world.Client();
        Protocols.Streaming.RtmpPush push = world.Push();
        RandomStream random = new RandomStream(Seed).Fork("attackers");
        RtmpInputGenerator generator = new(random.Fork("inputs"));
        for (int i = 0; i < 100; i++)
        {
            byte[] opening = random.NextInt(2) == 0 ? RawClient.Request("play", $"s{i}") : RawClient.Request("publish", $"s{i % 7}");
            byte[] attack = [.. Enumerable.Range(0, 20).SelectMany(_ => generator.Next().ToArray())];
            RawClient.Connect(world, [.. opening, .. attack], reads: i % 2 == 0);
        }

        world.RunUntil(10);
        Assert.That(client.Digest.CompareWith(push.Digest).IsIdentical, Is.True);
        Assert.That((client.Playback.Stalls, client.FramesReceived > 9 * 71), Is.EqualTo((0, true)));
        Assert.That(world.Server.ProtocolErrors, Is.GreaterThan(50));
    }

    private static byte[] Repeat(int count, Func<int, byte[]> make) => [.. Enumerable.Range(0, count).SelectMany(make)];

    // A command with the largest chunk size in front, so that it is one chunk.
    private static byte[] Large(byte[] value, int count)
    {
        byte[] body = [2, 0, 1, (byte)'x', .. Repeat(count, _ => value)];
        return
        [
            2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0x10, 0, 0,
            3, 0, 0, 0, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, 20, 0, 0, 0, 0, .. body,
        ];
    }

    private static RtmpSession Start(RandomStream random, byte[] opening)
    {
        RtmpSession session = random.NextInt(4) switch
        {
            0 => new RtmpPublisher(SessionDialogue.Url, random, Instant.Zero, null, _limits),
            1 => new RtmpSubscriber(SessionDialogue.Url, random, Instant.Zero, Duration.Zero, _limits),
            _ => StartServer(random, opening),
        };
        if (session is not RtmpServerSession)
        {
            session.Output.Consume(session.Output.Length);
            session.Feed([3, .. new byte[RtmpCaptures.HandshakeBytes - 1]], Instant.Zero);
        }

        return session;
    }

    private static RtmpServerSession StartServer(RandomStream random, byte[] opening)
    {
        RtmpServerSession server = new(RtmpServerSettings.Default, random, _limits);
        server.Feed([3, .. new byte[RtmpCaptures.HandshakeBytes - 1]], Instant.Zero);
        server.Feed(opening, Instant.Zero);
        Settle(server);
        return server;
    }

    private static void Feed(RtmpSession session, byte[] input, RandomStream random)
    {
        ReadOnlySpan<byte> rest = input;
        bool isWhole = random.NextInt(2) == 0;
        while (!rest.IsEmpty)
        {
            int length = isWhole ? rest.Length : Math.Min(rest.Length, 1 + random.NextInt(60));
            session.Feed(rest[..length], Instant.Zero);
            rest = rest[length..];
            Assert.That(session.BufferedBytes, Is.LessThanOrEqualTo(_limits.MaxBufferedBytes + _limits.MaxMessageBytes));
            Assert.That(session.Output.Length, Is.LessThan(LargestAnswer));
            Settle(session);
        }
    }

    // Does what an application does: takes the events, lets the peer do what it wants, and sends it something.
    private static void Settle(RtmpSession session)
    {
        while (session.TryTakeEvent(out RtmpEvent happened))
        {
            if (session is RtmpServerSession server && happened.Kind == RtmpEventKind.PlayRequested)
            {
                server.AcceptPlay(happened.StreamId);
                server.SendFrame(happened.StreamId, new MediaFrame(MediaKind.Video, 1, new byte[200]));
            }
            else if (session is RtmpServerSession origin && happened.Kind == RtmpEventKind.PublishRequested)
            {
                origin.AcceptPublish(happened.StreamId);
            }
            else if (session is RtmpPublisher { IsPublishing: true } publisher)
            {
                publisher.Send(new MediaFrame(MediaKind.Audio, 1, new byte[200]));
            }
        }

        session.Output.Consume(session.Output.Length);
    }
}
