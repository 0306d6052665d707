using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Media;
using Protocols.Rtmp;
using Protocols.Sockets;
using Protocols.Streaming;
using Sim.Emulation;

namespace Tests.Bench;

/// <summary>One publisher and many viewers of our server over the kernel's loopback interface, the server on a thread of its own.</summary>
internal sealed class ViewersBenchmark : IDisposable
{
    // A player waits for a second of media before it starts; a picture that takes longer comes after its moment.
    private static readonly Duration _buffered = new PlaybackSettings().StartAfter;
    private static readonly Duration _frame = Duration.FromMilliseconds(40);
    private static readonly Duration _limit = Duration.FromSeconds(60);

    private readonly int _viewers;
    private readonly Duration _length;
    private readonly EpollLoop _serving = new();
    private readonly EpollLoop _viewing = new();
    private readonly Dictionary<uint, Instant> _sentAt = [];
    private readonly Readiness _allPlay;
    private RtmpServer _server = null!;
    private int _playing;
    private int _ended;

    public ViewersBenchmark(int viewers, Duration length)
    {
        _viewers = viewers;
        _length = length;
        _allPlay = new Readiness(_viewing);
    }

    /// <summary>Pictures that all viewers got.</summary>
    public long Frames { get; private set; }

    /// <summary>Those that came after the moment at which a player was to show them.</summary>
    public long LateFrames { get; private set; }

    /// <summary>Those that were on the way for longer than the time of a picture.</summary>
    public long SlowFrames { get; private set; }

    /// <summary>The longest way of a picture from the publisher to a viewer.</summary>
    public Duration LongestDelay { get; private set; }

    /// <summary>The server's processor time for each viewer, as a part of one processor.</summary>
    public double ProcessorPerViewer { get; private set; }

    public void Run()
    {
        using KernelHost serverHost = new("server", _serving, new KernelHostSettings());
        using KernelHost viewerHost = new("viewers", _viewing, new KernelHostSettings());
        RtmpServerOptions options = new() { Port = 0, MaxConnections = _viewers + 1 };
        _server = new RtmpServer(serverHost, options, new RandomStream(1));
        serverHost.Spawn(_server.RunAsync());
        ushort port = 0;
        foreach (KernelListener listener in serverHost.Listeners)
        {
            port = listener.Local.Port;
        }

        Thread server = new(Serve);
        server.Start();
        _viewing.Post(() => viewerHost.Spawn(WatchAsync(viewerHost, new RtmpUrl("::1", port, "live", "stream"))));
        _viewing.Run(_viewing.Now + _limit);
        _serving.PostFromOutside(_serving.Stop);
        server.Join();
        Assert.That(serverHost.Failure ?? viewerHost.Failure, Is.Null);
    }

    public void Dispose()
    {
        _serving.Dispose();
        _viewing.Dispose();
    }

    private void Serve()
    {
        long before = ThreadClock.Nanoseconds;
        _serving.Run(Instant.Never);
        ProcessorPerViewer = (ThreadClock.Nanoseconds - before) / 1e9 / _length.Seconds / _viewers;
    }

    private async Task WatchAsync(KernelHost host, RtmpUrl url)
    {
        for (int i = 0; i < _viewers; i++)
        {
            host.Spawn(ViewAsync(host, url, new RandomStream((ulong)i)));
        }

        await _allPlay.WaitAsync();
        SyntheticMedia media = new() { Length = _length, VideoRate = BitRate.FromMegabitsPerSecond(2), AudioRate = default };
        RtmpPush push = new(
            host, new RtmpPushSettings { Url = url }, new SyntheticSource(media, new RandomStream(7)), new RandomStream(8), new SendLog(_sentAt));
        await push.RunAsync();
        Assert.That(push.Failure, Is.Null);
    }

    private async Task ViewAsync(KernelHost host, RtmpUrl url, RandomStream random)
    {
        IByteStream? stream = await host.ConnectAsync(url.Host, url.Port, StreamOptions.Default);
        RtmpSubscriber session = new(url, random, host.Clock.Now, Duration.FromSeconds(1));
        byte[] buffer = new byte[32 << 10];
        bool hasEnded = false;
        while (!hasEnded && stream is { EndOfStream: false })
        {
            if (session.Output.Length > 0)
            {
                session.Output.Consume(stream.Write(session.Output.Pending));
                continue;
            }

            int count = stream.Read(buffer);
            if (count == 0)
            {
                await stream.ReadableAsync();
                continue;
            }

            session.Feed(buffer.AsSpan(0, count), host.Clock.Now);
            while (session.TryTakeEvent(out RtmpEvent happened))
            {
                hasEnded |= happened.Kind == RtmpEventKind.Ended;
                if (happened.Kind == RtmpEventKind.Playing && ++_playing == _viewers)
                {
                    _allPlay.Set();
                }

                if (happened.Kind == RtmpEventKind.Media && happened.Frame is { Kind: MediaKind.Video, IsSequenceHeader: false })
                {
                    OnFrame(happened.Frame, host.Clock.Now);
                }
            }
        }

        stream?.Close();
        if (++_ended == _viewers)
        {
            _viewing.Stop();
        }
    }

    private void OnFrame(in MediaFrame frame, Instant now)
    {
        Frames++;
        Duration delay = _sentAt.TryGetValue(frame.TimestampMs, out Instant due) ? now - due : Duration.Zero;
        LongestDelay = Duration.Max(LongestDelay, delay);
        LateFrames += delay > _buffered ? 1 : 0;
        SlowFrames += delay > _frame ? 1 : 0;
    }

    /// <summary>Notes when each picture was due.</summary>
    private sealed class SendLog(Dictionary<uint, Instant> dueAt) : IPushObserver
    {
        private Instant _start;

        public void OnPublishing(Instant at) => _start = at;

        public void OnFrameSent(in SentFrame sent) =>
            dueAt[sent.Frame.TimestampMs] = _start + Duration.FromMilliseconds(sent.Frame.TimestampMs);
    }
}
