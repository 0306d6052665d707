using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>The recorded connections in tests/Captures/rtmp; its README says where they come from.</summary>
internal static class RtmpCaptures
{
    /// <summary>Bytes of the handshake at the start of each direction: C0, C1 and C2, or S0, S1 and S2.</summary>
    public const int HandshakeBytes = 1 + 1536 + 1536;

    public static IEnumerable<string> Names => Files("*.bin").Select(file => Path.GetFileNameWithoutExtension(file));

    public static IEnumerable<string> Malformed => Files("malformed/*.bin").Select(file => Path.GetFileNameWithoutExtension(file));

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder(), name + ".bin"));

    /// <summary>What an independent parser saw, one line per message.</summary>
    public static string[] Expected(string name) =>
        [.. File.ReadLines(Path.Combine(Folder(), name + ".expected.jsonl")).Where(line => line.Length > 0).Select(line =>
        {
            JsonElement json = JsonDocument.Parse(line).RootElement;
            return Describe(
                json.GetProperty("csid").GetInt32(), json.GetProperty("fmt").GetInt32(), json.GetProperty("type").GetInt32(),
                json.GetProperty("msid").GetUInt32(), json.GetProperty("ts").GetUInt32(), json.GetProperty("len").GetInt32(),
                json.GetProperty("sha").GetString()!);
        })];

    /// <summary>A message in the form of <see cref="Expected"/>.</summary>
    public static string Describe(in RtmpMessage message, int format) => Describe(
        message.ChunkStreamId, format, (int)message.Type, message.StreamId, message.TimestampMs, message.Payload.Length,
        Convert.ToHexStringLower(SHA256.HashData(message.Payload.Span).AsSpan(0, 8)));

    private static string Describe(int chunkStream, int format, int type, uint stream, uint timestamp, int length, string hash) =>
        $"csid {chunkStream} fmt {format} type {type} msid {stream} ts {timestamp} len {length} sha {hash}";

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Folder(), pattern).Order(StringComparer.Ordinal);

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "Captures", "rtmp");
}
