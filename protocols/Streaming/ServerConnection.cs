using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>
/// One client of a server: reads what it asks, joins it to the streams it publishes or plays, and sends what it plays.
/// </summary>
internal sealed class ServerConnection : ILiveSource
{
    // What is merged into one write at most: SRS_PERF_MW_MSGS of SRS.
    private const int MaxMergedFrames = 128;

    private readonly RtmpServer _server;
    private readonly IClock _clock;
    private readonly RtmpServerSession _session;
    private readonly RtmpChannel _channel;
    private readonly Readiness _hasFrames;
    private readonly SortedDictionary<uint, LiveStream> _published = [];
    private readonly List<Viewer> _viewers = [];
    private readonly Instant _acceptedAt;
    private Instant _idleSince;
    private Instant _pingedAt = Instant.Never;
    private bool _isOver;

    /// <summary>Takes over an accepted stream.</summary>
    public ServerConnection(IHost host, RtmpServer server, IByteStream stream, RandomStream random)
    {
        _server = server;
        _clock = host.Clock;
        _acceptedAt = _idleSince = _clock.Now;
        _session = new RtmpServerSession(server.Options.Session, random, server.Options.Limits);
        _channel = new RtmpChannel(host, stream, _session, server.Options.WritePattern);
        _hasFrames = new Readiness(host.Dispatcher);
        host.Spawn(SendAsync());
    }

    /// <summary>Whether the client was gone while it still published or played.</summary>
    public bool HasVanished { get; private set; }

    /// <summary>Frames not sent to those of its viewers that are still there.</summary>
    public long DroppedFrames => _viewers.Sum(viewer => viewer.Backlog.DroppedFrames);

    private RtmpServerOptions Options => _server.Options;

    /// <summary>Serves the client until it leaves or breaks the protocol.</summary>
    /// <returns>How it broke the protocol, if it did.</returns>
    public async Task<RtmpError> RunAsync()
    {
        bool goesOn = true;
        while (goesOn)
        {
            await _channel.ReadableAsync();
            goesOn = _channel.Read();
            while (_session.TryTakeEvent(out RtmpEvent happened))
            {
                On(happened);
            }

            _channel.Flush();
        }

        HasVanished = _published.Count + _viewers.Count > 0;
        foreach (uint streamId in (uint[])[.. _published.Keys, .. _viewers.Select(viewer => viewer.StreamId)])
        {
            Leave(streamId);
        }

        _isOver = true;
        _hasFrames.Set();
        _channel.Close();
        await _channel.OverAsync();
        return _session.Error;
    }

    /// <summary>Ends the connection if the client has overstayed a time-out, and asks a silent viewer whether it is there.</summary>
    /// <returns>Whether a time-out has ended it.</returns>
    public bool TryExpire()
    {
        Instant now = _clock.Now;
        bool isOverdue = IsLonger(_channel.StuckSince, Options.SendTimeout)
            || (!_session.IsHandshakeComplete && IsLonger(_acceptedAt, Options.HandshakeTimeout))
            || (_session.IsHandshakeComplete && _viewers.Count == 0 && IsLonger(_idleSince, Options.IdleTimeout))
            || (_pingedAt > _channel.LastReadAt && IsLonger(_pingedAt, Options.PingTimeout));
        if (isOverdue && !_channel.IsOver)
        {
            _channel.Abort();
            return true;
        }

        bool isAsked = _pingedAt != Instant.Never && _pingedAt > _channel.LastReadAt;
        if (_viewers.Count > 0 && !isAsked && IsLonger(_channel.LastReadAt, Options.PingInterval))
        {
            _pingedAt = now;
            _session.SendPing(now);
            _channel.Flush();
        }

        return false;

        bool IsLonger(Instant since, Duration limit) => since != Instant.Never && now - since > limit;
    }

    /// <inheritdoc/>
    public void OnReplaced(LiveStream stream)
    {
        foreach (uint streamId in (uint[])[.. _published.Where(published => published.Value == stream).Select(published => published.Key)])
        {
            _published.Remove(streamId);
            _session.Replace(streamId);
        }

        // The owner of a dead connection will not close it; what is written still goes out.
        _channel.Flush();
        _channel.Close();
    }

