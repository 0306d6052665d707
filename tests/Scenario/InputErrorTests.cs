using System.Linq;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary>Every mistake in a scenario has a message of its own, at the character where it was made.</summary>
public class InputErrorTests
{
    private const string Units = "(units: ns, us, ms, s, min)";
    private const string LinkKeys = "(allowed: delay, discipline, "
            + "duplicate, host-queue, jitter, loss, mtu, queue, rate, reorder, rtt, trace)";

    // Quantities.
    [TestCase("delay: 5 ms, queue: 50 ms }\n  isp2", "delay: ¦5, queue: 50 ms }\n  isp2",
        "isps.isp1.delay: '5' has no unit; write a time such as '5 s' " + Units)]
    [TestCase("duration: 100 s", "duration: ¦0", "duration: '0' has no unit; write a time such as '0 s' " + Units)]
    [TestCase("duration: 100 s", "duration: ¦100 sec",
        "duration: '100 sec' has the wrong unit 'sec' for a time; did you mean '100 s'? " + Units)]
    [TestCase("duration: 100 s", "duration: ¦100 Mbit/s",
        "duration: '100 Mbit/s' has the wrong unit 'Mbit/s' for a time; " + Units)]
    [TestCase("duration: 100 s", "duration: ¦long",
        "duration: 'long' is not a time; write a number and a unit, such as '10 s' " + Units)]
    [TestCase("duration: 100 s", "duration: ¦1.2.3 s",
        "duration: '1.2.3 s' is malformed or out of range; write a time such as '10 s'")]
    [TestCase("duration: 100 s", "duration: ¦999999999 s",
        "duration: '999999999 s' is malformed or out of range; write a time such as '10 s'")]
    [TestCase("duration: 100 s", "duration: ¦-100 s", "duration: '-100 s' is negative; a time here is above 0 s")]
    [TestCase("duration: 100 s", "duration: ¦0 s", "duration: '0 s' is zero; a time here is above 0 s")]
    [TestCase("rate: 1 Gbit/s", "rate: ¦1000", "peerings[0].rate: '1000' has no unit; write a rate such as '1000 "
        + "Mbit/s' "
        + "(units: bit/s, kbit/s, Mbit/s, Gbit/s, Tbit/s)")]
    [TestCase("rate: 1 Gbit/s", "rate: ¦1 gbit/s", "peerings[0].rate: '1 gbit/s' has the wrong unit 'gbit/s' for a "
        + "rate; "
        + "did you mean '1 Gbit/s'? (units: bit/s, kbit/s, Mbit/s, Gbit/s, Tbit/s)")]
    [TestCase("rate: 1 Gbit/s", "rate: ¦0 Gbit/s",
        "peerings[0].rate: '0 Gbit/s' is zero; a rate here is above 0 bit/s")]
    [TestCase("rate: 1 Gbit/s", "rate: ¦-1 Gbit/s",
        "peerings[0].rate: '-1 Gbit/s' is negative; a rate here is above 0 bit/s")]
    [TestCase("delay: 1 ms", "delay: ¦-1 ms", "peerings[0].delay: '-1 ms' is negative; a time here is 0 s or more")]
    [TestCase("delay: 1 ms", "delay: 1 ms, loss: ¦1.5",
        "peerings[0].loss: '1.5' is out of range; a probability is 0 to 1, or 0 % to 100 %")]
    [TestCase("delay: 1 ms", "delay: 1 ms, loss: ¦-1 %",
        "peerings[0].loss: '-1 %' is out of range; a probability is 0 to 1, or 0 % to 100 %")]
    [TestCase("delay: 1 ms", "delay: 1 ms, loss: ¦NaN",
        "peerings[0].loss: 'NaN' is out of range; a probability is 0 to 1, or 0 % to 100 %")]
    [TestCase("delay: 1 ms", "delay: 1 ms, loss: ¦1 ms",
        "peerings[0].loss: '1 ms' is not a probability; write '1 %' or '0.01'")]
    [TestCase("delay: 1 ms", "delay: 1 ms, mtu: ¦100 B",
        "peerings[0].mtu: '100 B' is out of range; a size here is 1280 B to 65535 B")]
    [TestCase("delay: 1 ms", "delay: 1 ms, queue: ¦100", "peerings[0].queue: '100' has no unit; write a queue limit "
        + "such as "
        + "'100 packets' (units: B, kB, MB, GB, KiB, MiB, GiB, ns, us, ms, s, packets, bdp)")]
    [TestCase("delay: 1 ms", "delay: 1 ms, queue: ¦0 packets",
        "peerings[0].queue: '0 packets' leaves no room for a packet; a queue limit is above 0")]
    [TestCase("delay: 1 ms", "delay: 1 ms, queue: ¦-1 bdp, rtt: 1 ms",
        "peerings[0].queue: '-1 bdp' leaves no room for a packet; a queue limit is above 0")]
    [TestCase("host: server }", "host: server, port: ¦70000 }",
        "applications[0].port: '70000' is out of range; allowed is 1 to 65535")]
    [TestCase("host: server }", "host: server, port: ¦http }",
        "applications[0].port: 'http' is not a whole number; allowed is 1 to 65535")]
    [TestCase("media: synthetic", "media: synthetic, source: { frame-rate: ¦0 }",
        "applications[1].source.frame-rate: '0' is out of range; allowed is above 0, up to 1000")]

