using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Experiments.Composition;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Sockets;
using Results.Recording;
using Sim.Hosts;
using Tests.Support;

namespace Tests.Mptcp;

/// <summary>What tshark thinks of captures of our runs, taken at the NICs of the end that opens the connection.</summary>
[Category("Tools")]
public class TsharkMptcpTests
{
    // A port for which tshark has no dissector would do as well; RTMP spread over subflows looks broken to it.
    private static readonly string[] _checks =
        ["--disable-protocol", "rtmpt", "--disable-protocol", "thrift", "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"];

    private readonly TestRuns _runs = new();

    [OneTimeSetUp]
    public void LookForTheTool() => Assume.That(ExternalTool.Exists("tshark"), "tshark is not installed: apt-get install tshark");

    [OneTimeTearDown]
    public void Remove() => _runs.Dispose();

    [TestCase("6", 0, "", TestName = "Joins_over_IPv6")]
    [TestCase("4", 0, "", TestName = "Joins_over_IPv4")]
    [TestCase("dual", 0, "", TestName = "Joins_over_both")]
    [TestCase("6", 1, "", TestName = "Checksums_over_IPv6")]
    [TestCase("4", 1, "", TestName = "Checksums_over_IPv4")]
    [TestCase("6", 0, "timeline: [ { at: 500 ms, remove-endpoint: a.nic2 }, { at: 1 s, add-endpoint: a.nic2 } ]", TestName = "REMOVE_ADDR")]
    [TestCase("4", 0, "timeline: [ { at: 500 ms, remove-endpoint: b.nic2 }, { at: 1 s, add-endpoint: b.nic2 } ]", TestName = "ADD_ADDR_again")]
    public void A_run_has_no_fault_and_is_one_connection(string ip, int checksum, string timeline)
    {
        RunOutcome outcome = RunBulk(ip, checksum, timeline, loss: 0);

        AssertFaultless(outcome);
        Assert.That(Distinct(outcome, "mptcp.stream"), Is.EqualTo(new[] { "0" }));
        Assert.That(
            Tshark(outcome, "-Y", "tcp.options.mptcp.recvtok", "-T", "fields", "-e", "tcp.options.mptcp.recvtok").Distinct(),
            Is.SubsetOf(Distinct(outcome, "mptcp.expected_token")));
        Assert.That(Tshark(outcome, "-Y", "tcp.options.mptcp.checksum").Length > 0, Is.EqualTo(checksum == 1));
    }

    [Test]
    public void Fast_close_has_no_fault()
    {
        string file = _runs.FileOf("fastclose.pcapng");
        SmallNetwork network = new(nics: 2);
        using (FileStream target = File.Create(file))
        using (NicCapture capture = new(target, network.Client.Nics, network.Packets, network.Simulation))
        {
            network.Server.Spawn(AcceptAsync(network.Server));
            network.Client.Spawn(AbortAsync(network.Client));
            network.Run(5);
            capture.Finish();
        }

        AssertFaultless(file);
        Assert.That(Tshark(file, "-Y", "tcp.options.mptcp.subtype == 7"), Is.Not.Empty);
        Assert.That(Tshark(file, "-Y", "tcp.flags.reset == 1"), Is.Not.Empty);

        static async Task AcceptAsync(SimHost host)
        {
            IListener listener = host.Listen(36500, StreamOptions.Default);
            await listener.AcceptableAsync();
            listener.TryAccept(out _);
        }

        static async Task AbortAsync(SimHost host)
        {
            IByteStream stream = (await host.ConnectAsync("server", 36500, StreamOptions.Default))!;
            await stream.WriteAllAsync(new byte[200_000]);
            await host.Clock.Delay(Duration.FromSeconds(1));
            stream.Abort();
        }
    }

    [TestCase("syn", "")]
    [TestCase("syn-ack", "")]
    [TestCase("established", "")]
    [TestCase("all", "")]
    [TestCase("established", "net.mptcp.checksum_enabled: 1")]
    public void A_connection_that_falls_back_has_no_fault(string stripped, string sysctl)
    {
        RunOutcome outcome = _runs.RunText(
            $$"""
            name: fallback
            duration: 4 s
            isps:
              isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 50 ms }
            hosts:
              a: { nics: { nic1: isp1 } }
              b: { nics: { nic1: isp1 } }
            middleboxes:
              - { name: box, kind: strip-mptcp, packets: {{stripped}}, on: a.nic1 }
            stack: { sysctl: { {{sysctl}} } }
            applications:
              - { name: bulk, kind: bulk, from: a, to: b, bytes: 1 MB }
            record: { pcap: [a.nic1] }

            """);

        AssertFaultless(outcome);
        Assert.That(outcome.Summary.GetProperty("connections").GetProperty("bulk").GetProperty("fallback").GetBoolean(), Is.True);
    }

