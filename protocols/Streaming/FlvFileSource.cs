using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>The frames of a recording, once or over and over with timestamps that go on.</summary>
/// <remarks>
/// One pass lasts from the first coded frame to the end of the track that ends last, where a track's last frame is as
/// long as its mean frame: so no track goes back in time, and a clip of 250 frames at 25 frames/s repeats every 10 s.
/// Metadata and sequence headers are given in the first pass only, as <c>ffmpeg -stream_loop</c> does.
/// </remarks>
public sealed class FlvFileSource : IMediaSource
{
    private readonly MediaFrame[] _firstPass;
    private readonly MediaFrame[] _laterPasses;
    private readonly uint _passMs;
    private MediaFrame[] _pass;
    private int _next;
    private uint _shiftMs;

    /// <summary>Starts at the file's beginning.</summary>
    /// <param name="file">The recording; tags that are not media are left out.</param>
    /// <param name="loop">
    /// Whether to begin again at the end; a file without coded frames is given once in any case.
    /// </param>
    public FlvFileSource(FlvFile file, bool loop)
    {
        _firstPass = [.. file.Tags.Where(tag => tag.IsMedia && !tag.Payload.IsEmpty).Select(tag => tag.Frame)];
        MediaFrame[] coded = [.. _firstPass.Where(frame => frame.Kind != MediaKind.Script && !frame.IsSequenceHeader)];
        _laterPasses = loop ? coded : [];
        _passMs = coded.Length == 0 ? 0 : Math.Max(1, EndOf(coded) - coded.Min(frame => frame.TimestampMs));
        _pass = _firstPass;
    }

    /// <inheritdoc/>
    public bool TryNext(out MediaFrame frame)
    {
        if (_next == _pass.Length)
        {
            _pass = _laterPasses;
            _next = 0;
            _shiftMs = unchecked(_shiftMs + _passMs);
        }

        if (_pass.Length == 0)
        {
            frame = default;
            return false;
        }

        MediaFrame original = _pass[_next++];
        frame = original with { TimestampMs = unchecked(original.TimestampMs + _shiftMs) };
        return true;
    }

    private static uint EndOf(IEnumerable<MediaFrame> coded) => coded.GroupBy(frame => frame.Kind).Max(EndOfTrack);

    private static uint EndOfTrack(IEnumerable<MediaFrame> track)
    {
        uint[] times = [.. track.Select(frame => frame.TimestampMs)];
        uint last = times.Max();
        double mean = times.Length > 1 ? (last - times.Min()) / (times.Length - 1.0) : 0;
        return last + (uint)Math.Round(mean);
    }
}
