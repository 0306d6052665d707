using System.Collections.Generic;
using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>
/// The audio and video frames of a stream since its last key frame: what a new viewer can start with at once.
/// </summary>
/// <param name="capacityBytes">The most payload bytes; a longer group of pictures is not held.</param>
/// <param name="capacityFrames">The most frames; likewise.</param>
public sealed class GopCache(long capacityBytes, int capacityFrames = int.MaxValue)
{
    private readonly List<MediaFrame> _frames = [];

    /// <summary>The frames, the key frame first; empty when there has been none, or when they did not fit.</summary>
    public IReadOnlyList<MediaFrame> Frames => _frames;

    /// <summary>Payload bytes held.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes the next frame of the stream.</summary>
    public void Add(in MediaFrame frame)
    {
        if (frame.IsKeyFrame)
        {
            Clear();
        }
        else if (_frames.Count == 0)
        {
            return;
        }

        if (Bytes + frame.Payload.Length > capacityBytes || _frames.Count == capacityFrames)
        {
            Clear();
            return;
        }

        _frames.Add(frame);
        Bytes += frame.Payload.Length;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _frames.Clear();
        Bytes = 0;
    }
}
