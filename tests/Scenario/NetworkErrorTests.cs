using System.Linq;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary>A network whose parts are all well written may still not fit together.</summary>
public class NetworkErrorTests
{
    [TestCase("duration: 1 s\nisps: { isp1: { delay: 1 ms } }\nhosts: { a: { nics: { ¦nic1: isp1 } } }\n",
        "hosts.a.nics.nic1: neither the NIC nor isp1 has a 'rate'; write one such as 10 Mbit/s")]
    [TestCase("duration: 1 s\nisps: { isp1: { rate: 1 Mbit/s, queue: 2 bdp } }\nhosts: { a: { nics: { ¦nic1: isp1 } } "
        + "}\n",
        "hosts.a.nics.nic1: neither the NIC nor isp1 has an 'rtt', which a queue of '2 bdp' is measured with; write "
        + "one such as 40 ms")]
    [TestCase("duration: 1 s\nrouters: [r1, r2]\nlinks: [{ name: ¦l, between: [r1, r2] }]\n",
        "links.l does not have a 'rate'; write one such as 10 Mbit/s")]
    [TestCase("duration: 1 s\nrouters: [r1]\nlinks: [{ name: l, between: [r1, ¦r2], rate: 1 Mbit/s }]\n",
        "links.l: unknown router, ISP or host 'r2'; did you mean 'r1'? (allowed: r1)")]
    [TestCase("duration: 1 s\nrouters: [r1]\nhosts: { a: { nics: { nic1: ¦r1 } } }\n",
        "hosts.a.nics.nic1: 'r1' is a router; write a link from the host to it under 'links' and name that link here")]
    [TestCase("duration: 1 s\nrouters: [r1, r2]\nlinks: [{ name: l, between: [r1, r2], rate: 1 Mbit/s }]\nhosts: { a: "
        + "{ nics: { nic1: ¦l } } }\n",
        "hosts.a.nics.nic1: link 'l' does not end at this host, but at 'r1' and 'r2'")]
    [TestCase("duration: 1 s\nisps: { i: { rate: 1 Mbit/s } }\nlinks: [{ name: l, between: [¦a, i], rate: 1 Mbit/s "
        + "}]\nhosts: { a: { nics: { nic1: i } } }\n",
        "links.l: ends at host 'a', which has no NIC on it; write nics: { nic1: l } there")]
    [TestCase("duration: 1 s\nrouters: [r]\nlinks: [{ name: l, between: [a, r], rate: 1 Mbit/s }]\nhosts: { a: { nics: "
        + "{ ¦nic1: { to: l, rate: 2 Mbit/s } } } }\n",
        "hosts.a.nics.nic1: is the end of link 'l', whose values stand under 'links'; leave them out here")]
    [TestCase("duration: 1 s\nrouters: [r]\nlinks: [{ name: l, between: [a, r], rate: 1 Mbit/s }]\nhosts: { a: { nics: "
        + "{ nic1: l, nic2: ¦l } } }\n",
        "hosts.a.nics.nic2: link 'l' already ends at a.nic1; a link has one NIC at each end")]
    public void An_incomplete_network_is_reported(string text, string message) => AssertOnlyError(text, message);

    [Test]
    public void A_server_on_an_island_cannot_be_reached()
    {
        string text = ScenarioCase.Valid
            .Replace(
                "  - { between: [isp1, isp2], rate: 1 Gbit/s, delay: 1 ms }", "  []", System.StringComparison.Ordinal)
            .Replace(
                "server: { nics: { nic1: isp1, nic2: isp2 } }", "server: { nics: { nic1: isp2 } }",
                System.StringComparison.Ordinal)
            .Replace("from: rtmp", "from: ¦rtmp", System.StringComparison.Ordinal);

        AssertOnlyError(text, "applications.client: host 'client' cannot reach host 'server'; "
            + "no ISP, peering or link leads from one to the other");
    }

    [Test]
    public void Hosts_do_not_forward_between_their_networks()
    {
        const string Text = """
            duration: 1 s
            isps: { i: { rate: 1 Mbit/s }, j: { rate: 1 Mbit/s } }
            hosts: { a: { nics: { n: i } }, middle: { nics: { n: i, m: j } }, b: { nics: { n: j } } }
            applications: [{ name: x, kind: bulk, from: a, to: ¦b }]
            """;

        AssertOnlyError(
            Text, "applications.x: host 'a' cannot reach host 'b'; no ISP, peering or link leads from one to the "
                + "other");
    }

    [Test]
    public void A_scenario_without_applications_is_noticed() => Assert.That(
        ScenarioCase.Read("duration: 1 s\n").Notices.Select(notice => notice.ToString()),
        Is.EqualTo(new[] { "case.yaml:1:1: there are no applications; nothing will be sent" }));

    [Test]
    public void Two_hosts_on_one_cable_reach_each_other()
    {
        const string Text = """
            duration: 1 s
            links: [{ name: cable, between: [a, b], rate: 1 Gbit/s }]
            hosts: { a: { nics: { n: cable } }, b: { nics: { n: cable } } }
            applications: [{ name: x, kind: bulk, from: a, to: b }]
            """;

        Assert.That(ScenarioCase.Read(Text).Errors, Is.Empty);
    }

    [TestCase("[fd00::1]", "¦fd00::1", "6", "address clash: fd00::1 of b.n already belongs to a.n")]
    [TestCase("fd00::1", "¦10.0.0.1", "6",
        "b.n: 10.0.0.1 is not of the scenario's IP version; write ip: dual for both")]
    [TestCase("10.0.0.1", "¦fd00::1", "4", "b.n: fd00::1 is not of the scenario's IP version; write ip: dual for both")]
    [TestCase("fd00::1", "[fd00::2, ¦fd00::3]", "6", "b.n: a second Ipv6 address; a NIC has one per IP version")]
    [TestCase("fd00::1", "[¦fd00::g]", "dual",
        "hosts.b.nics.n.addresses[0]: 'fd00::g' is not an IP address; write one such as fd00::1 or 10.0.0.1")]
    public void Addresses_that_cannot_be_used_are_reported(string first, string second, string ip, string message) =>
        AssertOnlyError($$"""
            duration: 1 s
            ip: {{ip}}
            isps: { i: { rate: 1 Mbit/s } }
            hosts: { a: { nics: { n: { to: i, addresses: {{first}} } } }, b: { nics: { n: { to: i,
              addresses: {{second}} } } } }
            """, message);

    private static void AssertOnlyError(string text, string message) => Assert.That(
        ScenarioCase.Read(text).Errors.Select(error => error.ToString()),
        Is.EqualTo(new[] { $"{ScenarioCase.PositionOfMark(text)}: {message}" }));
}