    [Test]
    public void It_counts_as_many_retransmissions_as_we_do()
    {
        // Packets are lost behind the NIC where the capture is taken, and its queue is long: every original is in it. tshark
        // calls one that follows within 3 ms of what it repairs out of order.
        RunOutcome outcome = RunBulk("6", 0, "", loss: 1);
        int counted = Tshark(outcome, "-Y", "tcp.analysis.retransmission || tcp.analysis.out_of_order").Length;
        int ours = outcome.Summary.GetProperty("connections").GetProperty("bulk").GetProperty("retransmitted_segments").GetInt32();
        Assert.That(ours, Is.GreaterThan(10));
        Assert.That(counted, Is.EqualTo(ours));
    }

    [Test]
    public void In_the_handover_it_counts_as_many_retransmissions_as_we_do()
    {
        // What the queue of the sender's own NIC drops is in no capture: with the 50 ms of the scenario tshark misses some.
        // With a longer queue all losses are those of the blocked providers. tshark calls a retransmission that follows
        // soon "out of order", and one of a single byte, of which this stream has many, "keep-alive".
        RunOutcome outcome = _runs.Run(
            "handover", "record.pcap=[push.nic1, push.nic2]", "isps.isp1.queue=2 s", "isps.isp2.queue=2 s");
        AssertFaultless(outcome);
        int counted = Tshark(
            outcome,
            "-Y",
            "tcp.dstport==1935 && (tcp.analysis.retransmission || tcp.analysis.out_of_order || tcp.analysis.keep_alive)").Length;
        int ours = outcome.Summary.GetProperty("connections").EnumerateObject().First().Value
            .GetProperty("retransmitted_segments").GetInt32();
        Assert.That(counted, Is.EqualTo(ours));
        Assert.That(Distinct(outcome, "mptcp.stream"), Is.EqualTo(new[] { "0" }));
    }

    private RunOutcome RunBulk(string ip, int checksum, string timeline, int loss) => _runs.RunText(
        $$"""
        name: judged
        duration: 4 s
        ip: {{ip}}
        isps:
          isp1: { rate: 10 Mbit/s, delay: 5 ms, queue: 2 s, loss: {{loss}} % }
          isp2: { rate: 10 Mbit/s, delay: 5 ms, queue: 2 s, loss: {{loss}} % }
        peerings:
          - { between: [isp1, isp2], rate: 1 Gbit/s, delay: 1 ms }
        hosts:
          a: { nics: { nic1: isp1, nic2: isp2 } }
          b: { nics: { nic1: isp1, nic2: isp2 } }
        stack: { sysctl: { net.mptcp.checksum_enabled: {{checksum}} } }
        applications:
          - { name: bulk, kind: bulk, from: a, to: b, bytes: 2 MB }
        record: { pcap: [a.nic1, a.nic2] }
        {{timeline}}

        """);

    private static void AssertFaultless(RunOutcome outcome) => AssertFaultless(CaptureOf(outcome));

    private static void AssertFaultless(string capture)
    {
        Assert.That(Tshark(capture), Is.Not.Empty);
        Assert.That(
            Tshark(capture, "-Y", "_ws.malformed || _ws.expert.severity==error || tcp.checksum.status==0 || ip.checksum.status==0"),
            Is.Empty);
        Assert.That(
            Tshark(
                capture,
                "-Y",
                "mptcp.connection.echoed_key_mismatch || mptcp.connection.unsupported_algorithm || mptcp.connection.missing_algorithm"),
            Is.Empty);
    }

    private static string[] Distinct(RunOutcome outcome, string field) =>
        [.. Tshark(outcome, "-T", "fields", "-e", field).Select(line => line.Trim()).Where(line => line.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    private static string CaptureOf(RunOutcome outcome) => Path.Combine(outcome.Folder, "capture.pcapng");

    private static string[] Tshark(RunOutcome outcome, params IEnumerable<string> arguments) => Tshark(CaptureOf(outcome), arguments);

    private static string[] Tshark(string capture, params IEnumerable<string> arguments) =>
        ExternalTool.Run("tshark", ["-r", capture, .. _checks, .. arguments]);
}
