using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>Takes all that a player receives, to keep it: metadata and sequence headers included.</summary>
public interface IFrameSink
{
    /// <summary>A frame has arrived; its payload is valid during the call.</summary>
    void OnFrame(in MediaFrame frame);
}
