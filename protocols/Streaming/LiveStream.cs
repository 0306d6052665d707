using System.Collections.Generic;
using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>
/// A stream by name at a server: who publishes it, who watches it, and what a new viewer has to know.
/// </summary>
internal sealed class LiveStream(string path, RtmpServerOptions options)
{
    private readonly List<Viewer> _viewers = [];
    private readonly GopCache _cache = new(options.GopCache ? options.GopCacheCapacity.Bytes : 0);
    private MediaFrame? _metadata;
    private MediaFrame? _videoHeader;
    private MediaFrame? _audioHeader;
    private bool _hasVideo;

    /// <summary>Its application and name.</summary>
    public string Path => path;

    /// <summary>The connection that publishes; null when nobody does.</summary>
    public ServerConnection? Publisher { get; private set; }

    /// <summary>Whether nobody publishes or watches.</summary>
    public bool IsUnused => Publisher is null && _viewers.Count == 0;

    /// <summary>Makes a connection the publisher.</summary>
    /// <returns>False when there is one already.</returns>
    public bool TryPublish(ServerConnection publisher)
    {
        if (Publisher is not null)
        {
            return false;
        }

        Publisher = publisher;
        return true;
    }

    /// <summary>The publisher has left: viewers wait for another one.</summary>
    public void Unpublish()
    {
        Publisher = null;
        (_metadata, _videoHeader, _audioHeader, _hasVideo) = (null, null, null, false);
        _cache.Clear();
        foreach (Viewer viewer in _viewers)
        {
            viewer.OnUnpublished();
        }
    }

    /// <summary>Adds a viewer, who gets what is cached.</summary>
    public void Add(Viewer viewer)
    {
        _viewers.Add(viewer);
        foreach (MediaFrame frame in _cache.Frames)
        {
            Give(viewer, frame);
        }
    }

    /// <summary>Removes a viewer.</summary>
    public void Remove(Viewer viewer) => _viewers.Remove(viewer);

    /// <summary>Takes the publisher's next frame and passes it on.</summary>
    public void Publish(in MediaFrame frame)
    {
        bool isConfiguration = Remember(frame);
        if (!isConfiguration && options.GopCache)
        {
            _cache.Add(frame);
        }

        foreach (Viewer viewer in _viewers)
        {
            if (!isConfiguration)
            {
                Give(viewer, frame);
            }
            else if (viewer.HasStarted)
            {
                viewer.Send(frame);
            }
        }
    }

    private bool Remember(in MediaFrame frame)
    {
        _hasVideo |= frame.Kind == MediaKind.Video;
        switch (frame.Kind)
        {
            case MediaKind.Script:
                _metadata = frame;
                return true;
            case MediaKind.Video when frame.IsSequenceHeader:
                _videoHeader = frame;
                return true;
            case MediaKind.Audio when frame.IsSequenceHeader:
                _audioHeader = frame;
                return true;
            default:
                return false;
        }
    }

    // A viewer starts where decoding can: at a key frame, or anywhere in a stream without video. Before that it gets
    // the configuration, with the timestamp of its first frame, so that its time does not begin at 0.
    private void Give(Viewer viewer, in MediaFrame frame)
    {
        if (!viewer.HasStarted)
        {
            if (_hasVideo && !frame.IsKeyFrame)
            {
                return;
            }

            viewer.Start();
            foreach (MediaFrame? configuration in new[] { _metadata, _videoHeader, _audioHeader })
            {
                if (configuration is { } known)
                {
                    viewer.Send(known with { TimestampMs = frame.TimestampMs });
                }
            }
        }

        viewer.Send(frame);
    }
}
