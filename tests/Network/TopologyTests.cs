using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;

namespace Tests.Network;

public class TopologyTests
{
    private static readonly LinkSpec _access = new() { Rate = BitRate.FromMegabitsPerSecond(10), Delay = Ms(5) };
    private static readonly LinkSpec _trunk = new() { Rate = BitRate.FromMegabitsPerSecond(1_000), Delay = Ms(1) };

    [Test]
    public void Addresses_name_the_provider_and_the_host()
    {
        TestNetwork network = TestNetwork.TwoProviders(_access, _trunk);

        Assert.That(network.Topology.Nics.Select(nic => $"{nic.FullName} {nic.Addresses[0]}"), Is.EqualTo(new[]
        {
            "push.nic1 fd00:1:1::2", "push.nic2 fd00:2:1::2",
            "server.nic1 fd00:1:2::2", "server.nic2 fd00:2:2::2",
            "client.nic1 fd00:1:3::2", "client.nic2 fd00:2:3::2",
        }));
        Assert.That(network.Topology.FindNic(IpAddress.Parse("fd00:2:3::2")), Is.SameAs(network.Nic("client.nic2")));
    }

    [Test]
    public void Every_NIC_reaches_every_NIC_of_other_hosts_within_and_across_providers()
    {
        TestNetwork network = TestNetwork.TwoProviders(_access, _trunk);
        string[] nics = [.. network.Topology.Nics.Select(nic => nic.FullName)];
        int sent = 0;
        foreach (string from in nics)
        {
            foreach (string to in nics.Where(to => to[..2] != from[..2]))
            {
                network.Send(from, to);
                sent++;
            }
        }

        network.RunFor(Ms(1_000));

        Assert.That(network.Topology.Nics.Sum(nic => nic.ReceivedPackets), Is.EqualTo(sent));
        Assert.That(network["server"].Received.All(item => network.Topology.FindNic(network.Packets.Flows[item.Packet.Flow].Destination.Address) == item.Nic), Is.True);
    }

    [Test]
    public void A_path_takes_the_serialization_and_delay_of_each_link()
    {
        TestNetwork network = TestNetwork.TwoProviders(_access, _trunk);
        network.Send("push.nic1", "server.nic1");
        network.RunFor(Ms(50));
        network.Send("push.nic1", "server.nic2");
        network.RunFor(Ms(50));

        // 2 x (1.2112 + 5) ms; across providers 12.112 us + 1 ms more.
        Duration within = (Duration.FromNanoseconds(1_211_200) + Ms(5)) * 2;
        Duration across = within + Duration.FromNanoseconds(12_112) + Ms(1);
        Assert.That(network["server"].Arrivals, Is.EqualTo(new[] { Instant.Zero + within, Instant.Zero + Ms(50) + across }));
    }

    [Test]
    public void Dual_stack_gives_each_NIC_an_address_of_both_families()
    {
        TestNetwork network = new(AddressFamily.Ipv6, AddressFamily.Ipv4);
        network.Topology.Attach(network.Nic("a.nic1"), network.Topology.AddIsp("isp1"), _access, _access);
        network.Topology.Complete();

        Assert.That(network.Nic("a.nic1").Addresses.Select(address => address.ToString()), Is.EqualTo(new[] { "fd00:1:1::2", "10.1.1.2" }));
        Assert.That(network.Nic("a.nic1").AddressOf(AddressFamily.Ipv4), Is.EqualTo(IpAddress.Parse("10.1.1.2")));
    }

    [Test]
    public void Two_NICs_of_one_host_at_one_router_have_addresses_of_their_own()
    {
        TestNetwork network = new(AddressFamily.Ipv6, AddressFamily.Ipv4);
        Router router = network.Topology.AddRouter("r1");
        network.Topology.Connect("l1", network.Nic("a.nic1"), router, _access, _access);
        network.Topology.Connect("l2", network.Nic("a.nic2"), router, _access, _access);
        network.Topology.Complete();

        Assert.That(network.Topology.Nics.SelectMany(nic => nic.Addresses).Select(address => address.ToString()), Is.EqualTo(new[]
        {
            "fd00:1:1::2", "10.0.0.22", "fd00:1:1:1::2", "10.0.0.26",
        }));
    }

