using System;
using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>Chunks written by hand after the pictures in Adobe RTMP 1.0, 5.3.</summary>
public class ChunkReaderTests
{
    [Test]
    public void The_examples_of_section_5_3_2_are_read()
    {
        // 5.3.2.1: four audio messages of 32 bytes, 20 ms apart; the headers take formats 0, 2, 3, 3.
        string payload = new('A', 64);
        List<string> read = Read(
            $"03 0003E8 000020 08 01000000 {payload}" + $"83 000014 {payload}" + $"C3 {payload}" + $"C3 {payload}");
        Assert.That(read, Is.EqualTo((string[])["3/8/1/1000/32", "3/8/1/1020/32", "3/8/1/1040/32", "3/8/1/1060/32"]));
    }

    [Test]
    public void A_message_longer_than_a_chunk_continues_with_format_3()
    {
        // 5.3.2.2: a video message of 307 bytes in chunks of 128, 128 and 51.
        string Bytes(int count) => new('0', 2 * count);
        List<string> read = Read($"04 0003E8 000133 09 01000000 {Bytes(128)} C4 {Bytes(128)} C4 {Bytes(51)}");
        Assert.That(read, Is.EqualTo((string[])["4/9/1/1000/307"]));
    }

    [TestCase("02", 2)]
    [TestCase("3F", 63)]
    [TestCase("00 00", 64)]
    [TestCase("00 FF", 319)]
    [TestCase("01 00 00", 64)]
    [TestCase("01 FF 00", 319)]
    [TestCase("01 00 01", 320)]
    [TestCase("01 FF FF", 65599)]
    public void All_basic_headers_are_read(string basic, int chunkStream) =>
        Assert.That(Read($"{basic} 000005 000001 08 01000000 AF"), Is.EqualTo((string[])[$"{chunkStream}/8/1/5/1"]));

    [Test]
    public void A_payload_that_is_released_serves_a_later_message_and_no_other_does()
    {
        ChunkReader reader = new(RtmpLimits.Default);
        ReadOnlyMemory<byte> kept = ReadOne(reader, "04 000000 000002 09 01000000 AAAA");
        ReadOnlyMemory<byte> released = ReadOne(reader, "C4 BBBB");
        reader.Release(released);

        ReadOnlyMemory<byte> third = ReadOne(reader, "C4 CCCC");
        ReadOnlyMemory<byte> fourth = ReadOne(reader, "C4 DDDD");

        Assert.That(released.Span.Overlaps(third.Span), Is.True);
        Assert.That(fourth.Span.Overlaps(third.Span), Is.False);
        Assert.That(Convert.ToHexString(kept.Span) + Convert.ToHexString(third.Span) + Convert.ToHexString(fourth.Span), Is.EqualTo("AAAACCCCDDDD"));
    }

    [Test]
    public void A_part_of_a_payload_is_not_taken_back()
    {
        ChunkReader reader = new(RtmpLimits.Default);
        ReadOnlyMemory<byte> whole = ReadOne(reader, "04 000000 000002 09 01000000 AAAA");
        reader.Release(whole[1..]);

        Assert.That(ReadOne(reader, "C4 BB BB").Span.Overlaps(whole.Span), Is.False);
    }

    [Test]
    public void A_shorter_message_in_memory_of_a_longer_one_has_its_own_length()
    {
        ChunkReader reader = new(RtmpLimits.Default);
        reader.Release(ReadOne(reader, "04 000000 000004 09 01000000 AAAAAAAA"));

        Assert.That(Convert.ToHexString(ReadOne(reader, "44 000000 000001 09 BB").Span), Is.EqualTo("BB"));
        Assert.That(reader.BufferedBytes, Is.Zero);
    }

    [Test]
    public void An_extended_timestamp_is_repeated_in_format_3_chunks()
    {
        string first = new('0', 2 * 128);
        List<string> read = Read($"04 FFFFFF 000081 09 01000000 01000000 {first} C4 01000000 00");
        Assert.That(read, Is.EqualTo((string[])["4/9/1/16777216/129"]));
    }

    [Test]
    public void An_extended_delta_is_added()
    {
        List<string> read = Read("04 000001 000001 09 01000000 AA" + "84 FFFFFF 01000000 BB" + "C4 01000000 CC" + "84 000002 DD");
        Assert.That(read, Is.EqualTo((string[])["4/9/1/1/1", "4/9/1/16777217/1", "4/9/1/33554433/1", "4/9/1/33554435/1"]));
    }

    [Test]
    public void A_timestamp_wraps_at_2_to_the_32() =>
        Assert.That(Read("04 FFFFFF 000001 09 01000000 FFFFFFF0 AA" + "84 000020 BB"), Is.EqualTo((string[])["4/9/1/4294967280/1", "4/9/1/16/1"]));

    [Test]
    public void A_format_3_message_after_a_format_0_message_adds_that_timestamp()
    {
        // 5.3.1.2.4: "the timestamp delta for this Type 3 chunk is the same as the timestamp of the Type 0 chunk".
        Assert.That(Read("04 0003E8 000001 09 01000000 AA" + "C4 BB"), Is.EqualTo((string[])["4/9/1/1000/1", "4/9/1/2000/1"]));
    }

