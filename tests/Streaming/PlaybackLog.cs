using System.Collections.Generic;
using Protocols.Core;
using Protocols.Streaming;

namespace Tests.Streaming;

/// <summary>Writes down what a player tells its observer.</summary>
internal sealed class PlaybackLog : IPlayerObserver
{
    /// <summary>Starts and stalls, one line each.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The frames, with copies of their payloads.</summary>
    public List<ReceivedFrame> Frames { get; } = [];

    public void OnFrameReceived(in ReceivedFrame received) =>
        Frames.Add(received with { Frame = received.Frame with { Payload = received.Frame.Payload.ToArray() } });

    public void OnPlaybackStarted(Instant at) => Lines.Add($"started at {at}");

    public void OnStallBegan(Instant at) => Lines.Add($"stalled at {at}");

    public void OnStallEnded(Instant at, Duration length) => Lines.Add($"resumed at {at} after {length}");
}
