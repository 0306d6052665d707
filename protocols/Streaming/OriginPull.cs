using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>Pulls one stream from the origin while somebody watches it here, and connects again when that ends.</summary>
/// <param name="host">The machine the edge runs on.</param>
/// <param name="server">The edge.</param>
/// <param name="stream">What is pulled.</param>
/// <param name="origin">Where from.</param>
/// <param name="random">For handshakes.</param>
internal sealed class OriginPull(IHost host, RtmpServer server, LiveStream stream, RtmpOrigin origin, RandomStream random) : ILiveSource
{
    private RtmpChannel? _channel;
    private Instant _unwatchedSince = Instant.Never;
    private bool _isOver;

    /// <summary>Pulls until nobody has watched for a while, or somebody publishes the stream here.</summary>
    public async Task RunAsync()
    {
        while (!_isOver)
        {
            await PullOnceAsync();
            if (!_isOver)
            {
                await host.Clock.Delay(origin.Retry);
                Check();
            }
        }

        // What stopped it may be over already.
        stream.Pull = null;
        server.PullIfWanted(stream);
        server.ForgetIfUnused(stream);
    }

    /// <summary>
    /// Ends the pull when nobody has watched for as long as the origin's options say, and a connection on which nothing comes,
    /// not even a ping. Called once a second.
    /// </summary>
    public void Check()
    {
        Instant now = host.Clock.Now;
        if (_channel is { IsOver: false } channel && now - channel.LastReadAt > server.Options.PingInterval + server.Options.PingTimeout)
        {
            channel.Abort();
        }

        _unwatchedSince = stream.Viewers > 0 ? Instant.Never : Instant.Min(_unwatchedSince, now);
        if (_unwatchedSince != Instant.Never && now - _unwatchedSince >= origin.Idle)
        {
            Stop();
        }
    }

    /// <summary>Ends the pull.</summary>
    public void Stop()
    {
        _isOver = true;
        _channel?.Abort();
    }

    /// <inheritdoc/>
    public void OnReplaced(LiveStream replaced) => Stop();

    private async Task PullOnceAsync()
    {
        IByteStream? bytes = await host.ConnectAsync(origin.Host, origin.Port, origin.Stream);
        if (bytes is not { State: StreamState.Open } || _isOver)
        {
            bytes?.Abort();
            return;
        }

        RtmpUrl url = new(origin.Host, origin.Port, stream.Application, stream.Name);
        RtmpSubscriber session = new(url, random, host.Clock.Now, Duration.Zero, server.Options.Limits);
        _channel = new RtmpChannel(host, bytes, session, WritePattern.PerMessage);
        _channel.Flush();
        bool goesOn = true;
        while (goesOn && !_isOver)
        {
            await _channel.ReadableAsync();
            goesOn = _channel.Read();
            while (session.TryTakeEvent(out RtmpEvent happened))
            {
                goesOn &= On(happened);
            }

            _channel.Flush();
        }

        if (stream.Source == this)
        {
            stream.Unpublish();
        }

        session.End();
        _channel.Flush();
        _channel.Close();
    }

    // Returns whether the connection is of use.
    private bool On(in RtmpEvent happened)
    {
        switch (happened.Kind)
        {
            case RtmpEventKind.Media when stream.Source == this || (stream.Source is null && stream.TryPublish(this)):
                stream.Publish(happened.Frame);
                return true;
            case RtmpEventKind.Ended when stream.Source == this:
                // The origin keeps the connection for the next publisher.
                stream.Unpublish();
                return true;
            default:
                return happened.Kind != RtmpEventKind.Refused;
        }
    }
}
