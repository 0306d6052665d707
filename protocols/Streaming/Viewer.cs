using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>
/// One message stream of a connection that plays a live stream: its frames wait here for the connection's sending loop.
/// </summary>
/// <param name="session">The connection's session.</param>
/// <param name="clock">Tells since when frames wait.</param>
/// <param name="hasFrames">Wakes the sending loop.</param>
/// <param name="stream">What is played.</param>
/// <param name="streamId">The message stream.</param>
/// <param name="backlog">Where they wait.</param>
internal sealed class Viewer(
    RtmpServerSession session, IClock clock, Readiness hasFrames, LiveStream stream, uint streamId, ViewerBacklog backlog)
{
    private bool _owesEnd;
    private bool _owesReturn;
    private bool _mustNotifyFirst;

    /// <summary>What is played.</summary>
    public LiveStream Stream => stream;

    /// <summary>The message stream.</summary>
    public uint StreamId => streamId;

    /// <summary>The frames that wait.</summary>
    public ViewerBacklog Backlog => backlog;

    /// <summary>Since when something has waited; <see cref="Instant.Never"/> when nothing does.</summary>
    public Instant WaitsSince { get; private set; } = Instant.Never;

    /// <summary>Whether it has been given a frame at which decoding can start.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Whether its client wants nothing for a while.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>From here on frames are given: a publisher's first, or those of another one.</summary>
    public void Start()
    {
        HasStarted = true;
        if (_owesEnd)
        {
            // It was too slow to get the end of the last stream before this one began; it hears of the change in place
            // of that end.
            Backlog.Clear();
            _mustNotifyFirst = true;
        }
    }

    /// <summary>Puts a frame behind those that wait.</summary>
    public void Send(LiveFrame frame)
    {
        Backlog.Add(frame);
        Wake();
    }

    /// <summary>Nobody publishes any more; it is told so once it has got the frames that wait.</summary>
    public void OnUnpublished()
    {
        if (HasStarted)
        {
            HasStarted = false;
            _owesEnd = true;
            Wake();
        }
    }

    /// <summary>The client wants nothing more: what waits is dropped.</summary>
    public void Pause()
    {
        IsPaused = true;
        Backlog.Clear();
    }

    /// <summary>The client wants to go on: it starts again where decoding can.</summary>
    public void Resume()
    {
        IsPaused = false;
        HasStarted = false;
        stream.GiveCache(this);
    }

    /// <summary>Gives the session the next thing to send.</summary>
    /// <param name="shares">Whether it may go out in chunks that other connections share.</param>
    /// <returns>False when there is nothing.</returns>
    public bool TrySendNext(bool shares)
    {
        if (!_mustNotifyFirst && Backlog.TryTake(out LiveFrame? frame))
        {
            if (_owesReturn)
            {
                _owesReturn = false;
                session.NotifyPublished(streamId);
            }

            session.SendFrame(streamId, frame.Frame, shares && stream.Viewers > 1 ? frame.Chunks : null);
            return true;
        }

        WaitsSince = _mustNotifyFirst ? WaitsSince : Instant.Never;
        if (!_owesEnd)
        {
            return false;
        }

        session.NotifyUnpublished(streamId);
        (_owesEnd, _owesReturn, _mustNotifyFirst) = (false, true, false);
        return true;
    }

    private void Wake()
    {
        WaitsSince = Instant.Min(WaitsSince, clock.Now);
        hasFrames.Set();
    }
}
