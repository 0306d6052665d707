using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Sockets;

namespace Tests.Conformance;

/// <summary>Bytes to send, and what was received.</summary>
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
}
