using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary><c>--set path=value</c> does what editing the file would do.</summary>
public class OverrideTests
{
    [TestCase("isps.isp1.delay=80 ms", "isp1: { rate: 10 Mbit/s, delay: 5 ms", "isp1: { rate: 10 Mbit/s, delay: 80 ms")]
    [TestCase("isps.isp1.loss=1 %", "isp1: { rate", "isp1: { loss: 1 %, rate")]
    [TestCase("stack.congestion=lia", "congestion: cubic", "congestion: lia")]
    [TestCase("stack.scheduler=blest", "congestion: cubic", "congestion: cubic, scheduler: blest")]
    [TestCase("stack.sysctl.net.mptcp.stale_loss_cnt=2", "congestion: cubic",
        "congestion: cubic, sysctl: { net.mptcp.stale_loss_cnt: 2 }")]
    [TestCase("applications.client.buffer=1 MiB", "kind: rtmp-client", "kind: rtmp-client, buffer: 1 MiB")]
    [TestCase("hosts.push.nics.nic2.rate=2 Mbit/s", "push:   { nics: { nic1: isp1, nic2: isp2 }",
        "push:   { nics: { nic1: isp1, nic2: { to: isp2, rate: 2 Mbit/s } }")]
    [TestCase("hosts.client.nics.nic1=isp2", "client: { nics: { nic1: isp1 }", "client: { nics: { nic1: isp2 }")]
    [TestCase("hosts.push.stack.kind=model", "push:   {", "push:   { stack: { kind: model },")]
    [TestCase("timeline[0].at=30 s", "at: 25 s", "at: 30 s")]
    [TestCase("timeline[0].block=[isp1, push.nic2]", "block: isp2", "block: [isp1, push.nic2]")]
    [TestCase("timeline=[]", "  - { at: 25 s, block: isp2 }", "  []")]
    [TestCase("peerings.isp1-isp2.delay=9 ms", "delay: 1 ms", "delay: 9 ms")]
    [TestCase("peerings[0].delay=9 ms", "delay: 1 ms", "delay: 9 ms")]
    [TestCase("record={ interval: 1 s, pcap: all }", "{ interval: 100 ms }", "{ interval: 1 s, pcap: all }")]
    [TestCase("seed=7", "duration: 100 s", "duration: 100 s\nseed: 7")]
    public void An_override_gives_the_scenario_that_an_edited_file_gives(string change, string old, string edited)
    {
        ScenarioDefinition overridden = ScenarioCase.ReadValid(ScenarioCase.Valid, change);

        Assert.That(
            ScenarioJson.Write(overridden),
            Is.EqualTo(ScenarioJson.Write(ScenarioCase.ReadValid(ScenarioCase.With(old, edited)))));
    }

    [Test]
    public void Of_two_overrides_of_one_value_the_last_wins() => Assert.That(
        ScenarioCase.ReadValid(ScenarioCase.Valid, "seed=2", "seed=3").Seed, Is.EqualTo(3));

    [TestCase("isps.isp1.dealy=5 ms", "unknown key 'dealy' in isps.isp1; did you mean 'delay'? "
        + "(allowed: delay, discipline, "
            + "duplicate, host-queue, jitter, loss, mtu, queue, rate, reorder, rtt, trace)")]
    [TestCase("isps.isp1.delay=5",
        "isps.isp1.delay: '5' has no unit; write a time such as '5 s' (units: ns, us, ms, s, min)")]
    [TestCase("isps.isp3.delay=5 ms",
        "isps.isp3.delay: unknown name 'isp3' in 'isps'; did you mean 'isp1'? (allowed: isp1, isp2)")]
    [TestCase("hosts.push.nics.nic3=isp1",
        "hosts.push.nics.nic3: unknown name 'nic3' in 'hosts.push.nics'; did you mean 'nic1'? (allowed: nic1, nic2)")]
    [TestCase("applications.pusher.loop=true",
        "applications.pusher.loop: unknown name 'pusher' in 'applications'; did you mean 'push'? (allowed: client, "
        + "push, server)")]
    [TestCase("timeline[4].at=1 s", "timeline[4].at: no item [4] in 'timeline', which goes from [0] to [0]")]
    [TestCase("duration.seconds=1", "duration.seconds: 'duration' is '100 s'; there is nothing below it")]
    [TestCase("stack.congestion=", "stack.congestion: found nothing, expected a single value")]
    [TestCase("stack=&a b", "the anchor '&a'; anchors and aliases are not allowed, write the value again")]
    [TestCase("stack.congestion=cubik",
        "stack.congestion: unknown congestion control 'cubik'; did you mean 'cubic'? (allowed: balia, bbr, cubic, "
        + "lia, olia, reno)")]
    public void A_wrong_override_is_reported_under_its_number(string change, string message)
    {
        ScenarioReading reading = ScenarioCase.Read(ScenarioCase.Valid, "seed=2", change);

        Assert.That(reading.Errors.Select(error => error.ToString()), Is.EqualTo(new[] { $"--set #2: {message}" }));
    }

    [Test]
    public void A_value_that_is_not_YAML_is_reported_under_its_number() => Assert.That(
        ScenarioCase.Read(ScenarioCase.Valid, "timeline=[").Errors.Single().ToString(), Does.StartWith(
            "--set #1: not valid YAML: "));

    [TestCase("seed")]
    [TestCase("=1")]
    [TestCase("")]
    public void A_text_without_a_path_and_an_equals_sign_is_no_override(string text) =>
        Assert.That(ScenarioOverride.TryParse(text, "--set #1", out _), Is.False);

    [Test]
    public void Only_the_first_equals_sign_separates()
    {
        ScenarioOverride.TryParse("expect=[a == b]", "--set #1", out ScenarioOverride? change);

        Assert.That((change!.Path, change.Value), Is.EqualTo(("expect", "[a == b]")));
    }
}
