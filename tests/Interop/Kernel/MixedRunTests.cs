using System.Linq;
using System.Text.Json;
using Experiments.Composition;
using Experiments.Scenario;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Interop.Kernel;

/// <summary>Real kernels and simulated hosts in one scenario, over simulated links: our MPTCP and Linux' carry one stream.</summary>
[Category("Tools")]
public class MixedRunTests
{
    private const string Scenario = """
        name: mixed
        duration: 8 s
        isps:
          isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
          isp2: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
        peerings:
          - { between: [isp1, isp2], rate: 1 Gbit/s, delay: 1 ms }
        hosts:
          push:   { nics: { nic1: isp1, nic2: isp2 } }
          server: { nics: { nic1: isp1, nic2: isp2 } }
          client: { nics: { nic1: isp1, nic2: isp2 } }
        stack: { kind: kernel }
        applications:
          - { name: server, kind: rtmp-server, host: server, port: 1935 }
          - { name: push, kind: rtmp-push, host: push, to: rtmp://server/live/stream, media: ../media/live2m.flv, loop: true }
          - { name: client, kind: rtmp-client, host: client, from: rtmp://server/live/stream }
        timeline:
          - { at: 4 s, down: [push.nic2, client.nic2] }
        """;

    private TestRuns _runs = null!;

    [SetUp]
    public void Require()
    {
        KernelPeer.Require();
        _runs = new TestRuns();
    }

    [TearDown]
    public void Remove() => _runs.Dispose();

    [TestCase("server")]
    [TestCase("push")]
    [TestCase("client")]
    [TestCase("push client")]
    public void A_stream_passes_simulated_and_real_hosts_and_arrives_intact(string simulated)
    {
        RunOutcome outcome = _runs.RunText(
            Scenario, [.. simulated.Split(' ').Select(host => $"hosts.{host}.stack={{ kind: model }}")]);

        JsonElement connections = outcome.Summary.GetProperty("connections");
        Assert.That(outcome.Summary.GetProperty("stack").GetString(), Is.EqualTo("mixed"));
        foreach (string name in (string[])["push-server", "server-client"])
        {
            JsonElement connection = connections.GetProperty(name);
            Assert.That(connection.GetProperty("transport").GetString(), Is.EqualTo("mptcp"), name);
            Assert.That(connection.GetProperty("fallback").GetBoolean(), Is.False, name);
            Assert.That(connection.GetProperty("subflows").GetInt32(), Is.EqualTo(4), name);

            // A stream of 2 Mbit/s for eight seconds, less a gap and what is still on its way.
            Assert.That(connection.GetProperty("bytes_delivered").GetInt64(), Is.InRange(1_200_000, 2_600_000), name);
        }

        JsonElement player = outcome.Summary.GetProperty("players").GetProperty("client");
        Assert.That(player.GetProperty("media_intact").GetInt32(), Is.EqualTo(1));
        Assert.That(player.GetProperty("frames_received").GetInt32(), Is.GreaterThan(300));
        JsonElement nics = outcome.Summary.GetProperty("nics");
        Assert.That(nics.GetProperty("push.nic2").GetProperty("tx_mbit_s")[1].GetDouble(), Is.LessThan(0.2), "it is down");
        Assert.That(nics.GetProperty("push.nic1").GetProperty("tx_mbit_s")[1].GetDouble(), Is.GreaterThan(1));
    }

    [Test]
    public void Real_links_connect_kernels_only()
    {
        ScenarioException? refusal = Assert.Throws<ScenarioException>(
            () => _runs.RunText(Scenario, "hosts.push.stack={ kind: model }", "stack.links=real"));

        Assert.That(refusal!.Message, Is.EqualTo(
            "host 'push' has another kind of stack than the others; real links connect kernels only ('links: simulated' connects both)"));
    }

    [Test]
    public void Bulk_data_does_not_go_between_the_two_kinds()
    {
        ScenarioException? refusal = Assert.Throws<ScenarioException>(() => _runs.RunText(
            Scenario, "hosts.push.stack={ kind: model }", "applications=[{ name: bulk, kind: bulk, from: push, to: client }]"));

        Assert.That(refusal!.Message, Does.StartWith("'bulk' goes between a simulated host and a kernel"));
    }
}