    // Keys and shapes.
    [TestCase("isp1: { rate", "isp1: { ¦raet", "unknown key 'raet' in isps.isp1; did you mean 'rate'? " + LinkKeys)]
    [TestCase("duration: 100 s", "¦durations: 100 s\nduration: 100 s", "unknown key 'durations'; did you mean "
        + "'duration'? (allowed: "
        + "applications, description, duration, expect, hosts, ip, isps, let, links, middleboxes, mtu, name, peerings, record, routers, "
            + "seed, stack, "
        + "sweep, timeline, topology)")]
    [TestCase("duration: 100 s\n", "¦", "the scenario has no 'duration'")]
    [TestCase("duration: 100 s", "duration: 100 s\n¦duration: 50 s", "duplicate key 'duration', already in line 1")]
    [TestCase("media: synthetic", "media: synthetic, loop: ¦maybe",
        "applications[1].loop: unknown value 'maybe'; allowed: false, true")]
    [TestCase("nics: { nic1: isp1 }", "nics: ¦[isp1]", "hosts.client.nics: found a list, expected a group of keys")]
    [TestCase("nics: { nic1: isp1 }", "nics: ¦{}",
        "hosts.client.nics: a host needs at least one NIC, such as nic1: isp1")]
    [TestCase("between: [isp1, isp2]", "between: ¦isp1", "peerings[0].between: found 'isp1', expected a list")]
    [TestCase("between: [isp1, isp2]", "between: ¦[isp1]",
        "peerings[0].between: found 1 names, expected two ISPs, such as [a, b]")]
    [TestCase("between: [isp1, isp2]", "between: ¦[isp1, isp1]",
        "peerings[0].between: both ends are 'isp1'; expected two different ISPs")]
    [TestCase("congestion: cubic", "congestion: ¦''", "stack.congestion: found nothing, expected a single value")]
    [TestCase("name: client, kind", "name: ¦my client, kind", "applications[2].name: 'my client' is not a name; names "
        + "are up to 64 "
        + "letters, digits, '-' and '_', and start with a letter or digit")]