    [Test]
    public void A_given_address_is_honoured_and_routed_to()
    {
        TestNetwork network = new();
        Router[] routers = [network.Topology.AddRouter("r1"), network.Topology.AddRouter("r2")];
        network.Nic("a.nic1", IpAddress.Parse("2001:db8::7"));
        network.Topology.Connect("l1", network.Nic("a.nic1"), routers[0], _access, _access);
        network.Topology.Connect("l2", network.Nic("b.nic1"), routers[1], _access, _access);
        network.Topology.Connect("core", routers[0], routers[1], _trunk, _trunk);
        network.Topology.Complete();
        network.Send("b.nic1", "a.nic1");
        network.RunFor(Ms(100));

        Assert.That(network.Nic("a.nic1").Addresses, Is.EqualTo(new[] { IpAddress.Parse("2001:db8::7") }));
        Assert.That(network["a"].Received, Has.Count.EqualTo(1));
        Assert.That(RouteCommands.Of(network.Topology.RulesOf(network["a"])), Is.EqualTo(new[] { "ip -6 route add default dev nic1 metric 1000" }));
    }

    [Test]
    public void An_address_given_twice_is_an_error_that_names_both_NICs()
    {
        TestNetwork network = new();
        Router router = network.Topology.AddRouter("r1");
        foreach (string name in (string[])["a.nic1", "b.nic1"])
        {
            network.Nic(name, IpAddress.Parse("fd00::5"));
            network.Topology.Connect($"to {name}", network.Nic(name), router, _access, _access);
        }

        Assert.That(
            network.Topology.Complete,
            Throws.TypeOf<AddressClashException>().With.Message.EqualTo("a.nic1 and b.nic1 both have the address fd00::5"));
    }

    [Test]
    public void Two_hosts_may_be_joined_by_a_cable()
    {
        TestNetwork network = new();
        network.Topology.Connect("cable", network.Nic("a.nic1"), network.Nic("b.nic1"), _access, _access);
        network.Topology.Complete();
        network.Send("a.nic1", "b.nic1");
        network.RunFor(Ms(100));

        Assert.That(network["b"].Received, Has.Count.EqualTo(1));
        PolicyRules rules = network.Topology.RulesOf(network["a"]);
        Assert.That(rules.Lookup(IpAddress.None, network.Nic("b.nic1").Addresses[0])?.Nic, Is.SameAs(network.Nic("a.nic1")));
        Assert.That(rules.Lookup(IpAddress.None, IpAddress.Parse("fd00:9::1")), Is.Null, "nothing is behind the cable");
    }

    // r1 - r2 - r4 and r1 - r3 - r4, and a direct but slower link r1 - r4 where the test wants it.
    [TestCase(10, 10, false, 2)]
    [TestCase(10, 11, false, 1)]
    [TestCase(10, 10, true, 1)]
    public void Fewest_hops_win_then_least_delay_and_equals_share_the_flows(int delayVia2, int delayVia3, bool direct, int pathsUsed)
    {
        TestNetwork network = new();
        Dictionary<int, Router> routers = Enumerable.Range(1, 4).ToDictionary(i => i, i => network.Topology.AddRouter($"r{i}"));
        List<Link> firstLinks = [];
        foreach ((int from, int to, int delay) in ((int, int, int)[])[(1, 2, delayVia2), (2, 4, 1), (1, 3, delayVia3), (3, 4, 1), (1, 4, 500)])
        {
            if (from != 1 || to != 4 || direct)
            {
                LinkSpec spec = _trunk with { Delay = Ms(delay) };
                Link link = network.Topology.Connect($"{from}-{to}", routers[from], routers[to], spec, spec).Forward;
                firstLinks.AddRange(from == 1 ? [link] : []);
            }
        }

        network.Topology.Connect("a", network.Nic("a.nic1"), routers[1], _access, _access);
        network.Topology.Connect("b", network.Nic("b.nic1"), routers[4], _access, _access);
        network.Topology.Complete();
        for (ushort port = 1; port <= 64; port++)
        {
            network.Send("a.nic1", "b.nic1", 100, port);
            network.Send("a.nic1", "b.nic1", 100, port);
        }

        network.RunFor(Ms(2_000));

        long[] used = [.. firstLinks.Select(link => link.Counters.SentPackets).Where(sent => sent > 0)];
        Assert.That(network["b"].Received, Has.Count.EqualTo(128));
        Assert.That(used, Has.Length.EqualTo(pathsUsed));
        // Both packets of a flow take the same path, and 64 fair coins show 16 to 48 heads but once in 100,000 times.
        Assert.That(used.Select(sent => sent % 2), Is.All.Zero);
        Assert.That(used, Is.All.GreaterThanOrEqualTo(32));
    }

