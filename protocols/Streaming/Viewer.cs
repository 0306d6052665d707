using Protocols.Media;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>
/// One message stream of a connection that plays a live stream: its frames wait here for the connection's sending loop.
/// </summary>
/// <param name="session">The connection's session.</param>
/// <param name="hasFrames">Wakes the sending loop.</param>
/// <param name="stream">What is played.</param>
/// <param name="streamId">The message stream.</param>
/// <param name="backlog">Where they wait.</param>
internal sealed class Viewer(
    RtmpServerSession session, Readiness hasFrames, LiveStream stream, uint streamId, ViewerBacklog backlog)
{
    private bool _owesNotification;
    private bool _mustNotifyFirst;

    /// <summary>What is played.</summary>
    public LiveStream Stream => stream;

    /// <summary>The message stream.</summary>
    public uint StreamId => streamId;

    /// <summary>The frames that wait.</summary>
    public ViewerBacklog Backlog => backlog;

    /// <summary>Whether it has been given a frame at which decoding can start.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>From here on frames are given: a publisher's first, or those of another one.</summary>
    public void Start()
    {
        HasStarted = true;
        if (_owesNotification)
        {
            // It was too slow to get the end of the last stream before this one began; it hears of the change in place
            // of that end.
            Backlog.Clear();
            _mustNotifyFirst = true;
        }
    }

    /// <summary>Puts a frame behind those that wait.</summary>
    public void Send(in MediaFrame frame)
    {
        Backlog.Add(frame);
        hasFrames.Set();
    }

    /// <summary>Nobody publishes any more; it is told so once it has got the frames that wait.</summary>
    public void OnUnpublished()
    {
        HasStarted = false;
        _owesNotification = true;
        hasFrames.Set();
    }

    /// <summary>Gives the session the next thing to send.</summary>
    /// <returns>False when there is nothing.</returns>
    public bool TrySendNext()
    {
        MediaFrame frame = default;
        if (!_mustNotifyFirst && Backlog.TryTake(out frame))
        {
            session.SendFrame(streamId, frame);
            return true;
        }

        if (!_owesNotification)
        {
            return false;
        }

        session.NotifyUnpublished(streamId);
        (_owesNotification, _mustNotifyFirst) = (false, false);
        return true;
    }
}
