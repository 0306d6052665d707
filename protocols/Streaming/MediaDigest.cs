using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Security.Cryptography;
using Protocols.Core;
using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>
/// What was sent or received, frame by frame, small enough to keep for a whole run and strong enough to prove equality.
/// </summary>
/// <remarks>
/// <para>Each audio or video frame becomes the first 128 bits of SHA-256 over its kind, timestamp and payload: 16 bytes
/// per frame. Keeping them singly lets a viewer that joined late, lost frames to a server's limit, or was cut off by
/// the end of the run be compared with the publisher, which one running hash could not.</para>
/// <para>Sequence headers are kept apart, by payload alone: a server repeats them to each viewer at a timestamp of that
/// moment. Script data is not counted.</para>
/// </remarks>
public sealed class MediaDigest
{
    private const int HashLength = 16;

    private readonly List<UInt128> _frames = [];
    private readonly List<UInt128> _sequenceHeaders = [];
    private byte[] _piece = [];

    /// <summary>Audio and video frames so far, without sequence headers.</summary>
    public int FrameCount => _frames.Count;

    /// <summary>The payload bytes of those frames.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>Adds the next frame.</summary>
    public void Add(in MediaFrame frame)
    {
        if (frame.Kind == MediaKind.Script)
        {
            return;
        }

        if (frame.IsSequenceHeader)
        {
            _sequenceHeaders.Add(HashOf(frame with { TimestampMs = 0 }));
            return;
        }

        _frames.Add(HashOf(frame));
        FrameBytes += frame.Payload.Length;
    }

    /// <summary>One hash over a span of frames: SHA-256 over their hashes, in hexadecimal.</summary>
    /// <param name="first">The first frame's index, from 0.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">Not all of those frames have been added.</exception>
    public string HashOfSpan(int first, int count)
    {
        byte[] bytes = new byte[count * HashLength];
        Span<byte> rest = bytes;
        foreach (UInt128 frame in _frames[first..(first + count)])
        {
            BinaryPrimitives.WriteUInt128BigEndian(rest, frame);
            rest = rest[HashLength..];
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>Compares what this side received with what the publisher sent.</summary>
    public MediaComparison CompareWith(MediaDigest sent)
    {
        Dictionary<UInt128, List<int>>? positions = null;
        int next = 0;
        int first = -1;
        int matched = 0;
        int missing = 0;
        foreach (UInt128 frame in _frames)
        {
            // Nearly always it is the next one.
            bool isNext = next < sent.FrameCount && sent._frames[next] == frame;
            int found = isNext ? next : FirstFrom((positions ??= sent.Positions()).GetValueOrDefault(frame, []), next);
            if (found < 0)
            {
                continue;
            }

            first = matched == 0 ? found : first;
            missing += matched == 0 ? 0 : found - next;
            matched++;
            next = found + 1;
        }

        int strangers = _sequenceHeaders.FindAll(header => !sent._sequenceHeaders.Contains(header)).Count;
        return new MediaComparison(FrameCount, first, matched, missing, strangers);
    }

    private Dictionary<UInt128, List<int>> Positions()
    {
        Dictionary<UInt128, List<int>> positions = [];
        for (int i = 0; i < _frames.Count; i++)
        {
            if (!positions.TryGetValue(_frames[i], out List<int>? same))
            {
                positions.Add(_frames[i], same = []);
            }

            same.Add(i);
        }

        return positions;
    }

    private static int FirstFrom(List<int> ascending, int minimum)
    {
        int index = ascending.BinarySearch(minimum);
        index = index < 0 ? ~index : index;
        return index < ascending.Count ? ascending[index] : -1;
    }

    // In one piece through one call: an object that hashes piece by piece costs as much as the hash of a small frame.
    private UInt128 HashOf(in MediaFrame frame)
    {
        const int HeaderLength = 5;
        int length = HeaderLength + frame.Payload.Length;
        if (_piece.Length < length)
        {
            _piece = new byte[Math.Max(length, 2 * _piece.Length)];
        }

        Span<byte> piece = _piece.AsSpan(0, length);
        SpanWriter writer = new(piece);
        writer.WriteByte((byte)frame.Kind);
        writer.WriteUInt32(frame.TimestampMs);
        frame.Payload.Span.CopyTo(piece[HeaderLength..]);
        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(piece, result);
        return BinaryPrimitives.ReadUInt128BigEndian(result);
    }
}
