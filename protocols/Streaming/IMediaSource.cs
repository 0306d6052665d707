using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>Where a publisher's media comes from: frames in the order in which they are to be sent.</summary>
public interface IMediaSource
{
    /// <summary>Gives the next frame. Timestamps do not go back within a track, modulo 2^32.</summary>
    /// <returns>False when there is none: the stream is over.</returns>
    bool TryNext(out MediaFrame frame);
}
