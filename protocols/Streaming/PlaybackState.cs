namespace Protocols.Streaming;

/// <summary>What a player's playback is doing.</summary>
public enum PlaybackState
{
    /// <summary>Waiting for enough media to start.</summary>
    Starting,

    /// <summary>Playing.</summary>
    Playing,

    /// <summary>Standing still because the buffer ran empty.</summary>
    Stalled,
}
