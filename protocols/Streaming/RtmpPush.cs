using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Media;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>Publishes a media source live: connects by name, and sends each frame when its time has come.</summary>
/// <remarks>
/// Like <c>ffmpeg -re</c>: a frame is sent at the start of publishing plus its media time, and while the stream takes
/// no more bytes the publisher waits. Nothing is dropped; what is late is sent as soon as there is room.
/// </remarks>
/// <param name="host">The machine it runs on.</param>
/// <param name="settings">What it does.</param>
/// <param name="source">What it sends.</param>
/// <param name="random">For the handshake.</param>
/// <param name="observer">Hears of each frame; null when nobody listens.</param>
public sealed class RtmpPush(
    IHost host, RtmpPushSettings settings, IMediaSource source, RandomStream random, IPushObserver? observer)
{
    private bool _isStopping;
    private bool _isDone;

    /// <summary>Frames handed over completely, of all kinds.</summary>
    public long FramesSent { get; private set; }

    /// <summary>Their payload bytes.</summary>
    public long BytesSent { get; private set; }

    /// <summary>The largest lateness of a frame.</summary>
    public Duration MaxLateness { get; private set; }

    /// <summary>What was sent, to be compared with what players received.</summary>
    public MediaDigest Digest { get; } = new();

    /// <summary>Why publishing ended before the source did, for a person to read; null while it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Runs until the source is over, <see cref="Stop"/>, or a failure. Call once.</summary>
    public async Task RunAsync()
    {
        RtmpUrl url = settings.Url;
        IByteStream? stream = await host.ConnectAsync(url.Host, url.Port, settings.Stream);
        if (stream is not { State: StreamState.Open })
        {
            Failure = stream is null ? $"the name '{url.Host}' is not known" : $"no connection to {url.Host}: {stream.Error}";
            return;
        }

        RtmpPublisher session = new(
            url, random, host.Clock.Now, settings.ChunkSize, handshake: settings.Handshake, enhancedCodecs: settings.EnhancedCodecs);
        RtmpChannel channel = new(host, stream, session, settings.WritePattern);
        channel.Flush();
        while (!session.IsPublishing && Failure is null)
        {
            await ReadOnceAsync(session, channel);
        }

        if (Failure is null)
        {
            host.Spawn(ReadToEndAsync(session, channel));
            await SendAsync(session, channel);
        }

        _isDone = true;
        session.End();
        channel.Flush();
        channel.Close();
    }

    /// <summary>Ends the stream in good order, after the frame that is being sent.</summary>
    public void Stop() => _isStopping = true;

    private async Task SendAsync(RtmpPublisher session, RtmpChannel channel)
    {
        Instant start = host.Clock.Now;
        observer?.OnPublishing(start);
        MediaTimeline timeline = default;
        while (source.TryNext(out MediaFrame frame))
        {
            Instant due = start + timeline.Advance(frame.TimestampMs);
            await host.Clock.Until(due);
            if (_isStopping || Failure is not null || !session.IsPublishing)
            {
                return;
            }

            session.Send(frame);
            channel.Flush();
            await channel.DrainedAsync();
            if (channel.IsOver)
            {
                Failure ??= "the connection ended";
                return;
            }

            Count(new SentFrame(frame, due, host.Clock.Now));
        }
    }

    private void Count(in SentFrame sent)
    {
        FramesSent++;
        BytesSent += sent.Frame.Payload.Length;
        MaxLateness = Duration.Max(MaxLateness, sent.Lateness);
        Digest.Add(sent.Frame);
        observer?.OnFrameSent(sent);
    }

    private async Task ReadToEndAsync(RtmpPublisher session, RtmpChannel channel)
    {
        while (Failure is null && !_isDone)
        {
            await ReadOnceAsync(session, channel);
        }
    }

    private async Task ReadOnceAsync(RtmpPublisher session, RtmpChannel channel)
    {
        await channel.ReadableAsync();
        bool goesOn = channel.Read();
        while (session.TryTakeEvent(out RtmpEvent happened))
        {
            if (happened.Kind == RtmpEventKind.Refused)
            {
                Failure = $"the server refused: {happened.Text}";
            }
        }

        if (!goesOn && Failure is null && !_isDone)
        {
            Failure = session.Error == RtmpError.None ? "the connection ended" : $"the server broke the protocol: {session.Error}";
            channel.Abort();
        }
    }
}
