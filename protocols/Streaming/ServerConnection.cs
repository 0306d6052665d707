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
internal sealed class ServerConnection
{
    private readonly RtmpServer _server;
    private readonly RtmpServerSession _session;
    private readonly RtmpChannel _channel;
    private readonly Readiness _hasFrames;
    private readonly SortedDictionary<uint, LiveStream> _published = [];
    private readonly List<Viewer> _viewers = [];
    private bool _isOver;

    /// <summary>Takes over an accepted stream.</summary>
    public ServerConnection(IHost host, RtmpServer server, IByteStream stream, RandomStream random)
    {
        _server = server;
        _session = new RtmpServerSession(server.Options.Session, random);
        _channel = new RtmpChannel(host, stream, _session, server.Options.WritePattern);
        _hasFrames = new Readiness(host.Dispatcher);
        host.Spawn(SendAsync());
    }

    /// <summary>Serves the client until it leaves or breaks the protocol.</summary>
    /// <returns>How it broke the protocol, if it did.</returns>
    public async Task<RtmpError> RunAsync()
    {
        bool goesOn = true;
        while (goesOn)
        {
            goesOn = await _channel.ReadAsync();
            while (_session.TryTakeEvent(out RtmpEvent happened))
            {
                On(happened);
            }

            _channel.Flush();
        }

        foreach (uint streamId in (uint[])[.. _published.Keys, .. _viewers.Select(viewer => viewer.StreamId)])
        {
            Leave(streamId);
        }

        _isOver = true;
        _hasFrames.Set();
        _channel.Close();
        return _session.Error;
    }

    private void On(in RtmpEvent happened)
    {
        switch (happened.Kind)
        {
            case RtmpEventKind.PublishRequested:
                Publish(happened.StreamId, happened.Text);
                break;
            case RtmpEventKind.PlayRequested:
                Play(happened.StreamId, happened.Text);
                break;
            case RtmpEventKind.Media when _published.TryGetValue(happened.StreamId, out LiveStream? stream):
                stream.Publish(happened.Frame);
                break;
            case RtmpEventKind.Ended:
                Leave(happened.StreamId);
                break;
        }
    }

    private void Publish(uint streamId, string name)
    {
        LiveStream stream = _server.StreamNamed(_session.Application, name);
        if (stream.TryPublish(this))
        {
            _published.Add(streamId, stream);
            _session.AcceptPublish(streamId);
        }
        else
        {
            _session.Refuse(streamId, "NetStream.Publish.BadName", $"{name} is being published already");
        }
    }

    private void Play(uint streamId, string name)
    {
        LiveStream stream = _server.StreamNamed(_session.Application, name);
        _session.AcceptPlay(streamId);
        RtmpServerOptions options = _server.Options;
        ViewerBacklog backlog = new(options.ViewerBacklog.Bytes, options.ViewerBacklogTime);
        Viewer viewer = new(_session, _hasFrames, stream, streamId, backlog);
        _viewers.Add(viewer);
        stream.Add(viewer);
    }

    private void Leave(uint streamId)
    {
        if (_published.Remove(streamId, out LiveStream? published))
        {
            published.Unpublish();
            _server.ForgetIfUnused(published);
        }

        if (_viewers.Find(viewer => viewer.StreamId == streamId) is { } left)
        {
            _viewers.Remove(left);
            left.Stream.Remove(left);
            _server.CountDropped(left.Backlog);
            _server.ForgetIfUnused(left.Stream);
        }
    }

    // A frame of each message stream in turn, the next one when the last is in the byte stream's hands: what cannot be
    // sent waits in the backlogs, where it can still be dropped.
    private async Task SendAsync()
    {
        while (!_isOver && !_channel.IsOver)
        {
            bool hasSent = false;
            foreach (Viewer viewer in (Viewer[])[.. _viewers])
            {
                await _channel.DrainedAsync();
                if (!_channel.IsOver && viewer.TrySendNext())
                {
                    _channel.Flush();
                    hasSent = true;
                }
            }

            if (!hasSent)
            {
                _hasFrames.Clear();
                await _hasFrames.WaitAsync();
            }
        }
    }
}
