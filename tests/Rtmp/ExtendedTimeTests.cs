using System;
using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>
/// Timestamps of 0xFFFFFF and more: peers that repeat them in chunks of format 3, as Adobe RTMP 1.0, 5.3.1.3, wants, and
/// peers that do not.
/// </summary>
public class ExtendedTimeTests
{
    private const uint Time = 0x01020304;

    private static readonly string[] _expected = ["16909060/300", "16909060/300", "33818120/300"];

    [TestCase(true)]
    [TestCase(false)]
    public void Both_kinds_of_peers_are_read(bool repeats) =>
        Assert.That(Read(Stream(repeats), bytesLeft => bytesLeft, out _), Is.EqualTo(_expected));

    [TestCase(true)]
    [TestCase(false)]
    public void They_are_read_byte_by_byte(bool repeats) =>
        Assert.That(Read(Stream(repeats), _ => 1, out _), Is.EqualTo(_expected));

    [Test]
    public void They_are_read_in_random_pieces([Range(1, 30)] int seed, [Values] bool repeats)
    {
        RandomStream random = new((ulong)seed);
        List<string> read = Read(Stream(repeats), bytesLeft => Math.Min(bytesLeft, 1 + random.NextInt(40)), out _);
        Assert.That(read, Is.EqualTo(_expected));
    }

    [TestCase(0x01000000u, "0100", TestName = "A_payload_that_begins_like_the_time_is_told_from_it")]
    [TestCase(0x01000000u, "010000", TestName = "Even_if_only_the_last_byte_differs")]
    public void Payload(uint time, string start)
    {
        // The second chunk's payload begins with the first bytes of the time, then 0xEE.
        byte[] begin = Convert.FromHexString(start);
        byte[] payload = [.. new byte[128], .. begin, 0xEE, 0xEE, 0xEE, 0xEE];
        byte[] bytes = [4, 0xFF, 0xFF, 0xFF, .. Length(payload.Length), 9, 1, 0, 0, 0, .. Big(time), .. payload[..128], 0xC4, .. payload[128..]];
        Assert.That(Read([.. bytes, .. Message(5, 7, 1)], _ => 1, out RtmpMessage message), Is.EqualTo((string[])[$"{time}/{payload.Length}", "7/1"]));
        Assert.That(message.Payload.ToArray(), Is.EqualTo(payload));
    }

    [Test]
    public void A_short_last_chunk_without_the_time_may_be_followed_by_any_header()
    {
        // One byte of payload is left: the header of the next message comes before four bytes are there.
        byte[] payload = [.. new byte[128], 0x01];
        byte[] bytes = [4, 0xFF, 0xFF, 0xFF, .. Length(129), 9, 1, 0, 0, 0, .. Big(0x01050007), .. payload[..128], 0xC4, 0x01, .. Message(5, 7, 1)];
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            int first = cut;
            List<string> read = Read(bytes, bytesLeft => bytesLeft == bytes.Length ? first : bytesLeft, out _);
            Assert.That(read, Is.EqualTo((string[])["17104903/129", "7/1"]), $"cut at {cut}");
        }
    }

    [Test]
    public void A_peer_that_repeats_the_absolute_time_of_a_delta_is_read()
    {
        byte[] payload = new byte[129];
        byte[] bytes =
        [
            .. Message(4, 16, 1),
            0x44, 0xFF, 0xFF, 0xFF, .. Length(129), 9, .. Big(0x01000000), .. payload[..128],
            0xC4, .. Big(0x01000010), 0xDD,
        ];
        Assert.That(Read(bytes, _ => 3, out RtmpMessage last), Is.EqualTo((string[])["16/1", "16777232/129"]));
        Assert.That(last.Payload.Span[128], Is.EqualTo(0xDD));
    }

    // Two messages of format 0, and one that begins with format 3 and so adds the time once more; each in three chunks.
    private static byte[] Stream(bool repeats)
    {
        List<byte> bytes = [];
        byte[] payload = new byte[300];
        Array.Fill(payload, (byte)0xAB);
        byte[] again = repeats ? Big(Time) : [];
        for (int i = 0; i < 3; i++)
        {
            bytes.AddRange(i < 2 ? [4, 0xFF, 0xFF, 0xFF, .. Length(300), 9, 1, 0, 0, 0, .. Big(Time)] : [0xC4, .. again]);
            bytes.AddRange([.. payload[..128], 0xC4, .. again, .. payload[128..256], 0xC4, .. again, .. payload[256..]]);
        }

        return [.. bytes];
    }

    private static byte[] Message(byte chunkStream, byte time, int length) =>
        [chunkStream, 0, 0, time, .. Length(length), 8, 1, 0, 0, 0, .. new byte[length]];

    private static byte[] Length(int length) => [(byte)(length >> 16), (byte)(length >> 8), (byte)length];

    private static byte[] Big(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static List<string> Read(byte[] bytes, Func<int, int> nextPiece, out RtmpMessage longest)
    {
        ChunkReader reader = new(RtmpLimits.Default);
        List<string> messages = [];
        longest = default;
        ReadOnlySpan<byte> rest = bytes;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> piece = rest[..nextPiece(rest.Length)];
            rest = rest[piece.Length..];
            while (reader.TryRead(ref piece, out RtmpMessage message))
            {
                messages.Add($"{message.TimestampMs}/{message.Payload.Length}");
                longest = message.Payload.Length > longest.Payload.Length ? message : longest;
            }

            Assert.That(piece.Length, Is.Zero);
        }

        Assert.That((reader.Error, reader.IsInsideMessage), Is.EqualTo((RtmpError.None, false)));
        return messages;
    }
}
