using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Support;

namespace Tests.Composition;

/// <summary>The paper's experiment, judged by what the paper and the rules of the four phases say (not by what we saw before).</summary>
public class HandoverTests
{
    private TestRuns _runs = null!;
    private RunOutcome _handover = null!;

    [OneTimeSetUp]
    public void Run()
    {
        _runs = new TestRuns();
        _handover = _runs.Run("handover");
    }

    [OneTimeTearDown]
    public void Remove() => _runs.Dispose();

    [Test]
    public void All_expectations_of_the_scenario_hold() =>
        Assert.That(_handover.Expectations.Where(line => !line.Holds).Select(line => line.Text), Is.Empty);

    [Test]
    public void The_received_media_is_the_sent_media_and_nothing_is_lost()
    {
        JsonElement player = _handover.Summary.GetProperty("players").GetProperty("client");
        Assert.That(player.GetProperty("media_intact").GetInt32(), Is.EqualTo(1));

        // What is under way when the run ends is not lost: 100 ms of a stream of 25 pictures and 47 audio frames a second.
        int missing = player.GetProperty("frames_sent").GetInt32() - player.GetProperty("frames_received").GetInt32();
        Assert.That(missing, Is.InRange(0, 8));
    }

    [Test]
    public void Both_networks_carry_the_stream_while_both_work_and_the_other_one_carries_all_while_one_is_blocked()
    {
        double[] nic1 = Rates("push.nic1", "tx_mbit_s");
        double[] nic2 = Rates("push.nic2", "tx_mbit_s");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(nic1[0], Is.GreaterThan(0.1));
            Assert.That(nic2[0], Is.GreaterThan(0.1));
            Assert.That(nic1[3], Is.GreaterThan(0.1));
            Assert.That(nic2[3], Is.GreaterThan(0.1));
            Assert.That(nic2[1], Is.LessThan(0.02), "a blocked network carries probes only");
            Assert.That(nic1[2], Is.LessThan(0.02), "a blocked network carries probes only");
            Assert.That(Rates("client.nic2", "rx_mbit_s")[1], Is.LessThan(0.02));
            Assert.That(Rates("client.nic1", "rx_mbit_s")[2], Is.LessThan(0.02));
        }
    }

    [Test]
    public void After_the_swap_the_stream_stalls_and_then_catches_up_at_no_more_than_the_rate_of_the_link()
    {
        JsonElement player = _handover.Summary.GetProperty("players").GetProperty("client");
        double gapAtSwap = player.GetProperty("gap_after_event_s")[1].GetDouble();
        JsonElement nic = _handover.Summary.GetProperty("nics").GetProperty("push.nic2");
        double peak = nic.GetProperty("peak_tx_mbit_s").GetDouble();
        Assert.That(gapAtSwap, Is.InRange(1, 15));

        // A frame counts in the 500 ms in which its last bit leaves: at most one more than the rate lets through.
        const double Link = 10;
        double mostInBin = Link * (1 + 1514 / (Link * 1e6 * 0.5 / 8));
        Assert.That(peak, Is.InRange(Link / 2, mostInBin));
    }

    [Test]
    public void What_the_NICs_carry_is_the_payload_and_the_headers_of_its_packets()
    {
        // Full segments of a 1500-byte MTU, IPv6, timestamps and a DSS with a 4-byte acknowledgment, since the receiver sends no data:
        // 1514 bytes for 1404 of payload (RFC 8200, 9293, 7323, 8684).
        RunOutcome bulk = _runs.RunText(
            """
            name: overhead
            duration: 20 s
            isps:
              isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 500 ms }
              isp2: { rate: 10 Mbit/s, delay: 5 ms, queue: 500 ms }
            peerings:
              - { between: [isp1, isp2], rate: 1 Gbit/s, delay: 1 ms }
            hosts:
              a: { nics: { nic1: isp1, nic2: isp2 } }
              b: { nics: { nic1: isp1, nic2: isp2 } }
            applications:
              - { name: bulk, kind: bulk, from: a, to: b, bytes: 10 MB }
            """);
        JsonElement nics = bulk.Summary.GetProperty("nics");
        long sent = new[] { "a.nic1", "a.nic2" }.Sum(nic => nics.GetProperty(nic).GetProperty("tx_bytes").GetInt64());
        JsonElement connection = bulk.Summary.GetProperty("connections").GetProperty("bulk");
        long delivered = connection.GetProperty("bytes_delivered").GetInt64();
        long again = connection.GetProperty("retransmitted_segments").GetInt64();
        Assert.That(delivered, Is.EqualTo(10_000_000));
        double expected = delivered * 1514.0 / 1404 + again * 1514.0;
        Assert.That(sent, Is.EqualTo(expected).Within(1).Percent);
    }

    [Test]
    public void The_same_seed_gives_the_same_fingerprints_twice_with_a_capture_with_other_intervals_and_in_parallel()
    {
        string expected = Fingerprint(_handover);
        string[] parallel = new string[8];
        Parallel.For(0, parallel.Length, i => parallel[i] = Fingerprint(_runs.Run("handover")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Fingerprint(_runs.Run("handover")), Is.EqualTo(expected), "run twice");
            Assert.That(Fingerprint(_runs.Run("handover", "record.pcap=all")), Is.EqualTo(expected), "with a capture");
            Assert.That(parallel, Is.All.EqualTo(expected), "one of eight at a time");
        }
    }

    [Test]
    public void Another_seed_gives_other_fingerprints() =>
        Assert.That(Fingerprint(_runs.Run("handover", "seed=2")), Is.Not.EqualTo(Fingerprint(_handover)));

    [Test]
    public void The_folder_holds_every_file_that_the_contract_names()
    {
        string[] files = Directory.GetFiles(_handover.Folder, "*", SearchOption.AllDirectories);
        string[] names = [.. files.Select(file => Path.GetRelativePath(_handover.Folder, file))];
        string[] promised =
        [
            "manifest.json", "summary.json", "report.html", "nics.csv", "subflows.csv", "connections.csv", "playback.csv", "links.csv",
            "figures/nic-rates.png", "figures/nic-rates.svg",
        ];
        Assert.That(names, Is.SupersetOf(promised));
    }

    private static string Fingerprint(RunOutcome outcome)
    {
        JsonElement fingerprint = outcome.Summary.GetProperty("fingerprint");
        string[] aspects = ["events", "nics", "playback"];
        return string.Join(' ', aspects.Select(aspect => fingerprint.GetProperty(aspect).GetString()));
    }

    private double[] Rates(string nic, string key)
    {
        JsonElement rates = _handover.Summary.GetProperty("nics").GetProperty(nic).GetProperty(key);
        return [.. rates.EnumerateArray().Select(rate => rate.GetDouble())];
    }
}