    private void On(in RtmpEvent happened)
    {
        uint streamId = happened.StreamId;
        switch (happened.Kind)
        {
            case RtmpEventKind.PublishRequested:
                Publish(streamId, happened.Text);
                break;
            case RtmpEventKind.PlayRequested:
                Play(streamId, happened.Text);
                break;
            case RtmpEventKind.Media when _published.TryGetValue(streamId, out LiveStream? stream):
                _idleSince = _clock.Now;
                stream.Publish(happened.Frame);
                break;
            case RtmpEventKind.Paused:
                ViewerOf(streamId)?.Pause();
                break;
            case RtmpEventKind.Resumed:
                ViewerOf(streamId)?.Resume();
                break;
            case RtmpEventKind.Ended:
                Leave(streamId);
                break;
        }
    }

    private Viewer? ViewerOf(uint streamId) => _viewers.Find(viewer => viewer.StreamId == streamId);

    private void Publish(uint streamId, string name)
    {
        LiveStream stream = _server.StreamNamed(_session.Application, name);
        if (stream.TryPublish(this))
        {
            _idleSince = _clock.Now;
            _published.Add(streamId, stream);
            _session.AcceptPublish(streamId);
        }
        else
        {
            _session.Refuse(streamId, StatusCode.PublishBadName, $"{name} is being published already");
        }
    }

    private void Play(uint streamId, string name)
    {
        LiveStream stream = _server.StreamNamed(_session.Application, name);
        _session.AcceptPlay(streamId);
        ViewerBacklog backlog = new(Options.ViewerBacklog.Bytes, Options.ViewerBacklogTime);
        Viewer viewer = new(_session, _clock, _hasFrames, stream, streamId, backlog);
        _viewers.Add(viewer);
        stream.Add(viewer);
        _server.PullIfWanted(stream);
    }

    private void Leave(uint streamId)
    {
        _idleSince = _clock.Now;
        if (_published.Remove(streamId, out LiveStream? published))
        {
            published.Unpublish();
            _server.PullIfWanted(published);
            _server.ForgetIfUnused(published);
        }

        if (ViewerOf(streamId) is { } left)
        {
            _viewers.Remove(left);
            left.Stream.Remove(left);
            _server.CountDropped(left.Backlog);
            _server.ForgetIfUnused(left.Stream);
        }
    }

    // What cannot be sent waits in the backlogs, where it can still be dropped: the next frames are taken when the last are in
    // the byte stream's hands.
    private async Task SendAsync()
    {
        while (!_isOver && !_channel.IsOver)
        {
            await _channel.DrainedAsync();
            if (Options.MergeLatency > Duration.Zero && TryFindDue(out Instant due) && due > _clock.Now)
            {
                await _clock.Until(due);
                continue;
            }

            if (!_isOver && !_channel.IsOver && !TrySend())
            {
                _hasFrames.Clear();
                await _hasFrames.WaitAsync();
            }
        }
    }

    // When the frames that wait are due: at once if they are more media than the merge latency, as after a key frame from the
    // cache; else when the oldest has waited for so long.
    private bool TryFindDue(out Instant due)
    {
        due = Instant.Never;
        foreach (Viewer viewer in _viewers)
        {
            bool isMuch = viewer.Backlog.WaitingMilliseconds >= Options.MergeLatency.WholeMilliseconds;
            Instant mayWaitUntil = viewer.WaitsSince == Instant.Never ? Instant.Never : viewer.WaitsSince + Options.MergeLatency;
            due = Instant.Min(due, isMuch ? _clock.Now : mayWaitUntil);
        }

        return due != Instant.Never;
    }

    // A frame of each message stream in turn; many when they are merged, and each then in this connection's own bytes, since one
    // write wants them together.
    private bool TrySend()
    {
        bool merges = Options.MergeLatency > Duration.Zero;
        bool hasSent = false;
        for (int turn = 0; turn < (merges ? MaxMergedFrames : 1); turn++)
        {
            bool hasMore = false;
            foreach (Viewer viewer in _viewers)
            {
                hasMore |= viewer.TrySendNext(shares: !merges);
            }

            hasSent |= hasMore;
            if (!hasMore)
            {
                break;
            }
        }

        _channel.Flush();
        return hasSent;
    }
}