    // Names.
    [TestCase("congestion: cubic", "congestion: ¦cubik",
        "stack.congestion: unknown congestion control 'cubik'; did you mean 'cubic'? (allowed: balia, bbr, cubic, "
        + "lia, olia, reno)")]
    [TestCase("congestion: cubic", "scheduler: ¦blast",
        "stack.scheduler: unknown scheduler 'blast'; did you mean 'blest'? (allowed: blest, default, ecf, "
        + "redundant, round-robin)")]
    [TestCase("congestion: cubic", "path-manager: ¦full-mesh",
        "stack.path-manager: unknown path manager 'full-mesh'; did you mean 'fullmesh'? (allowed: default, "
        + "fullmesh, ndiffports)")]
    [TestCase("congestion: cubic", "profile: ¦linux-6.81",
        "stack.profile: unknown profile 'linux-6.81'; did you mean 'linux-6.18'? (allowed: linux-6.18, "
        + "linux-mptcp-0.95)")]
    [TestCase("congestion: cubic", "kind: ¦modell",
        "stack.kind: unknown value 'modell'; did you mean 'model'? (allowed: kernel, linux, model)")]
    [TestCase("congestion: cubic", "transport: ¦udp", "stack.transport: unknown value 'udp'; allowed: mptcp, tcp")]
    [TestCase("congestion: cubic", "sysctl: { ¦net.ipv4.tcp_rmen: 1 }", "stack.sysctl: unknown sysctl "
        + "'net.ipv4.tcp_rmen'; "
        + "did you mean 'net.ipv4.tcp_rmem'? (allowed: net.ipv4.tcp_rmem, net.mptcp.stale_loss_cnt)")]
    [TestCase("delay: 1 ms", "delay: 1 ms, discipline: ¦dropptail", "peerings[0].discipline: unknown queue discipline "
        + "'dropptail'; "
        + "did you mean 'droptail'? (allowed: codel, droptail, fq-codel, red, tbf)")]
    [TestCase("nics: { nic1: isp1 }", "nics: { nic1: ¦isp3 }",
        "hosts.client.nics.nic1: unknown ISP or link 'isp3'; did you mean 'isp1'? (allowed: isp1, isp1-isp2, isp2)")]
    [TestCase("between: [isp1, isp2]", "between: [isp1, ¦isp9]",
        "peerings: unknown ISP 'isp9'; did you mean 'isp1'? (allowed: isp1, isp2)")]
    [TestCase("host: client,", "host: ¦clinet,", "applications[2].host: unknown host 'clinet'; did you mean 'client'? "
        + "(allowed: client, push, server)")]
    [TestCase("kind: rtmp-client", "kind: ¦rtmp-clint", "applications[2].kind: unknown application kind 'rtmp-clint'; "
        + "did you mean "
        + "'rtmp-client'? (allowed: bulk, datagrams, rtmp-client, rtmp-push, rtmp-server)")]
    [TestCase("name: client, kind", "name: ¦push, kind",
        "duplicate name 'push': an application here, already an application in line 14")]
    [TestCase("client: { nics: { nic1: isp1 } }", "client: { nics: { nic1: isp1 } }\n  ¦isp1: { nics: { nic1: isp2 } }",
        "duplicate name 'isp1': a host here, already an ISP in line 3")]

    // URLs.
    [TestCase("from: rtmp://server/live/stream", "from: ¦http://server/live/stream",
        "applications[2].from: 'http://server/live/stream' is not an rtmp:// URL; write rtmp://host[:port]/app/stream")]
    [TestCase("from: rtmp://server/live/stream", "from: ¦rtmp://servr/live/stream",
        "applications[2].from: unknown host 'servr'; did you mean 'server'? (allowed: client, push, server)")]
    [TestCase("from: rtmp://server/live/stream", "from: ¦rtmp://server",
        "applications[2].from: 'rtmp://server' names no application and no stream; write "
        + "rtmp://host[:port]/app/stream")]
    [TestCase("from: rtmp://server/live/stream", "from: ¦rtmp://server/live",
        "applications[2].from: 'rtmp://server/live' names no stream; write rtmp://host[:port]/app/stream")]
    [TestCase("from: rtmp://server/live/stream", "from: ¦rtmp://server:0/live/stream",
        "applications[2].from: '0' is not a port; a port is 1 to 65535")]
    [TestCase("from: rtmp://server/live/stream", "from: ¦rtmp://server:1936/live/stream",
        "'rtmp://server:1936/live/stream': nothing "
        + "listens on port 1936 of 'server'; the rtmp-server there listens on port 1935")]
    [TestCase("from: rtmp://server/live/stream", "from: ¦rtmp://push/live/stream",
        "'rtmp://push/live/stream': nothing listens on port 1935 of 'push'; no rtmp-server runs on that host")]
    [TestCase("host: server }", "host: server }\n  - { name: ¦second, kind: rtmp-server, host: server }",
        "applications.second: port 1935 of host 'server' is already taken by 'server'")]

