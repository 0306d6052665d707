using Protocols.Core;

namespace Protocols.Streaming;

/// <summary>Hears what a publisher does. Called from the run's one thread; must not change the run.</summary>
public interface IPushObserver
{
    /// <summary>The server has accepted the stream; media time 0 is now.</summary>
    void OnPublishing(Instant at);

    /// <summary>A frame has been handed over completely.</summary>
    void OnFrameSent(in SentFrame sent);
}
