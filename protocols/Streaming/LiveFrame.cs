using Protocols.Media;
using Protocols.Rtmp;

namespace Protocols.Streaming;

/// <summary>A frame on its way to viewers: its chunks are made for the first of them and shared by the others.</summary>
/// <param name="frame">The frame.</param>
public sealed class LiveFrame(in MediaFrame frame)
{
    private SharedChunks? _chunks;

    /// <summary>The frame.</summary>
    public MediaFrame Frame { get; } = frame;

    /// <summary>What the frame is, read once.</summary>
    public CodecHeader Header { get; } = frame.Header;

    /// <summary>Its chunks, when there are several viewers.</summary>
    public SharedChunks Chunks => _chunks ??= new SharedChunks();
}
