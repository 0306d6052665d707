using System.Collections.Generic;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Sockets;

namespace Protocols.Streaming;

/// <summary>
/// A live streaming server: takes streams from publishers and gives each to its viewers. Behaves like nginx-rtmp.
/// </summary>
/// <remarks>
/// A viewer may come before the publisher and waits. A second publisher of the same name is refused. A viewer that
/// takes too little loses whole groups of pictures and slows nobody else down. A client that breaks the protocol is cut
/// off alone.
/// </remarks>
public sealed class RtmpServer
{
    private readonly IHost _host;
    private readonly RandomStream _random;
    private readonly Dictionary<string, LiveStream> _streams = [];
    private IListener? _listener;
    private bool _isStopping;

    /// <summary>Prepares a server; it listens from <see cref="RunAsync"/> on.</summary>
    /// <param name="host">The machine it runs on.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="random">For handshakes.</param>
    public RtmpServer(IHost host, RtmpServerOptions options, RandomStream random)
    {
        _host = host;
        Options = options;
        _random = random;
    }

    /// <summary>How it behaves.</summary>
    public RtmpServerOptions Options { get; }

    /// <summary>Connections now.</summary>
    public int Connections { get; private set; }

    /// <summary>Streams that somebody publishes or waits for.</summary>
    public int Streams => _streams.Count;

    /// <summary>Connections reset because there were too many.</summary>
    public long RefusedConnections { get; private set; }

    /// <summary>Connections closed because the client broke the protocol.</summary>
    public long ProtocolErrors { get; private set; }

    /// <summary>Frames not sent to viewers that took too little, counted when the viewer has left.</summary>
    public long DroppedFrames { get; private set; }

    /// <summary>Listens and serves until <see cref="Stop"/>. Call once.</summary>
    /// <exception cref="System.InvalidOperationException">The port is taken.</exception>
    public async Task RunAsync()
    {
        _listener = _host.Listen(Options.Port, Options.Stream);
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

    internal LiveStream StreamNamed(string application, string name)
    {
        string path = $"{application}/{name}";
        if (!_streams.TryGetValue(path, out LiveStream? stream))
        {
            stream = new LiveStream(path, Options);
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

    internal void CountDropped(ViewerBacklog backlog) => DroppedFrames += backlog.DroppedFrames;

    private async Task ServeAsync(IByteStream stream)
    {
        Connections++;
        RtmpError error = await new ServerConnection(_host, this, stream, _random).RunAsync();
        Connections--;
        ProtocolErrors += error == RtmpError.None ? 0 : 1;
    }
}
