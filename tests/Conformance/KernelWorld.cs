using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Emulation;

namespace Tests.Conformance;

/// <summary>Two kernel hosts of this machine, on its loopback interface.</summary>
internal sealed class KernelWorld : IStreamWorld
{
    // Only a hang takes so long.
    private static readonly Duration _limit = Duration.FromSeconds(60);

    private readonly EpollLoop _loop = new();
    private readonly KernelHost _near;
    private readonly KernelHost _far;

    public KernelWorld(KernelTransport transport, AddressFamily family, int bytesPerTurn = 256 << 10)
    {
        IpAddress loopback = IpAddress.Parse(family == AddressFamily.Ipv4 ? "127.0.0.1" : "::1");
        KernelHostSettings settings = new()
        {
            Transport = transport,
            BytesPerTurn = bytesPerTurn,
            Names = new Dictionary<string, IReadOnlyList<IpAddress>> { ["far"] = [loopback] },
        };
        _near = new KernelHost("near", _loop, settings);
        _far = new KernelHost("far", _loop, settings);
        KernelListener probe = _far.Listen(0, KernelTransport.Tcp, StreamOptions.Default);
        Port = probe.Local.Port;
        probe.Close();

        // TCP connects to no multicast address (tcp_v4_connect, tcp_v6_connect: ENETUNREACH).
        Unreachable = IpAddress.Parse(family == AddressFamily.Ipv4 ? "224.0.0.1" : "ff02::1");
    }

    public IHost Near => _near;

    public IHost Far => _far;

    public KernelHost NearKernel => _near;

    public KernelHost FarKernel => _far;

    public EpollLoop Loop => _loop;

    public string FarName => "far";

    public ushort Port { get; }

    public IpAddress Unreachable { get; }

    public void Run(Func<Task> test)
    {
        Task? task = null;
        _loop.Post(() => task = Watch(test()));
        _loop.Run(_loop.Now + _limit);
        if ((_near.Failure ?? _far.Failure) is { } failure)
        {
            throw new InvalidOperationException("an application failed", failure);
        }

        Assert.That(task!.IsCompleted, Is.True, $"the test did not end within {_limit}");
        task.GetAwaiter().GetResult();

        async Task Watch(Task running)
        {
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _loop.Stop();
            await running;
        }
    }

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
        _loop.Dispose();
    }
}
