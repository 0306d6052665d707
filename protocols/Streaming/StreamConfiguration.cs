using System.Collections.Generic;
using System.Linq;
using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>
/// What a viewer has to know before the first frame of a stream: its metadata, and the sequence headers of all tracks.
/// </summary>
/// <remarks>The latest of each kind and track counts. What would make all of them too large is not remembered.</remarks>
/// <param name="capacityBytes">The most payload bytes to remember.</param>
internal sealed class StreamConfiguration(long capacityBytes)
{
    // Metadata first, then video before audio, track by track: the order in which programs publish them.
    private readonly SortedDictionary<(int Order, int Track, int PacketType), MediaFrame> _frames = [];

    /// <summary>All of it, in the order in which a viewer should get it.</summary>
    public IEnumerable<MediaFrame> Frames => _frames.Values;

    /// <summary>Takes a frame if it is one of these.</summary>
    /// <returns>Whether it is.</returns>
    public bool TryRemember(in MediaFrame frame, in CodecHeader header)
    {
        int? order = frame.Kind switch
        {
            MediaKind.Script => 0,
            MediaKind.Video when header.IsSequenceHeader => 1,
            MediaKind.Audio when header.IsSequenceHeader => 2,
            _ => null,
        };
        if (order is null)
        {
            return false;
        }

        _frames.Remove((order.Value, header.Track, header.PacketType));
        if (_frames.Values.Sum(known => (long)known.Payload.Length) + frame.Payload.Length <= capacityBytes)
        {
            _frames.Add((order.Value, header.Track, header.PacketType), frame);
        }

        return true;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _frames.Clear();
}
