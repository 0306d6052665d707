using System.Linq;
using System.Text.Json;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Interop.Kernel;

/// <summary>Scenarios on the machine's own kernel, with real and with simulated links: the short form of what <c>validate</c> measures.</summary>
[Category("Tools")]
public class KernelRunTests
{
    private const string Stream = """
        name: kernels
        duration: 8 s
        isps:
          isp1: { rate: 10 Mbit/s, queue: 50 ms }
          isp2: { rate: 10 Mbit/s, queue: 50 ms }
        peerings:
          - { between: [isp1, isp2], rate: 1 Gbit/s }
        hosts:
          push:   { nics: { nic1: isp1, nic2: isp2 } }
          server: { nics: { nic1: isp1, nic2: isp2 } }
          client: { nics: { nic1: isp1, nic2: isp2 } }
        stack: { kind: kernel, congestion: cubic }
        applications:
          - { name: server, kind: rtmp-server, host: server, port: 1935 }
          - { name: push, kind: rtmp-push, host: push, to: rtmp://server/live/stream, media: ../media/live2m.flv, loop: true }
          - { name: client, kind: rtmp-client, host: client, from: rtmp://server/live/stream, buffer: 64 MiB }
        timeline:
          - { at: 4 s, block: isp2 }
        """;

    private const string Bulk = """
        name: transfer
        duration: 6 s
        isps:
          isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
          isp2: { rate: 5 Mbit/s, delay: 5 ms, queue: 50 ms }
        peerings:
          - { between: [isp1, isp2], rate: 1 Gbit/s }
        hosts:
          push:   { nics: { nic1: isp1, nic2: isp2 } }
          client: { nics: { nic1: isp1, nic2: isp2 } }
        stack: { kind: kernel, links: simulated, congestion: cubic }
        applications:
          - { name: bulk, kind: bulk, from: push, to: client, bytes: unlimited }
        record: { warm-up: 1 s }
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

    [TestCase("real")]
    [TestCase("simulated")]
    public void A_stream_between_real_kernels_has_four_subflows_and_outlives_the_loss_of_an_isp(string links)
    {
        if (links == "real" && !(ExternalTool.Exists("nft") && ExternalTool.Exists("tc")))
        {
            Assert.Ignore("needs nft and tc");
        }

        RunOutcome outcome = _runs.RunText(Stream, $"stack.links={links}");

        JsonElement connections = outcome.Summary.GetProperty("connections");
        JsonElement player = outcome.Summary.GetProperty("players").GetProperty("client");
        Assert.That(outcome.Summary.GetProperty("stack").GetString(), Is.EqualTo("kernel"));
        Assert.That(Number(connections, "push-server", "subflows"), Is.EqualTo(4));
        Assert.That(Number(connections, "server-client", "subflows"), Is.EqualTo(4));
        Assert.That(connections.GetProperty("push-server").GetProperty("fallback").GetBoolean(), Is.False);
        Assert.That(Number(player, "media_intact"), Is.EqualTo(1));

        // Of the stream of 2 Mbit/s, at 14 bytes of Ethernet and 96 of headers a packet, before and after the loss.
        JsonElement nics = outcome.Summary.GetProperty("nics");
        double both = Rate(nics, "push.nic1", 0) + Rate(nics, "push.nic2", 0);
        Assert.That(both, Is.InRange(1.8, 3.2));
        Assert.That(Rate(nics, "push.nic1", 1), Is.GreaterThan(1.5));
        Assert.That(Rate(nics, "push.nic2", 1), Is.LessThan(0.5));
    }

    [Test]
    public void A_single_path_over_a_simulated_link_is_as_fast_as_its_rate_allows()
    {
        RunOutcome outcome = _runs.RunText(Bulk, "stack.transport=tcp");

        // A full segment: 1,428 bytes of payload in a frame of 1,514 (IPv6, timestamps).
        double goodput = Number(outcome.Summary.GetProperty("connections"), "bulk", "goodput_mbit_s");
        Assert.That(goodput, Is.EqualTo(10 * 1428 / 1514.0).Within(2).Percent);
    }

    [Test]
    public void Two_paths_over_simulated_links_are_faster_together_than_either()
    {
        RunOutcome outcome = _runs.RunText(Bulk);

        JsonElement connections = outcome.Summary.GetProperty("connections");
        Assert.That(Number(connections, "bulk", "subflows"), Is.EqualTo(4));
        Assert.That(Number(connections, "bulk", "goodput_mbit_s"), Is.GreaterThanOrEqualTo(13));
        Assert.That(outcome.Summary.GetProperty("engine").GetProperty("lateness_us").GetProperty("p99").GetDouble(), Is.GreaterThan(0));
    }

    [Test]
    public void Real_links_are_refused_where_the_scenario_wants_a_delay()
    {
        MachineLacksException? refusal = Assert.Throws<MachineLacksException>(() => _runs.RunText(Bulk, "stack.links=real"));

        Assert.That(refusal!.Message, Does.Contain("push.nic1: a delay (5 ms)").And.Contain("links: simulated"));
    }

    [Test]
    public void A_kernel_that_lacks_the_congestion_control_is_told_to_the_user()
    {
        MachineLacksException? refusal = Assert.Throws<MachineLacksException>(() => _runs.RunText(Bulk, "stack.congestion=wvegas"));

        Assert.That(refusal!.Message, Does.Contain("no congestion control 'wvegas'"));
    }

    private static double Number(JsonElement element, params string[] path)
    {
        JsonElement found = path.Aggregate(element, (current, name) => current.GetProperty(name));
        return found.GetDouble();
    }

    private static double Rate(JsonElement nics, string nic, int phase) =>
        nics.GetProperty(nic).GetProperty("tx_mbit_s")[phase].GetDouble();
}
