using System;
using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;

namespace Tests.Network;

public class RoutingTests
{
    [TestCase("10.1.2.3", "host")]
    [TestCase("10.1.2.4", "24")]
    [TestCase("10.1.3.4", "8")]
    [TestCase("11.0.0.1", "default")]
    [TestCase("fd00::1", null)]
    public void The_longest_prefix_wins(string destination, string? expected)
    {
        RoutingTable<string> table = new();
        table.Add(Prefix("0.0.0.0", 0), "default");
        table.Add(Prefix("10.1.2.0", 24), "24");
        table.Add(Prefix("10.0.0.0", 8), "8");
        table.Add(Prefix("10.1.2.3", 32), "host");

        Assert.That(table.Lookup(IpAddress.Parse(destination)), Is.EqualTo(expected));
    }

    [Test]
    public void A_prefix_can_be_routed_once_only()
    {
        RoutingTable<string> table = new();
        table.Add(Prefix("10.0.0.0", 8), "a");

        Assert.That(() => table.Add(Prefix("10.9.9.9", 8), "b"), Throws.TypeOf<ArgumentException>());
    }

    [Test]
    public void The_source_address_chooses_the_NIC()
    {
        (PolicyRules rules, Nic first, Nic second) = TwoHomedHost(AddressFamily.Ipv6);
        IpAddress elsewhere = IpAddress.Parse("fd00:2:9::2");

        Assert.That(rules.Lookup(first.Addresses[0], elsewhere)?.Nic, Is.SameAs(first));
        Assert.That(rules.Lookup(second.Addresses[0], elsewhere)?.Nic, Is.SameAs(second));
        Assert.That(rules.Lookup(IpAddress.None, elsewhere)?.Nic, Is.SameAs(first), "the main table");
        Assert.That(rules.Lookup(first.Addresses[0], IpAddress.Parse("10.0.0.1")), Is.Null, "no IPv4 here");
    }

    // facts: the commands with which the same was set up on Linux in network namespaces.
    [Test]
    public void The_rules_print_as_the_commands_that_set_up_Linux_for_IPv6()
    {
        (PolicyRules rules, _, _) = TwoHomedHost(AddressFamily.Ipv6);

        Assert.That(RouteCommands.Of(rules), Is.EqualTo(new[]
        {
            "ip -6 rule add from fd00:1:1::2 table 1000",
            "ip -6 rule add from fd00:2:1::2 table 2000",
            "ip -6 route add fd00:1:1::/64 dev nic1 table 1000",
            "ip -6 route add default via fd00:1:1::1 dev nic1 table 1000",
            "ip -6 route add fd00:2:1::/64 dev nic2 table 2000",
            "ip -6 route add default via fd00:2:1::1 dev nic2 table 2000",
            "ip -6 route add fd00:1:1::/64 dev nic1 metric 1000",
            "ip -6 route add default via fd00:1:1::1 dev nic1 metric 1000",
            "ip -6 route add fd00:2:1::/64 dev nic2 metric 1000",
        }));
    }

    [Test]
    public void The_rules_print_as_the_commands_that_set_up_Linux_for_IPv4()
    {
        (PolicyRules rules, _, _) = TwoHomedHost(AddressFamily.Ipv4);

        Assert.That(RouteCommands.Of(rules), Is.EqualTo(new[]
        {
            "ip rule add from 10.1.1.2 table 1000",
            "ip rule add from 10.2.1.2 table 2000",
            "ip route add 10.1.1.0/24 dev nic1 table 1000",
            "ip route add default via 10.1.1.1 dev nic1 table 1000",
            "ip route add 10.2.1.0/24 dev nic2 table 2000",
            "ip route add default via 10.2.1.1 dev nic2 table 2000",
            "ip route add 10.1.1.0/24 dev nic1 metric 1000",
            "ip route add default via 10.1.1.1 dev nic1 metric 1000",
            "ip route add 10.2.1.0/24 dev nic2 metric 1000",
        }));
    }

    [Test]
    public void A_host_with_one_NIC_needs_no_rules()
    {
        Simulation simulation = new(seed: 1);
        Topology topology = new(simulation, new PacketContext(), AddressFamily.Ipv6);
        Station host = new(simulation, "host");
        Nic nic = topology.AddNic(host, "nic1");
        topology.Connect("access", nic, topology.AddRouter("r1"), new LinkSpec(), new LinkSpec());
        topology.Complete();

        Assert.That(topology.RulesOf(host).Rules, Is.Empty);
        Assert.That(RouteCommands.Of(topology.RulesOf(host)), Is.EqualTo(new[]
        {
            "ip -6 route add fd00:1:1::/64 dev nic1 metric 1000",
            "ip -6 route add default via fd00:1:1::1 dev nic1 metric 1000",
        }));
    }

    private static (PolicyRules Rules, Nic First, Nic Second) TwoHomedHost(AddressFamily family)
    {
        Simulation simulation = new(seed: 1);
        Topology topology = new(simulation, new PacketContext(), family);
        Station push = new(simulation, "push");
        List<Nic> nics = [];
        for (int i = 1; i <= 2; i++)
        {
            Nic nic = topology.AddNic(push, $"nic{i}");
            topology.Attach(nic, topology.AddIsp($"isp{i}"), new LinkSpec(), new LinkSpec());
            nics.Add(nic);
        }

        topology.Complete();
        return (topology.RulesOf(push), nics[0], nics[1]);
    }

    private static IpPrefix Prefix(string network, int length) => new(IpAddress.Parse(network), length);
}
