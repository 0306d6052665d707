using System;
using Protocols.Core;
using Protocols.Rtmp;

namespace Protocols.Streaming;

/// <summary>
/// How an application cuts its RTMP output into writes. MPTCP schedules what one write gives as a unit, so it matters.
/// </summary>
/// <remarks>
/// Seen with strace: ffmpeg writes a message's first header (8 or 12 bytes), then each chunk's payload, with a write of
/// one byte for the format 3 header between them; nginx-rtmp writes a chunk with its header at once. SRS gathers all that
/// waits for a player, up to 128 messages, into one writev (srs_protocol_stream and srs_app_rtmp_conn, SRS_PERF_MW_MSGS).
/// </remarks>
public readonly record struct WritePattern
{
    private readonly Cut _cut;
    private readonly int _size;

    private WritePattern(Cut cut, int size)
    {
        _cut = cut;
        _size = size;
    }

    private enum Cut
    {
        AtMessages,
        AtChunks,
        AtHeadersAndPayloads,
        AtSize,
        Nowhere,
    }

    /// <summary>One write for each message.</summary>
    public static WritePattern PerMessage => new(Cut.AtMessages, int.MaxValue);

    /// <summary>As nginx-rtmp writes: <see cref="PerChunk"/>.</summary>
    public static WritePattern NginxRtmp => PerChunk;

    /// <summary>As SRS writes: <see cref="Merged"/>.</summary>
    public static WritePattern Srs => Merged;

    /// <summary>One write for all that waits, whatever messages it is.</summary>
    public static WritePattern Merged => new(Cut.Nowhere, int.MaxValue);

    /// <summary>One write for each chunk, its header in front.</summary>
    public static WritePattern PerChunk => new(Cut.AtChunks, int.MaxValue);

    /// <summary>Headers and payloads in writes of their own: ffmpeg.</summary>
    public static WritePattern FfmpegLike => new(Cut.AtHeadersAndPayloads, int.MaxValue);

    /// <summary>Writes of that many bytes, positive; the last one of a message is shorter.</summary>
    public static WritePattern FixedSize(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        return new WritePattern(Cut.AtSize, bytes);
    }

    /// <summary>How many bytes the next write has.</summary>
    /// <param name="segments">What waits, see <see cref="RtmpOutput.Segments"/>; not empty.</param>
    public int NextWrite(ReadOnlySpan<OutputSegment> segments)
    {
        int length = segments[0].Length;
        OutputSegmentKind previous = segments[0].Kind;
        foreach (OutputSegment segment in segments[1..])
        {
            if (length >= _size || IsBorder(previous, segment.Kind))
            {
                break;
            }

            length += segment.Length;
            previous = segment.Kind;
        }

        return _cut == Cut.AtSize ? Math.Min(length, _size) : length;
    }

    private bool IsBorder(OutputSegmentKind before, OutputSegmentKind after) => after switch
    {
        OutputSegmentKind.Handshake => true,
        OutputSegmentKind.MessageHeader => _cut != Cut.Nowhere || before == OutputSegmentKind.Handshake,
        OutputSegmentKind.ContinuationHeader => _cut is Cut.AtChunks or Cut.AtHeadersAndPayloads,
        _ => _cut == Cut.AtHeadersAndPayloads || before == OutputSegmentKind.Handshake,
    };

    /// <summary>Prints <c>message</c>, <c>chunk</c>, <c>ffmpeg</c>, <c>merged</c>, or the size of a write.</summary>
    public override string ToString() => _cut switch
    {
        Cut.AtMessages => "message",
        Cut.AtChunks => "chunk",
        Cut.AtHeadersAndPayloads => "ffmpeg",
        Cut.Nowhere => "merged",
        _ => new ByteSize(_size).ToString(),
    };
}
