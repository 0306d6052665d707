using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>
/// A live streaming server: takes streams from publishers and gives each to its viewers. Behaves like nginx-rtmp.
/// </summary>
/// <remarks>
/// <para>A viewer may come before the publisher and waits. A second publisher of the same name is refused, or takes over. A
/// viewer that takes too little loses whole groups of pictures and slows nobody else down. A client that breaks the
/// protocol, or takes longer than its time-out, is cut off alone.</para>
/// <para>With an origin it is an edge: a stream that somebody wants to watch and nobody publishes here is pulled from there,
/// once for all viewers.</para>
/// </remarks>
public sealed class RtmpServer
{
    private readonly IHost _host;
    private readonly RandomStream _random;
    private static readonly Duration _watchInterval = Duration.FromSeconds(1);

    private readonly SortedDictionary<string, LiveStream> _streams = new(StringComparer.Ordinal);
    private readonly List<ServerConnection> _connections = [];
    private readonly Readiness _hasConnections;
    private IListener? _listener;
    private bool _isStopping;
    private long _droppedForGone;

    /// <summary>Prepares a server; it listens from <see cref="RunAsync"/> on.</summary>
    /// <param name="host">The machine it runs on.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="random">For handshakes.</param>
    public RtmpServer(IHost host, RtmpServerOptions options, RandomStream random)
    {
        _host = host;
        Options = options;
        _random = random;
        _hasConnections = new Readiness(host.Dispatcher);
    }

    /// <summary>How it behaves.</summary>
    public RtmpServerOptions Options { get; }

    /// <summary>Connections now.</summary>
    public int Connections => _connections.Count;

    /// <summary>Streams that somebody publishes or waits for.</summary>
    public int Streams => _streams.Count;

    /// <summary>Connections reset because there were too many.</summary>
    public long RefusedConnections { get; private set; }

    /// <summary>Connections closed because the client broke the protocol.</summary>
    public long ProtocolErrors { get; private set; }

    /// <summary>Connections closed by a time-out.</summary>
    public long TimedOutConnections { get; private set; }

    /// <summary>Connections that ended while they published or played, without having said so.</summary>
    public long VanishedConnections { get; private set; }

    /// <summary>Streams that are being pulled from the origin.</summary>
    public int Pulls { get; private set; }

    /// <summary>Frames not sent to viewers that took too little.</summary>
    public long DroppedFrames => _droppedForGone + _connections.Sum(connection => connection.DroppedFrames);

    /// <summary>Listens and serves until <see cref="Stop"/>. Call once.</summary>
    /// <exception cref="InvalidOperationException">The port is taken.</exception>
    public async Task RunAsync()
    {
        _listener = _host.Listen(Options.Port, Options.Stream);
        _host.Spawn(WatchAsync());
        while (!_isStopping)
        {
            if (!_listener.TryAccept(out IByteStream? stream))
            {
                await _listener.AcceptableAsync();
            }
            else if (Connections == Options.MaxConnections)
            {
                RefusedConnections++;
                stream.Abort();
            }
            else
            {
                _host.Spawn(ServeAsync(stream));
            }
        }
    }

    /// <summary>Accepts no more connections; those that are there go on.</summary>
    public void Stop()
    {
        _isStopping = true;
        _listener?.Close();
    }

    /// <summary>Starts to pull a stream from the origin if there is one, somebody watches, and nobody publishes.</summary>
    internal void PullIfWanted(LiveStream stream)
    {
        if (Options.Origin is { } origin && stream is { Pull: null, Source: null, Viewers: > 0 })
        {
            stream.Pull = new OriginPull(_host, this, stream, origin, _random);
            _host.Spawn(PullAsync(stream.Pull));
        }
    }

    internal LiveStream StreamNamed(string application, string name)
    {
        string path = $"{application}/{name}";
        if (!_streams.TryGetValue(path, out LiveStream? stream))
        {
            stream = new LiveStream(application, name, Options);
            _streams.Add(path, stream);
        }

        return stream;
    }

    internal void ForgetIfUnused(LiveStream stream)
    {
        if (stream.IsUnused)
        {
            _streams.Remove(stream.Path);
        }
    }

    internal void CountDropped(ViewerBacklog backlog) => _droppedForGone += backlog.DroppedFrames;

    private async Task ServeAsync(IByteStream stream)
    {
        ServerConnection connection = new(_host, this, stream, _random);
        _connections.Add(connection);
        _hasConnections.Set();
        RtmpError error = await connection.RunAsync();
        _connections.Remove(connection);
        ProtocolErrors += error == RtmpError.None ? 0 : 1;
        VanishedConnections += connection.HasVanished ? 1 : 0;
    }

    private async Task PullAsync(OriginPull pull)
    {
        Pulls++;
        _hasConnections.Set();
        await pull.RunAsync();
        Pulls--;
    }

    // Looks for overdue connections and unwanted pulls, as long as there are any.
    private async Task WatchAsync()
    {
        while (!_isStopping || Connections > 0 || Pulls > 0)
        {
            if (Connections == 0 && Pulls == 0)
            {
                _hasConnections.Clear();
                await _hasConnections.WaitAsync();
            }

            await _host.Clock.Delay(_watchInterval);
            foreach (ServerConnection connection in (ServerConnection[])[.. _connections])
            {
                TimedOutConnections += connection.TryExpire() ? 1 : 0;
            }

            foreach (LiveStream stream in _streams.Values)
            {
                stream.Pull?.Check();
            }
        }
    }
}
