using System.Collections.Generic;
using Protocols.Core;
using Protocols.Media;
using Protocols.Rtmp;
using Protocols.Streaming;
using Tests.Support;

namespace Tests.Streaming;

/// <summary>A publisher, a server and players on hosts of a <see cref="MemoryWorld"/>.</summary>
internal sealed class StreamingWorld
{
    public static RtmpUrl Url { get; } = new("server", RtmpUrl.DefaultPort, "live", "stream");

    public StreamingWorld(RtmpServerOptions? options = null)
    {
        Server = new RtmpServer(World.AddHost("server"), options ?? new RtmpServerOptions(), new RandomStream(1).Fork("server"));
        World.Spawn(Server.RunAsync());
    }

    public MemoryWorld World { get; } = new();

    public RtmpServer Server { get; }

    /// <summary>The default stream: 2 Mbit/s video with 1 s groups of pictures, and audio.</summary>
    public static SyntheticSource Source(double seconds = 1000) =>
        new(new SyntheticMedia { Length = Duration.FromSeconds(seconds) }, new RandomStream(5));

    public RtmpPush Push(IMediaSource? source = null, WritePattern? pattern = null, string host = "push", PushLog? log = null)
    {
        RtmpPushSettings settings = new() { Url = Url, WritePattern = pattern ?? WritePattern.FfmpegLike };
        RtmpPush push = new(World.AddHost(host), settings, source ?? Source(), new RandomStream(1).Fork(host), log);
        World.Spawn(push.RunAsync());
        return push;
    }

    /// <summary>Another server, such as an edge, on a host of its own.</summary>
    public RtmpServer AddServer(string host, RtmpServerOptions options)
    {
        RtmpServer server = new(World.AddHost(host), options, new RandomStream(1).Fork(host));
        World.Spawn(server.RunAsync());
        return server;
    }

    public RtmpClient Client(
        string host = "client", PlaybackSettings? playback = null, PlaybackLog? log = null, string server = "server")
    {
        RtmpClientSettings settings = new() { Url = Url with { Host = server }, Playback = playback ?? new PlaybackSettings() };
        RtmpClient client = new(World.AddHost(host), settings, new RandomStream(1).Fork(host), log);
        World.Spawn(client.RunAsync());
        return client;
    }

    public void RunUntil(double seconds) => World.RunUntil(Duration.FromSeconds(seconds));

    public static List<MediaFrame> Take(IMediaSource source)
    {
        List<MediaFrame> frames = [];
        while (source.TryNext(out MediaFrame frame))
        {
            frames.Add(frame);
        }

        return frames;
    }
}
