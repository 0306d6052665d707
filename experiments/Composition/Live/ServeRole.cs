using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Sockets;
using Protocols.Streaming;
using Results.Recording;

namespace Experiments.Composition.Live;

/// <summary>Takes streams from publishers and gives them to viewers.</summary>
/// <param name="options">How.</param>
/// <param name="listen">Where it listens, in words.</param>
/// <param name="random">For handshakes.</param>
public sealed class ServeRole(RtmpServerOptions options, string listen, RandomStream random) : ILiveRole
{
    private RtmpServer? _server;
    private Readiness? _stopped;

    /// <inheritdoc/>
    public string Name => "server";

    /// <inheritdoc/>
    public string Title => $"serve RTMP on {listen}";

    /// <inheritdoc/>
    public bool IsSender => true;

    /// <inheritdoc/>
    public bool EndsByInterrupt => true;

    /// <inheritdoc/>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public async Task RunAsync(IHost host)
    {
        _stopped = new Readiness(host.Dispatcher);
        _server = new RtmpServer(host, options with { Stream = options.Stream with { Name = Name } }, random);
        Task serving = _server.RunAsync();
        if (serving.Exception?.InnerException is InvalidOperationException refused)
        {
            Failure = refused.Message;
            return;
        }

        host.Spawn(serving);
        await _stopped.WaitAsync();
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _server?.Stop();
        _stopped?.Set();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(Instant now) => _server is null ? [] :
    [
        Count(_server.Connections, "connection"),
        Count(_server.Streams, "stream"),
        FormattableString.Invariant($"{_server.DroppedFrames} frames dropped"),
        .. _server.VanishedConnections == 0 ? (string[])[] : [Count(_server.VanishedConnections, "client") + " vanished"],
    ];

    /// <inheritdoc/>
    public SourceRecord? ToSource(string host) => null;

    /// <inheritdoc/>
    public PlayerRecord? ToPlayer(string host, Instant start, Instant end) => null;

    private static string Count(long number, string what) => FormattableString.Invariant($"{number} {what}{(number == 1 ? "" : "s")}");
}
