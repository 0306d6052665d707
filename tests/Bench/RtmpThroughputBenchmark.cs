using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Rtmp;

namespace Tests.Bench;

/// <summary>How fast chunks are read and written, beside a plain copy of the same bytes (memcpy) as the bound below.</summary>
/// <remarks>
/// <c>make bench</c> runs it at full size and prints one line for each message length; among the other tests it runs small,
/// so that it never rots. Copy and codec are measured in turn by the processor time of the thread, and medians compared.
/// </remarks>
[Category("Bench")]
[NonParallelizable]
public class RtmpThroughputBenchmark
{
    private const int ChunkSize = 4096;

    private static readonly bool _isFull = Environment.GetEnvironmentVariable("BENCH") == "1";

    // A sound of AAC at 128 kbit/s, a picture of 2 Mbit/s at 25 frames per second, a key frame.
    [TestCase(370)]
    [TestCase(10_000)]
    [TestCase(100_000)]
    public void Chunks_at_4096_bytes(int messageBytes)
    {
        int totalBytes = _isFull ? 64 << 20 : 1 << 20;
        int rounds = _isFull ? 7 : 1;
        RtmpMessage[] messages = Messages(totalBytes / messageBytes, messageBytes);
        byte[] wire = new byte[totalBytes + (totalBytes / messageBytes * 20) + 100_000];
        byte[] copy = new byte[wire.Length];
        int wireBytes = Encode(messages, wire);
        Decode(wire.AsSpan(0, wireBytes));
        List<double> copying = [];
        List<double> encoding = [];
        List<double> decoding = [];
        for (int round = 0; round < rounds; round++)
        {
            copying.Add(Seconds(() => Copy(wire.AsSpan(0, wireBytes), copy)));
            encoding.Add(Seconds(() => Encode(messages, wire)));
            decoding.Add(Seconds(() => Assert.That(Decode(wire.AsSpan(0, wireBytes)), Is.EqualTo(messages.Length))));
        }

        double encodeRatio = Median(copying) / Median(encoding);
        double decodeRatio = Median(copying) / Median(decoding);
        TestContext.Out.WriteLine(FormattableString.Invariant(
            $"messages of {messageBytes} bytes in chunks of {ChunkSize}: memcpy {Rate(copying):0.0} GB/s, encode {Rate(encoding):0.0} GB/s ({encodeRatio:0.00} of it), decode {Rate(decoding):0.0} GB/s ({decodeRatio:0.00})"));
        if (_isFull && messageBytes >= ChunkSize)
        {
            Assert.That((encodeRatio >= 0.1, decodeRatio >= 0.1), Is.EqualTo((true, true)));
        }

        double Rate(List<double> seconds) => wireBytes / Median(seconds) / 1e9;
    }

    private static RtmpMessage[] Messages(int count, int length)
    {
        byte[] payload = new byte[length];
        Array.Fill(payload, (byte)0x5A);
        return [.. Enumerable.Range(0, count).Select(i => new RtmpMessage(RtmpMessageType.Video, 6, 1, (uint)(40 * i), payload))];
    }

    // In pieces of 16 KiB, as a server reads and writes.
    private static void Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        while (!from.IsEmpty)
        {
            int length = Math.Min(from.Length, 16 << 10);
            from[..length].CopyTo(to);
            from = from[length..];
            to = to[length..];
        }
    }

    private static int Encode(RtmpMessage[] messages, byte[] wire)
    {
        RtmpOutput output = new();
        ChunkWriter writer = new(output);
        int written = 0;
        Write(new RtmpMessage(RtmpMessageType.SetChunkSize, 2, 0, 0, (byte[])[0, 0, ChunkSize >> 8, ChunkSize & 0xFF]));
        foreach (RtmpMessage message in messages)
        {
            Write(message);
        }

        return written;

        void Write(in RtmpMessage message)
        {
            writer.Write(message);
            output.Pending.CopyTo(wire.AsSpan(written));
            written += output.Length;
            output.Consume(output.Length);
        }
    }

    private static int Decode(ReadOnlySpan<byte> wire)
    {
        ChunkReader reader = new(RtmpLimits.Default);
        int messages = 0;
        while (!wire.IsEmpty)
        {
            ReadOnlySpan<byte> piece = wire[..Math.Min(wire.Length, 16 << 10)];
            wire = wire[piece.Length..];
            while (reader.TryRead(ref piece, out RtmpMessage message))
            {
                messages += message.Type == RtmpMessageType.Video ? 1 : 0;
            }
        }

        return messages;
    }

    private static double Seconds(Action action)
    {
        long before = ThreadClock.Nanoseconds;
        action();
        return (ThreadClock.Nanoseconds - before) / 1e9;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
