namespace Protocols.Streaming;

/// <summary>Where the frames of a live stream come from: a client that publishes, or a pull from the origin.</summary>
internal interface ILiveSource
{
    /// <summary>Another source has taken the stream; no more frames are to come from this one.</summary>
    void OnReplaced(LiveStream stream);
}
