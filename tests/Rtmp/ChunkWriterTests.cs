using System;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>Chunks as the pictures and examples in Adobe RTMP 1.0, 5.3 want them.</summary>
public class ChunkWriterTests
{
    [Test]
    public void Headers_are_as_short_as_the_last_message_allows()
    {
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        writer.Write(Audio(1000, 1));
        writer.Write(Audio(1020, 2));
        writer.Write(Audio(1040, 2));
        writer.Write(Audio(1060, 2));
        writer.Write(Audio(1090, 2));
        writer.Write(Audio(1080, 2));
        Assert.That(Convert.ToHexString(output.Pending), Is.EqualTo(
            "040003E80000010801000000" + "00" // first: format 0
            + "4400001400000208" + "0000" // another length: format 1
            + "C4" + "0000" + "C4" + "0000" // the same again: format 3
            + "8400001E" + "0000" // another delta: format 2
            + "040004380000020801000000" + "0000")); // back in time: format 0
    }

    [Test]
    public void A_message_never_starts_with_format_3_right_after_format_0()
    {
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        writer.Write(Audio(20, 1));
        writer.Write(Audio(40, 1));
        Assert.That(Convert.ToHexString(output.Pending), Is.EqualTo("040000140000010801000000" + "00" + "84000014" + "00"));
    }

    [Test]
    public void Long_messages_are_cut_with_one_byte_between_the_chunks()
    {
        RtmpOutput output = new();
        new ChunkWriter(output).Write(Audio(0, 300));
        Assert.That(output.Segments.ToArray(), Is.EqualTo((OutputSegment[])
        [
            new(12, OutputSegmentKind.MessageHeader), new(128, OutputSegmentKind.Payload),
            new(1, OutputSegmentKind.ContinuationHeader), new(128, OutputSegmentKind.Payload),
            new(1, OutputSegmentKind.ContinuationHeader), new(44, OutputSegmentKind.Payload),
        ]));
        Assert.That(output.Pending[12 + 128], Is.EqualTo(0xC4));
    }

    [TestCase(128, 10_000, 90)]
    [TestCase(60_000, 10_000, 12)]
    [TestCase(60_000, 120_000, 13)]
    [TestCase(128, 128, 12)]
    [TestCase(128, 129, 13)]
    public void The_overhead_is_one_header_and_one_byte_per_further_chunk(int chunkSize, int length, int overhead)
    {
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        writer.Write(ChunkSize(chunkSize));
        output.Consume(output.Length);
        writer.Write(Audio(0, length));
        Assert.That(output.Length - length, Is.EqualTo(overhead));
    }

    [Test]
    public void An_extended_timestamp_is_repeated_in_every_chunk()
    {
        RtmpOutput output = new();
        new ChunkWriter(output).Write(Audio(0x01000000, 129));
        Assert.That(Convert.ToHexString(output.Pending[..16]), Is.EqualTo("04FFFFFF000081080100000001000000"));
        Assert.That(Convert.ToHexString(output.Pending.Slice(16 + 128, 5)), Is.EqualTo("C401000000"));
    }

    [TestCase(2)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(319)]
    [TestCase(320)]
    [TestCase(65599)]
    public void Every_chunk_stream_can_be_written_and_read(int chunkStream)
    {
        RtmpOutput output = new();
        new ChunkWriter(output).Write(Audio(7, 300) with { ChunkStreamId = chunkStream });
        ReadOnlySpan<byte> bytes = output.Pending;
        Assert.That(new ChunkReader(RtmpLimits.Default).TryRead(ref bytes, out RtmpMessage message), Is.True);
        Assert.That(message.ChunkStreamId, Is.EqualTo(chunkStream));
        Assert.That(bytes.Length, Is.Zero);
    }

    [TestCase(1)]
    [TestCase(65600)]
    public void A_chunk_stream_that_does_not_exist_cannot_be_written(int chunkStream) => Assert.That(
        () => new ChunkWriter(new RtmpOutput()).Write(Audio(0, 1) with { ChunkStreamId = chunkStream }), Throws.ArgumentException);

    [TestCase(0)]
    [TestCase(-1)]
    public void A_chunk_size_that_is_not_positive_cannot_be_written(int size) =>
        Assert.That(() => new ChunkWriter(new RtmpOutput()).Write(ChunkSize(size)), Throws.ArgumentException);

    [Test]
    public void Random_messages_come_back_as_they_were([Range(1, 20)] int seed)
    {
        RandomStream random = new((ulong)seed);
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        ChunkReader reader = new(RtmpLimits.Default);
        for (int i = 0; i < 200; i++)
        {
            RtmpMessage sent = random.NextInt(20) == 0 ? ChunkSize(1 + random.NextInt(5000)) : RandomMessage(random);
            writer.Write(sent);
            ReadOnlySpan<byte> bytes = output.Pending;
            Assert.That(reader.TryRead(ref bytes, out RtmpMessage read), Is.True, $"seed {seed}, message {i}");
            Assert.That(RtmpCaptures.Describe(read, 0), Is.EqualTo(RtmpCaptures.Describe(sent, 0)), $"seed {seed}, message {i}");
            output.Consume(output.Length);
        }
    }

    private static RtmpMessage RandomMessage(RandomStream random)
    {
        byte[] payload = new byte[random.NextInt(3) == 0 ? 100 : random.NextInt(2000)];
        random.NextBytes(payload);
        uint timestamp = random.NextInt(4) == 0 ? random.NextUInt32() : (uint)(20 * random.NextInt(1000));
        RtmpMessageType type = random.NextInt(2) == 0 ? RtmpMessageType.Audio : RtmpMessageType.Video;
        return new RtmpMessage(type, 3 + random.NextInt(3), (uint)random.NextInt(2), timestamp, payload);
    }

    private static RtmpMessage Audio(uint timestamp, int length) => new(RtmpMessageType.Audio, 4, 1, timestamp, new byte[length]);

    private static RtmpMessage ChunkSize(int size) => new(
        RtmpMessageType.SetChunkSize, 2, 0, 0, BitConverter.GetBytes(size).Reverse().ToArray());
}
