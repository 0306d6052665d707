using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Media;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>
/// Plays a stream: connects by name, subscribes, and follows playback through a <see cref="PlaybackBuffer"/>.
/// </summary>
/// <param name="host">The machine it runs on.</param>
/// <param name="settings">What it does.</param>
/// <param name="random">For the handshake.</param>
/// <param name="observer">Hears of each frame and stall; null when nobody listens.</param>
public sealed class RtmpClient(IHost host, RtmpClientSettings settings, RandomStream random, IPlayerObserver? observer)
{
    private readonly Readiness _mayRunEmpty = new(host.Dispatcher);
    private Instant _startedAt;
    private RtmpSubscriber? _session;
    private RtmpChannel? _channel;
    private bool _isStopping;
    private bool _isDone;

    /// <summary>How playback goes.</summary>
    public PlaybackBuffer Playback { get; } = new(settings.Playback, observer);

    /// <summary>What was received, to be compared with what the publisher sent.</summary>
    public MediaDigest Digest { get; } = new();

    /// <summary>From the start of connecting to the start of playback; null before.</summary>
    public Duration? StartupTime => Playback.StartedAt - _startedAt;

    /// <summary>Audio and video frames received, without sequence headers.</summary>
    public long FramesReceived => Digest.FrameCount;

    /// <summary>Bytes of RTMP received, the handshake included.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Gets everything that arrives; null when nobody keeps it.</summary>
    public IFrameSink? Sink { get; init; }

    /// <summary>Why playing ended, for a person to read; null while it goes on, and after <see cref="Stop"/>.</summary>
    public string? Failure { get; private set; }

    /// <summary>Runs until the server closes the connection, <see cref="Stop"/>, or a failure. Call once.</summary>
    public async Task RunAsync()
    {
        RtmpUrl url = settings.Url;
        _startedAt = host.Clock.Now;
        IByteStream? stream = await host.ConnectAsync(url.Host, url.Port, settings.Stream);
        if (stream is not { State: StreamState.Open })
        {
            Failure = stream is null ? $"the name '{url.Host}' is not known" : $"no connection to {url.Host}: {stream.Error}";
            return;
        }

        _session = new RtmpSubscriber(
            url, random, host.Clock.Now, settings.Playback.StartAfter, handshake: settings.Handshake);
        _channel = new RtmpChannel(host, stream, _session, WritePattern.PerMessage);
        _channel.Flush();
        host.Spawn(WatchAsync());
        await ReadToEndAsync(_session, _channel);
        _isDone = true;
        _mayRunEmpty.Set();
        Leave();
    }

    /// <summary>Stops playing and closes the connection in good order.</summary>
    public void Stop()
    {
        _isStopping = true;
        Leave();
    }

    private void Leave()
    {
        _session?.End();
        _channel?.Flush();
        _channel?.Close();
    }

    private async Task ReadToEndAsync(RtmpSubscriber session, RtmpChannel channel)
    {
        while (!_isStopping && Failure is null)
        {
            await channel.ReadableAsync();
            bool goesOn = channel.Read();
            BytesReceived = session.ReceivedBytes;
            while (session.TryTakeEvent(out RtmpEvent happened))
            {
                On(happened);
                session.Release(happened.Frame);
            }

            if (!goesOn)
            {
                Playback.End(host.Clock.Now);
                if (!_isStopping)
                {
                    Failure ??= session.Error == RtmpError.None
                        ? "the server closed the connection"
                        : $"the server broke the protocol: {session.Error}";
                }
            }

            // A full buffer is not read into: the server's stream backs up, as it does with a real player.
            while (Playback.IsFull && Playback.NextFrameLeavesAt != Instant.Never)
            {
                await host.Clock.Until(Playback.NextFrameLeavesAt + Duration.FromMilliseconds(1));
                Playback.Advance(host.Clock.Now);
            }
        }
    }

    private void On(in RtmpEvent happened)
    {
        if (happened.Kind == RtmpEventKind.Media)
        {
            Sink?.OnFrame(happened.Frame);
        }

        switch (happened.Kind)
        {
            case RtmpEventKind.Media when happened.Frame.Kind != MediaKind.Script:
                Digest.Add(happened.Frame);
                if (!happened.Frame.IsSequenceHeader)
                {
                    Playback.Add(happened.Frame, host.Clock.Now);
                    WatchPlayback();
                }

                break;
            case RtmpEventKind.Ended:
                Playback.End(host.Clock.Now);
                if (settings.StopsAtEnd)
                {
                    Stop();
                }

                break;
            case RtmpEventKind.Refused:
                Failure = $"the server refused: {happened.Text}";
                break;
        }
    }

    private void WatchPlayback()
    {
        if (Playback.RunsEmptyAt != Instant.Never)
        {
            _mayRunEmpty.Set();
        }
    }

    // Looks when the buffer is due to run empty. Each frame that arrives puts that off, so it looks about once per
    // buffer length.
    private async Task WatchAsync()
    {
        while (!_isDone)
        {
            if (Playback.RunsEmptyAt == Instant.Never)
            {
                _mayRunEmpty.Clear();
                await _mayRunEmpty.WaitAsync();
            }
            else
            {
                await host.Clock.Until(Playback.RunsEmptyAt);
                Playback.Advance(host.Clock.Now);
            }
        }
    }
}
