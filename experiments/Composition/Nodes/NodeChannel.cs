using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;

namespace Experiments.Composition.Nodes;

/// <summary>Sends and receives the messages of <see cref="NodeProtocol"/> over two streams. One thread may send while another receives.</summary>
/// <param name="input">Where messages come from.</param>
/// <param name="output">Where they go.</param>
internal sealed class NodeChannel(Stream input, Stream output) : IDisposable
{
    /// <summary>The longest line; a longer one is none of ours.</summary>
    public const int LongestLine = 64 << 10;

    /// <summary>The longest body: a film for a demonstration fits, a disk's content does not.</summary>
    public const int LongestBody = 1 << 30;

    private const string KindKey = "kind";
    private const string BytesKey = "bytes";

    private readonly BufferedStream _input = new(input, LongestLine);
    private readonly Lock _sending = new();

    /// <summary>Writes the line before all messages.</summary>
    /// <exception cref="IOException">The other end is gone.</exception>
    public void SendGreeting()
    {
        lock (_sending)
        {
            output.Write(Encoding.UTF8.GetBytes(NodeProtocol.Greeting + "\n"));
            output.Flush();
        }
    }

    /// <summary>Sends a message.</summary>
    /// <exception cref="IOException">The other end is gone.</exception>
    public void Send(string kind, IReadOnlyDictionary<string, string> fields, ReadOnlySpan<byte> body)
    {
        Dictionary<string, string> header = new(fields) { [KindKey] = kind };
        if (!body.IsEmpty)
        {
            header[BytesKey] = body.Length.ToString(CultureInfo.InvariantCulture);
        }

        lock (_sending)
        {
            output.Write(JsonSerializer.SerializeToUtf8Bytes(header));
            output.Write("\n"u8);
            output.Write(body);
            output.Flush();
        }
    }

    /// <summary>Sends a message without a body.</summary>
    /// <exception cref="IOException">The other end is gone.</exception>
    public void Send(string kind, params (string Name, string Value)[] fields) =>
        Send(kind, fields.ToDictionary(field => field.Name, field => field.Value), []);

    /// <summary>Skips what comes before the greeting.</summary>
    /// <returns>What was skipped, its end; null when the greeting came.</returns>
    /// <exception cref="IOException">The other end is gone.</exception>
    public string? SkipToGreeting()
    {
        string skipped = "";
        while (TryReadLine(out string line))
        {
            if (line == NodeProtocol.Greeting)
            {
                return null;
            }

            skipped = line;
        }

        return skipped;
    }

    /// <summary>Waits for the next message.</summary>
    /// <returns>Null when there is none any more.</returns>
    /// <exception cref="InvalidDataException">What came is no message.</exception>
    /// <exception cref="IOException">The other end is gone.</exception>
    public NodeMessage? Receive()
    {
        if (!TryReadLine(out string line))
        {
            return null;
        }

        Dictionary<string, string>? header = Parse(line);
        if (header is null || !header.Remove(KindKey, out string? kind))
        {
            throw new InvalidDataException($"found '{line[..Math.Min(line.Length, 80)]}', expected a message");
        }

        int length = 0;
        if (header.Remove(BytesKey, out string? bytes)
            && (!int.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > LongestBody))
        {
            throw new InvalidDataException($"found '{bytes}' bytes, expected at most {LongestBody}");
        }

        return new NodeMessage(kind, header, ReadBody(length));
    }

    /// <summary>Closes both streams.</summary>
    public void Dispose()
    {
        _input.Dispose();
        output.Dispose();
    }

    private static Dictionary<string, string>? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Grows with what arrives, so that a length alone allocates nothing.
    private byte[] ReadBody(int length)
    {
        using MemoryStream body = new();
        byte[] piece = new byte[Math.Min(length, LongestLine)];
        while (body.Length < length)
        {
            int count = _input.Read(piece, 0, (int)Math.Min(piece.Length, length - body.Length));
            if (count == 0)
            {
                throw new EndOfStreamException("the connection ended within a message");
            }

            body.Write(piece, 0, count);
        }

        return body.ToArray();
    }

    private bool TryReadLine(out string line)
    {
        List<byte> bytes = [];
        int next;
        while ((next = _input.ReadByte()) >= 0 && next != '\n')
        {
            bytes.Add((byte)next);
            if (bytes.Count > LongestLine)
            {
                throw new InvalidDataException($"found a line of more than {LongestLine} bytes, expected a message");
            }
        }

        line = Encoding.UTF8.GetString([.. bytes]).TrimEnd('\r');
        return next >= 0;
    }
}
