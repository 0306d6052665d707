using System;
using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>Connections between real programs, read by our chunk reader.</summary>
public class ChunkReaderCaptureTests
{
    private static IEnumerable<string> Names => RtmpCaptures.Names;

    [TestCaseSource(nameof(Names))]
    public void A_recorded_connection_gives_the_messages_that_an_independent_parser_saw(string name) =>
        Assert.That(Read(name, bytesLeft => bytesLeft), Is.EqualTo(RtmpCaptures.Expected(name)));

    [TestCaseSource(nameof(Names))]
    public void It_does_so_byte_by_byte(string name) => Assert.That(Read(name, _ => 1), Is.EqualTo(RtmpCaptures.Expected(name)));

    [TestCaseSource(nameof(Names))]
    public void Cut_anywhere_it_needs_more_bytes_and_is_no_error(string name)
    {
        byte[] bytes = RtmpCaptures.Read(name)[RtmpCaptures.HandshakeBytes..];
        ChunkReader reader = new(RtmpLimits.Default);
        int messages = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            ReadOnlySpan<byte> one = bytes.AsSpan(i, 1);
            bool isComplete = reader.TryRead(ref one, out _);
            messages += isComplete ? 1 : 0;
            if (one.Length != 0 || reader.Error != RtmpError.None || !(isComplete || reader.IsInsideMessage))
            {
                Assert.Fail($"cut behind byte {i}: {one.Length} bytes left, {reader.Error}, inside a message: {reader.IsInsideMessage}");
            }
        }

        Assert.That(messages, Is.EqualTo(RtmpCaptures.Expected(name).Length));
    }

    [TestCaseSource(nameof(Names))]
    public void It_does_so_in_random_pieces(string name)
    {
        RandomStream random = new RandomStream(7).Fork(name);
        Assert.That(
            Read(name, bytesLeft => Math.Min(bytesLeft, random.NextInt(1 << random.NextInt(14)) + 1)),
            Is.EqualTo(RtmpCaptures.Expected(name)));
    }

    [TestCaseSource(nameof(Names))]
    public void What_was_read_is_the_same_after_writing_and_reading_it_again(string name)
    {
        List<RtmpMessage> messages = [];
        ReadOnlySpan<byte> input = RtmpCaptures.Read(name).AsSpan(RtmpCaptures.HandshakeBytes);
        ChunkReader reader = new(RtmpLimits.Default);
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        while (reader.TryRead(ref input, out RtmpMessage message))
        {
            messages.Add(message);
            writer.Write(message);
        }

        ChunkReader second = new(RtmpLimits.Default);
        ReadOnlySpan<byte> again = output.Pending;
        foreach (RtmpMessage message in messages)
        {
            Assert.That(second.TryRead(ref again, out RtmpMessage copy), Is.True);
            Assert.That(RtmpCaptures.Describe(copy, 0), Is.EqualTo(RtmpCaptures.Describe(message, 0)));
        }

        Assert.That(again.Length, Is.Zero);
        Assert.That(second.IsInsideMessage, Is.False);
    }

    private static List<string> Read(string name, Func<int, int> nextPiece)
    {
        ReadOnlySpan<byte> rest = RtmpCaptures.Read(name).AsSpan(RtmpCaptures.HandshakeBytes);
        ChunkReader reader = new(RtmpLimits.Default);
        List<string> messages = [];
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> piece = rest[..nextPiece(rest.Length)];
            rest = rest[piece.Length..];
            while (reader.TryRead(ref piece, out RtmpMessage message))
            {
                messages.Add(RtmpCaptures.Describe(message, reader.FirstFormat));
            }
        }

        Assert.That(reader.Error, Is.EqualTo(RtmpError.None));
        return messages;
    }
}
