using System;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Tests.Support;

namespace Tests.Conformance;

/// <summary>Two simulated hosts.</summary>
internal sealed class SimulatedWorld(int nics, AddressFamily family) : IStreamWorld
{
    private const double LimitSeconds = 300;

    private readonly SmallNetwork _network = new(nics, families: [family]);

    public IHost Near => _network.Client;

    public IHost Far => _network.Server;

    public string FarName => "server";

    public ushort Port => 36500;

    // The default route leads to every address of its own family.
    public IpAddress Unreachable { get; } = IpAddress.Parse(family == AddressFamily.Ipv4 ? "2001:db8:ffff::1" : "192.0.2.1");

    public void Run(Func<Task> test)
    {
        Task? task = null;
        _network.Simulation.Post(() => task = Watch(test()));
        _network.Run(LimitSeconds);
        Assert.That(task!.IsCompleted, Is.True, $"the test did not end within {Duration.FromSeconds(LimitSeconds)} of virtual time");
        task.GetAwaiter().GetResult();

        async Task Watch(Task running)
        {
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _network.Simulation.Stop();
            await running;
        }
    }

    public void Dispose()
    {
    }
}
