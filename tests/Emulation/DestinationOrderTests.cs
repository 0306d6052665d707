using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Net;
using Sim.Emulation;

namespace Tests.Emulation;

public class DestinationOrderTests
{
    // RFC 6724, 10.2: the examples of the RFC, each with its sources and its answer; those about deprecated and care-of
    // addresses left out.
    [TestCase("2001:db8:1::1", "2001:db8:1::2", "198.51.100.121", "169.254.13.78", TestName = "Matching_scope_wins")]
    [TestCase("198.51.100.121", "198.51.100.117", "2001:db8:1::1", "fe80::1", TestName = "Matching_scope_wins_for_Ipv4_too")]
    [TestCase("2001:db8:1::1", "2001:db8:1::2", "10.1.2.3", "10.1.2.4", TestName = "Higher_precedence_wins")]
    [TestCase("fe80::1", "fe80::2", "2001:db8:1::1", "2001:db8:1::2", TestName = "Smaller_scope_wins")]
    [TestCase("2001:db8:1::1", "2001:db8:1::2", "2001:db8:3ffe::1", "2001:db8:3f44::2", TestName = "Longer_common_prefix_wins")]
    [TestCase("2002:c633:6401::1", "2002:c633:6401::2", "2001:db8:1::1", "2002:c633:6401::2", TestName = "Matching_label_wins")]
    [TestCase("2001:db8:1::1", "2001:db8:1::2", "2002:c633:6401::1", "2002:c633:6401::2", TestName = "Higher_precedence_beats_a_transition_prefix")]
    [TestCase("10.1.2.3", "10.1.2.4", "2001:db8:1::1", "none", TestName = "An_address_without_a_route_comes_last")]
    [TestCase("::1", "::1", "127.0.0.1", "127.0.0.1", TestName = "Loopback_is_tried_over_Ipv6_first")]
    public void The_better_of_two_addresses_comes_first(string better, string betterSource, string worse, string worseSource)
    {
        Dictionary<IpAddress, IpAddress> sources = new() { [Parse(better)] = Parse(betterSource), [Parse(worse)] = Parse(worseSource) };
        IpAddress[] expected = [Parse(better), Parse(worse)];

        Assert.That(DestinationOrder.Sort([Parse(better), Parse(worse)], address => sources[address]), Is.EqualTo(expected));
        Assert.That(DestinationOrder.Sort([Parse(worse), Parse(better)], address => sources[address]), Is.EqualTo(expected));
    }

    [Test]
    public void Equally_good_addresses_keep_their_order()
    {
        IpAddress[] addresses = [Parse("192.0.2.9"), Parse("192.0.2.1"), Parse("192.0.2.5")];

        Assert.That(DestinationOrder.Sort(addresses, _ => Parse("192.0.2.2")), Is.EqualTo(addresses));
    }

    private static IpAddress Parse(string text) => text == "none" ? IpAddress.None : IpAddress.Parse(text);
}