    [Test]
    public void A_pinned_flow_takes_its_own_path()
    {
        TestNetwork network = new();
        Router first = network.Topology.AddRouter("r1");
        Router second = network.Topology.AddRouter("r2");
        Link shorter = network.Topology.Connect("shorter", first, second, _trunk, _trunk).Forward;
        LinkSpec slow = _trunk with { Delay = Ms(30) };
        Link longer = network.Topology.Connect("longer", first, second, slow, slow).Forward;
        network.Topology.Connect("a", network.Nic("a.nic1"), first, _access, _access);
        network.Topology.Connect("b", network.Nic("b.nic1"), second, _access, _access);
        network.Topology.Complete();
        first.Pin(network.Flow("a.nic1", "b.nic1", port: 7), longer);
        network.Send("a.nic1", "b.nic1", port: 7);
        network.Send("a.nic1", "b.nic1", port: 8);
        network.RunFor(Ms(100));

        Assert.That((longer.Counters.SentPackets, shorter.Counters.SentPackets), Is.EqualTo((1L, 1L)));
    }

    [Test]
    public void A_packet_to_nowhere_is_dropped_and_counted()
    {
        TestNetwork network = TestNetwork.TwoProviders(_access, _trunk);
        FlowKey key = new(new Endpoint(network.Nic("push.nic1").Addresses[0], 1), new Endpoint(IpAddress.Parse("2001:db8::1"), 1), IpProtocol.Udp);
        int options = network.Packets.Options.Rent();
        network.Nic("push.nic1").Send(new Packet { Flow = network.Packets.Flows.Intern(key), Length = 100, Options = options });
        network.RunFor(Ms(100));

        Assert.That(network.Topology.FindRouter("isp1")?.UnroutablePackets, Is.EqualTo(1));
        Assert.That(network.Packets.Options.Rented, Is.Zero);
    }

    // With a route for each host in each router this would take gigabytes; with prefixes each router knows its own hosts.
    [Test]
    public void Twenty_thousand_hosts_on_two_routers_take_kilobytes_each()
    {
        const int Hosts = 20_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Simulation simulation = new(seed: 1);
        Topology topology = new(simulation, new PacketContext(), AddressFamily.Ipv6, AddressFamily.Ipv4);
        Router[] routers = [topology.AddRouter("left"), topology.AddRouter("right")];
        topology.Connect("bottleneck", routers[0], routers[1], _trunk, _trunk);
        for (int i = 0; i < Hosts; i++)
        {
            Nic nic = topology.AddNic(new Station(simulation, $"h{i}"), "nic1");
            topology.Connect($"access {i}", nic, routers[i % 2], _access, _access);
        }

        topology.Complete();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(Hosts * 8_000L));
        Assert.That(topology.Nics.SelectMany(nic => nic.Addresses).Distinct().Count(), Is.EqualTo(2 * Hosts));
        Assert.That(routers[0].Routes.Routes.Count(), Is.EqualTo(Hosts / 2 * 2 + 2));
    }

    private static Duration Ms(int milliseconds) => Duration.FromMilliseconds(milliseconds);
}
