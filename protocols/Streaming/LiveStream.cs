using System.Collections.Generic;
using Protocols.Media;

namespace Protocols.Streaming;

/// <summary>
/// A stream by name at a server: where its frames come from, who watches it, and what a new viewer has to know.
/// </summary>
internal sealed class LiveStream(string application, string name, RtmpServerOptions options)
{
    // Metadata and sequence headers of real streams have a few hundred bytes each.
    private const long ConfigurationCapacityBytes = 1 << 20;

    private readonly List<Viewer> _viewers = [];
    private readonly GopCache _cache = new(options.GopCache ? options.GopCacheCapacity.Bytes : 0, options.GopCacheFrames);
    private readonly StreamConfiguration _configuration = new(ConfigurationCapacityBytes);
    private bool _hasVideo;

    /// <summary>Its application.</summary>
    public string Application => application;

    /// <summary>Its name in the application.</summary>
    public string Name => name;

    /// <summary>Both, as they stand in URLs.</summary>
    public string Path { get; } = $"{application}/{name}";

    /// <summary>Where the frames come from; null when there are none.</summary>
    public ILiveSource? Source { get; private set; }

    /// <summary>The pull from the origin, if there is one; it lives longer than each connection it makes.</summary>
    public OriginPull? Pull { get; set; }

    /// <summary>How many watch.</summary>
    public int Viewers => _viewers.Count;

    /// <summary>Whether nobody publishes, pulls or watches.</summary>
    public bool IsUnused => Source is null && Pull is null && _viewers.Count == 0;

    /// <summary>Makes a source the source of the stream.</summary>
    /// <returns>False when there is one already that stays.</returns>
    public bool TryPublish(ILiveSource source)
    {
        if (Source is { } old)
        {
            // What is pulled gives way to what is published here.
            if (options.OnSecondPublisher == SecondPublisher.Refuse && old is not OriginPull)
            {
                return false;
            }

            Unpublish();
            old.OnReplaced(this);
        }

        Source = source;
        return true;
    }

    /// <summary>The source has ended: viewers wait for another one.</summary>
    public void Unpublish()
    {
        Source = null;
        _configuration.Clear();
        _hasVideo = false;
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
        GiveCache(viewer);
    }

    /// <summary>Gives a viewer that wants to go on what a new one would get.</summary>
    public void GiveCache(Viewer viewer)
    {
        foreach (MediaFrame frame in _cache.Frames)
        {
            Give(viewer, new LiveFrame(frame));
        }
    }

    /// <summary>Removes a viewer.</summary>
    public void Remove(Viewer viewer) => _viewers.Remove(viewer);

    /// <summary>Takes the source's next frame and passes it on.</summary>
    public void Publish(in MediaFrame frame)
    {
        LiveFrame live = new(frame);
        _hasVideo |= frame.Kind == MediaKind.Video;
        bool isConfiguration = _configuration.TryRemember(frame, live.Header);
        if (!isConfiguration && options.GopCache)
        {
            _cache.Add(frame);
        }

        foreach (Viewer viewer in _viewers)
        {
            if (!isConfiguration)
            {
                Give(viewer, live);
            }
            else if (viewer.HasStarted)
            {
                viewer.Send(live);
            }
        }
    }

    // A viewer starts where decoding can: at a key frame, or anywhere in a stream without video. Before that it gets
    // the configuration, with the timestamp of its first frame, so that its time does not begin at 0.
    private void Give(Viewer viewer, LiveFrame frame)
    {
        if (viewer.IsPaused)
        {
            return;
        }

        if (!viewer.HasStarted)
        {
            if (_hasVideo && !frame.Header.IsKeyFrame)
            {
                return;
            }

            viewer.Start();
            foreach (MediaFrame known in _configuration.Frames)
            {
                viewer.Send(new LiveFrame(known with { TimestampMs = frame.Frame.TimestampMs }));
            }
        }

        viewer.Send(frame);
    }
}