    [Test]
    public void Messages_on_different_chunk_streams_may_interleave()
    {
        string Chunk(int count) => new('0', 2 * count);
        List<string> read = Read(
            $"06 000000 000100 09 01000000 {Chunk(128)}" + $"04 000000 000090 08 01000000 {Chunk(128)}" + $"C6 {Chunk(128)}" + $"C4 {Chunk(16)}");
        Assert.That(read, Is.EqualTo((string[])["6/9/1/0/256", "4/8/1/0/144"]));
    }

    [Test]
    public void Set_chunk_size_takes_effect_at_the_next_chunk()
    {
        string payload = new('0', 2 * 200);
        List<string> read = Read($"02 000000 000004 01 00000000 000000C8" + $"04 000000 0000C8 08 01000000 {payload}");
        Assert.That(read, Is.EqualTo((string[])["2/1/0/0/4", "4/8/1/0/200"]));
    }

    [Test]
    public void An_aborted_message_is_forgotten()
    {
        string payload = new('0', 2 * 128);
        List<string> read = Read(
            $"04 000000 000100 08 01000000 {payload}" + "02 000000 000004 02 00000000 00000004" + "44 000007 000001 08 AF");
        Assert.That(read, Is.EqualTo((string[])["2/2/0/0/4", "4/8/1/7/1"]));
    }

    [Test]
    public void A_message_without_payload_is_complete_at_once() =>
        Assert.That(Read("04 000009 000000 08 01000000"), Is.EqualTo((string[])["4/8/1/9/0"]));

    [TestCase("C4", RtmpError.ChunkWithoutHeader)]
    [TestCase("02 000000 000004 01 00000000 00000000", RtmpError.InvalidChunkSize)]
    [TestCase("02 000000 000004 01 00000000 80000000", RtmpError.InvalidChunkSize)]
    [TestCase("02 000000 000002 01 00000000 0001", RtmpError.InvalidChunkSize)]
    [TestCase("04 000000 000401 08 01000000", RtmpError.MessageTooLong)]
    public void A_broken_chunk_is_an_error(string hex, RtmpError error) => Assert.That(ErrorOf(hex), Is.EqualTo(error));

    [Test]
    public void A_header_inside_a_message_is_an_error() => Assert.That(
        ErrorOf($"04 000000 000100 08 01000000 {new string('0', 256)} 04 000000 000100 08 01000000"),
        Is.EqualTo(RtmpError.HeaderInsideMessage));

    [Test]
    public void Chunk_streams_are_limited()
    {
        string hex = "";
        for (int id = 2; id <= 6; id++)
        {
            hex += $"0{id} 000000 000000 08 01000000 ";
        }

        Assert.That(ErrorOf(hex), Is.EqualTo(RtmpError.TooManyChunkStreams));
    }

    [Test]
    public void What_unfinished_messages_hold_is_limited()
    {
        string half = new('0', 2 * 128);
        Assert.That(
            ErrorOf($"02 000000 000400 08 01000000 {half}" + $"03 000000 000400 08 01000000 {half}" + $"04 000000 000400 08 01000000 {half}"),
            Is.EqualTo(RtmpError.TooMuchBuffered));
    }

    [Test]
    public void A_length_alone_allocates_little()
    {
        ChunkReader reader = new(RtmpLimits.Default);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int id = 2; id < 60; id++)
        {
            // Eight MiB announced, one byte sent.
            ReadOnlySpan<byte> input = [(byte)id, 0, 0, 0, 0x80, 0, 0, 9, 1, 0, 0, 0, 0];
            reader.TryRead(ref input, out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(8 << 20));
        Assert.That(reader.Error, Is.EqualTo(RtmpError.None));
    }

    private static RtmpError ErrorOf(string hex)
    {
        ChunkReader reader = new(new RtmpLimits { MaxMessageBytes = 1024, MaxChunkStreams = 4, MaxBufferedBytes = 2048 });
        ReadOnlySpan<byte> input = Bytes(hex);
        while (reader.TryRead(ref input, out _))
        {
        }

        return reader.Error;
    }

    private static List<string> Read(string hex)
    {
        ChunkReader reader = new(RtmpLimits.Default);
        ReadOnlySpan<byte> input = Bytes(hex);
        List<string> messages = [];
        while (reader.TryRead(ref input, out RtmpMessage message))
        {
            messages.Add($"{message.ChunkStreamId}/{(int)message.Type}/{message.StreamId}/{message.TimestampMs}/{message.Payload.Length}");
        }

        Assert.That(reader.Error, Is.EqualTo(RtmpError.None));
        Assert.That(reader.IsInsideMessage, Is.False);
        return messages;
    }

    private static ReadOnlyMemory<byte> ReadOne(ChunkReader reader, string hex)
    {
        ReadOnlySpan<byte> input = Bytes(hex);
        Assert.That(reader.TryRead(ref input, out RtmpMessage message), Is.True);
        return message.Payload;
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
