using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Streaming;
using Sim.Emulation;

namespace Tests.Interop.Rtmp;

/// <summary>Our server on kernel sockets, on a thread of its own.</summary>
internal sealed class OurServer : IDisposable
{
    // Only a hang takes so long.
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);
    private static readonly Duration _lookInterval = Duration.FromMilliseconds(5);

    private readonly EpollLoop _loop = new();
    private readonly KernelHost _host;
    private readonly RtmpServer _server;
    private readonly Thread _thread;
    private readonly List<bool> _wereMptcp = [];
    private Exception? _failure;

    public OurServer(RtmpServerOptions? options = null)
    {
        KernelTransport transport = KernelMptcp.WhyMissing() is null ? KernelTransport.Mptcp : KernelTransport.Tcp;
        _host = new KernelHost("server", _loop, new KernelHostSettings { Transport = transport })
        {
            StreamEnding = stream => _wereMptcp.Add(stream.ReadStatus() is { IsMptcp: true }),
        };
        _server = new RtmpServer(_host, (options ?? new RtmpServerOptions()) with { Port = 0 }, new RandomStream(1));
        _host.Spawn(_server.RunAsync());
        Port = _host.Listeners.Single().Local.Port;
        _thread = new Thread(Run);
        _thread.Start();
    }

    public ushort Port { get; }

    /// <summary>Whether all connections that are over were MPTCP to their end; null when there was none.</summary>
    public bool? WereMptcp => _wereMptcp.Count == 0 ? null : _wereMptcp.All(was => was);

    public string Url(string host) => FormattableString.Invariant($"rtmp://{host}:{Port}/live/stream");

    /// <summary>Waits until something holds of the server.</summary>
    public void WaitUntil(Func<RtmpServer, bool> condition, string what)
    {
        using ManualResetEventSlim holds = new();
        _loop.PostFromOutside(Look);
        Assert.That(holds.Wait(_limit), Is.True, $"{what} did not come about");

        void Look()
        {
            if (condition(_server))
            {
                holds.Set();
            }
            else
            {
                _loop.RunAt(_loop.Now + _lookInterval, Look);
            }
        }
    }

    public void Dispose()
    {
        _loop.PostFromOutside(_loop.Stop);
        _thread.Join();
        _host.Dispose();
        _loop.Dispose();
        Assert.That(_failure ?? _host.Failure, Is.Null);
    }

    private void Run()
    {
        try
        {
            _loop.Run(Instant.Never);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Told on the test's own thread when the server is disposed.
            _failure = failure;
        }
    }
}
