using System.Collections.Generic;
using Protocols.Core;
using Protocols.Streaming;

namespace Tests.Streaming;

/// <summary>Writes down what a publisher tells its observer.</summary>
internal sealed class PushLog : IPushObserver
{
    public Instant PublishingAt { get; private set; }

    public List<SentFrame> Frames { get; } = [];

    public void OnPublishing(Instant at) => PublishingAt = at;

    public void OnFrameSent(in SentFrame sent) => Frames.Add(sent);
}
