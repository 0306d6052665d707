using System.Linq;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary>Mistakes in bulk transfers and datagrams.</summary>
public class TrafficErrorTests
{
    private const string Push = "(allowed: nic1, nic2)";

    [TestCase("¦{ name: x, kind: bulk, from: push }",
        "applications[3].to is missing; write 'from' and 'to', or 'pairs'")]
    [TestCase("{ name: x, kind: bulk, from: push, to: ¦push }",
        "applications[3].to: 'push' would send to itself; name another host")]
    [TestCase("{ name: x, kind: bulk, from: push, to: ¦clint }",
        "applications[3].to: unknown host 'clint'; did you mean 'client'? (allowed: client, push, server)")]
    [TestCase("{ name: x, kind: bulk, from: ¦push, pairs: [[push, client]] }",
        "applications[3].from: 'pairs' already says who sends to whom; leave one of them out")]
    [TestCase("{ name: x, kind: bulk, pairs: ¦permutations }", "applications[3].pairs: unknown value 'permutations'; "
        + "did you mean "
        + "'permutation'? (allowed: one-to-one, permutation), or a list such as [[h1, h9]]")]
    [TestCase("{ name: x, kind: bulk, pairs: ¦one-to-one }",
        "applications[3].pairs: 'one-to-one' pairs src1 with dst1 and so on, which only the dumbbell topology has")]
    [TestCase("{ name: x, kind: bulk, pairs: [¦[push]] }",
        "applications[3].pairs[0]: found 1 hosts, expected two, such as [h1, h9]")]
    [TestCase("{ name: x, kind: bulk, from: push, to: client, subflows: ¦0 }",
        "applications[3].subflows: '0' is out of range; allowed is 1 to 64")]
    [TestCase("{ name: x, kind: bulk, from: push, to: client, subflows: [¦[nic1]] }",
        "applications[3].subflows[0]: found 1 NICs, expected two, such as [nic1, nic1]")]
    [TestCase("{ name: x, kind: bulk, from: push, to: client, subflows: [[¦nic3, nic1]] }",
        "applications[3].subflows[0]: host 'push' has no NIC 'nic3'; did you mean 'nic1'? " + Push)]
    [TestCase("{ name: x, kind: bulk, from: push, to: client, subflows: 2, via: ¦[[isp1]] }",
        "applications[3].via: found 1 paths for 2 subflows; write one list per subflow")]
    [TestCase("{ name: x, kind: bulk, from: push, to: client, via: [[¦isp9]] }",
        "applications[3].via[0][0]: unknown link or router 'isp9'; did you mean 'isp1'? (allowed: isp1, isp1-isp2, "
        + "isp2)")]
    [TestCase("{ name: x, kind: bulk, from: push, to: client, bytes: ¦10 Mbit/s }", "applications[3].bytes: '10 "
        + "Mbit/s' has the wrong "
        + "unit 'Mbit/s' for a size; (units: B, kB, MB, GB, KiB, MiB, GiB)")]
    [TestCase("¦{ name: x, kind: datagrams, from: push, to: client, size: 1000 B }", "applications[3] has no 'rate', "
        + "and no 'gap' "
        + "that says how often to send; write rate: 5 Mbit/s, or a gap with a mean")]
    [TestCase("{ name: x, kind: datagrams, from: push, to: client, size: 1000 B, rate: ¦1 Mbit/s, gap: 1 ms }",
        "applications[3].rate: the rate already follows from size and gap; leave one of them out")]
    [TestCase("{ name: x, kind: datagrams, from: push, to: client, size: 1000 B, rate: 1 Mbit/s, on: ¦1 ms }",
        "applications[3].on: 'on' and 'off' belong together; without both it always sends")]
    [TestCase("{ name: x, kind: datagrams, from: push, to: client, size: 1000 B, gap: ¦expnential(1 ms) }",
        "applications[3].gap: unknown "
        + "distribution 'expnential'; did you mean 'exponential'? (allowed: constant, exponential, pareto, uniform)")]
    [TestCase("{ name: x, kind: datagrams, from: push, to: client, size: 1000 B, gap: ¦uniform(1 ms) }",
        "applications[3].gap: 'uniform(1 ms)' "
        + "has the wrong number of values; write constant, exponential(mean), uniform(low, high) or pareto(shape, "
        + "mean)")]
    [TestCase("{ name: x, kind: datagrams, from: push, to: client, size: 1000 B, gap: \"¦uniform(2 ms, 1 ms)\" }",
        "applications[3].gap: the first value of uniform(low, high) is the smaller one")]
    [TestCase("{ name: x, kind: datagrams, from: push, to: client, size: 1000 B, gap: \"¦pareto(1, 1 ms)\" }",
        "applications[3].gap: the shape of a Pareto distribution is above 1, else it has no mean")]
    [TestCase("{ name: x, kind: datagrams, from: push, to: client, size: 1000 B, gap: ¦exponential(5) }",
        "applications[3].gap: '5' has no unit; write a time such as '5 s' (units: ns, us, ms, s, min)")]
    public void A_mistake_is_reported_where_it_was_made(string application, string message)
    {
        string text = ScenarioCase.With("timeline:", $"  - {application}\ntimeline:").Replace(
            "\"¦", "¦\"", System.StringComparison.Ordinal);

        Assert.That(
            ScenarioCase.Read(text).Errors.Select(error => error.ToString()),
            Is.EqualTo(new[] { $"{ScenarioCase.PositionOfMark(text)}: {message}" }));
    }
}
