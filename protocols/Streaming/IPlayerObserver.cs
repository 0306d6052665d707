using Protocols.Core;

namespace Protocols.Streaming;

/// <summary>Hears what a player experiences. Called from the run's one thread; must not change the run.</summary>
public interface IPlayerObserver
{
    /// <summary>A frame has arrived; its payload is valid during the call.</summary>
    void OnFrameReceived(in ReceivedFrame received);

    /// <summary>Playback starts for the first time, or again after the stream had ended.</summary>
    void OnPlaybackStarted(Instant at);

    /// <summary>
    /// The buffer ran empty: playback stands still. May be told later than it happened, at the next look.
    /// </summary>
    void OnStallBegan(Instant at);

    /// <summary>Playback goes on.</summary>
    /// <param name="at">When.</param>
    /// <param name="length">How long it stood still.</param>
    void OnStallEnded(Instant at, Duration length);
}
