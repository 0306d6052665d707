using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Emulation;
using Sim.Kernel;
using Sim.Network;

namespace Tests.Interop.Kernel;

/// <summary>Whether a simulated link between two kernels is what it says, as <c>ping</c> sees it.</summary>
[Category("Tools")]
public partial class KernelLinkTests
{
    private const int Pings = 25;

    [SetUp]
    public void Require() => KernelPeer.Require();

    [Test]
    public void A_ping_over_a_link_of_20_ms_takes_40_ms()
    {
        if (!Support.ExternalTool.Exists("ping"))
        {
            Assert.Ignore("needs ping");
        }

        DoorClock clock = new();
        RealTimeDriver driver = new(clock);
        Simulation simulation = new(1, driver);
        Topology topology = new(simulation, new PacketContext(), AddressFamily.Ipv6);
        LinkSpec link = new() { Rate = BitRate.FromMegabitsPerSecond(10), Delay = Duration.FromMilliseconds(20) };
        KernelDoor[] doors = [new KernelDoor("left", topology.Fabric), new KernelDoor("right", topology.Fabric)];
        Nic[] nics = [topology.AddNic(doors[0], "nic1"), topology.AddNic(doors[1], "nic1")];
        topology.Connect("link", nics[0], nics[1], link, link);
        topology.Complete();
        List<IDisposable> open = [];
        HostNamespace[] hosts = [.. doors.Zip(nics, (door, nic) => Connect(door, nic, topology, clock, open))];

        Task<string> ping = KernelSockets.Start(() => hosts[0].Place.Run(
            "ping", ["-6", "-c", Pings.ToString(CultureInfo.InvariantCulture), "-i", "0.1", nics[1].Addresses[0].ToString()]));
        while (!ping.IsCompleted && simulation.Now < Instant.Zero + Duration.FromSeconds(30))
        {
            simulation.Run(simulation.Now + Duration.FromMilliseconds(20));
        }

        open.ForEach(item => item.Dispose());
        double[] times = [.. Time().Matches(ping.Result).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        TestContext.Out.WriteLine($"ping: min {times.Min()} ms, median {times.Order().ElementAt(times.Length / 2)} ms");
        TestContext.Out.WriteLine($"lateness: p99 {driver.Lateness.Percentile(0.99)}, max {driver.Lateness.Max}");

        // 104 bytes of IPv6 and 14 of Ethernet at 10 Mbit/s, and 20 ms, both ways. A machine that is busy adds to some of them.
        const double Expected = 2 * (20 + 118 * 8 / 10e6 * 1e3);
        Assert.That(times, Has.Length.EqualTo(Pings));
        Assert.That(times.Min(), Is.EqualTo(Expected).Within(0.5));
        Assert.That(times, Is.All.GreaterThanOrEqualTo(Expected - 0.01));
    }

    [GeneratedRegex(@"time=([\d.]+) ms")]
    private static partial Regex Time();

    private static HostNamespace Connect(KernelDoor door, Nic nic, Topology topology, DoorClock clock, List<IDisposable> open)
    {
        HostNamespace host = HostNamespace.Create(new HostSpec { Name = door.Name, Nics = [nic], Rules = topology.RulesOf(door) });
        TunDevice device = TunDevice.Open(host.Place, nic.Name);
        door.Connect(nic, device, clock);
        host.Configure();
        open.AddRange([device, host]);
        return host;
    }
}