    // Times and targets.
    [TestCase("at: 25 s", "at: ¦101 s", "timeline[0].at: happens at 101 s, after the end of the run at 100 s")]
    [TestCase("block: isp2", "block: ¦isp3", "timeline[0].block: unknown ISP, link or NIC 'isp3'; did you mean 'isp1'? "
        + "(allowed: client.nic1, isp1, isp1-isp2, isp2, push.nic1, push.nic2, server.nic1, server.nic2)")]
    [TestCase("block: isp2", "block: ¦push",
        "timeline[0].block: 'push' is a host; name its NICs: push.nic1, push.nic2")]
    [TestCase("block: isp2", "down: ¦isp2", "timeline[0].down: 'isp2' is an ISP; expected a NIC as host.nic; "
        + "allowed: client.nic1, push.nic1, push.nic2, server.nic1, server.nic2")]
    [TestCase("block: isp2", "block: isp2, where: ¦air",
        "timeline[0].where: unknown value 'air'; allowed: receiver, sender, wire")]
    [TestCase("block: isp2", "unblock: isp2, where: ¦wire",
        "timeline[0].where: only 'block' has a place; this entry does not block")]
    [TestCase("- { at: 25 s, block: isp2 }", "- ¦{ at: 25 s }",
        "timeline[0]: nothing happens; write one of block, unblock, down, up, set, remove-endpoint, add-endpoint")]
    [TestCase("block: isp2", "set: ¦{ target: isp1 }",
        "timeline[0].set: sets nothing; write one or more of rate, delay, loss")]
    [TestCase("block: isp2", "set: { target: isp1, rate: ¦0 Mbit/s }",
        "timeline[0].set.rate: '0 Mbit/s' is zero; a rate here is above 0 bit/s")]
    [TestCase("kind: rtmp-client,", "kind: rtmp-client, start: ¦100 s,",
        "applications[2].start: starts at 100 s, when the run of 100 s is over")]
    [TestCase("kind: rtmp-client,", "kind: rtmp-client, start: 5 s, stop: ¦4 s,",
        "applications[2].stop: stops at 4 s, not after its start at 5 s")]
    [TestCase("interval: 100 ms", "interval: 100 ms, warm-up: ¦100 s",
        "record.warm-up: '100 s' leaves nothing to measure of a run of 100 s")]
    [TestCase("interval: 100 ms", "pcap: [¦push.nic3]", "record.pcap[0]: 'push.nic3' is unknown; expected a NIC as "
        + "host.nic; "
        + "did you mean 'push.nic1'? (allowed: client.nic1, push.nic1, push.nic2, server.nic1, server.nic2)")]
    public void A_mistake_is_reported_where_it_was_made(string old, string changed, string? message)
    {
        string text = ScenarioCase.With(old, changed);

        string[] errors = [.. ScenarioCase.Read(text).Errors.Select(error => error.ToString())];

        Assert.That(errors, Is.EqualTo(new[] { $"{ScenarioCase.PositionOfMark(text)}: {message}" }));
    }

    [Test]
    public void Two_mistakes_are_reported_at_once_in_the_order_of_the_file()
    {
        string text = ScenarioCase.With("congestion: cubic", "congestion: cubik")
            .Replace("duration: 100 s", "duration: 100", System.StringComparison.Ordinal);

        string[] positions = [.. ScenarioCase.Read(text).Errors.Select(error => error.At.ToString())];

        Assert.That(positions, Is.EqualTo(new[] { "case.yaml:1:11", "case.yaml:11:22" }));
    }

    [Test]
    public void The_valid_scenario_has_no_errors_and_no_notices()
    {
        Experiments.Scenario.ScenarioReading reading = ScenarioCase.Read(ScenarioCase.Valid);

        Assert.That(reading.Errors.Concat(reading.Notices), Is.Empty);
    }
}
