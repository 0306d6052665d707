using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Sockets;

namespace Tests.Conformance;

/// <summary>Bytes to send, what was received, and the loops of ends that do one thing.</summary>
internal static class StreamBytes
{
    /// <summary>Noise that is the same for the same seed.</summary>
    public static byte[] Create(int count, int seed = 1)
    {
        byte[] bytes = new byte[count];
        new RandomStream((ulong)seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Everything up to the end of a stream.</summary>
    public static async Task<byte[]> ReadToEndAsync(IByteStream stream)
    {
        List<byte> read = [];
        byte[] buffer = new byte[16 << 10];
        while (!stream.EndOfStream)
        {
            int count = stream.Read(buffer);
            if (count > 0)
            {
                read.AddRange(buffer.AsSpan(0, count));
            }
            else if (!stream.EndOfStream)
            {
                await stream.ReadableAsync();
            }
        }

        return [.. read];
    }

    /// <summary>Writes all bytes and closes the direction.</summary>
    public static async Task WriteThenCloseAsync(IByteStream stream, byte[] bytes)
    {
        Assert.That(await stream.WriteAllAsync(bytes), Is.True);
        stream.CloseWrite();
    }

    /// <summary>Reads and forgets until the stream is over.</summary>
    public static async Task UntilOverAsync(IByteStream stream)
    {
        byte[] buffer = new byte[1000];
        while (!stream.EndOfStream)
        {
            await stream.ReadableAsync();
            stream.Read(buffer);
        }
    }

    /// <summary>Sends back what comes, up to the end of the stream.</summary>
    public static async Task EchoAsync(IByteStream stream)
    {
        byte[] buffer = new byte[4096];
        while (!stream.EndOfStream)
        {
            int count = stream.Read(buffer);
            if (count > 0)
            {
                await stream.WriteAllAsync(buffer.AsMemory(0, count));
            }
            else if (!stream.EndOfStream)
            {
                await stream.ReadableAsync();
            }
        }

        stream.Close();
    }

    /// <summary>Writes until nothing more is taken although the network had time to carry away what it could.</summary>
    public static async Task<int> FillAsync(IByteStream stream, ReadOnlyMemory<byte> bytes, IClock clock)
    {
        int taken = 0;
        while (stream.Write(bytes.Span[taken..]) is > 0 and int count)
        {
            taken += count;
        }

        await clock.Delay(Duration.FromMilliseconds(200));
        return taken;
    }
}
