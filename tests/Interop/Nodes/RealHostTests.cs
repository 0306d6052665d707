using System;
using System.Globalization;
using System.IO;
using System.Linq;
using NUnit.Framework;
using Results.Recording;
using Results.Statistics;
using Tests.Interop.Kernel;
using Tests.Interop.Rtmp;
using Tests.Support;

namespace Tests.Interop.Nodes;

/// <summary>Runs on real hosts over ssh, where the hosts are namespaces with an sshd in each.</summary>
[Category("Tools")]
public class RealHostTests
{
    private const string Scenario = """
        name: hosts
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
          - { name: push, kind: rtmp-push, host: push, to: rtmp://server/live/stream, media: MEDIA/live2m.flv, loop: true }
          - { name: client, kind: rtmp-client, host: client, from: rtmp://server/live/stream }
        timeline:
          - { at: 1500 ms, block: client.nic2, where: receiver }
          - { at: 2 s, down: push.nic1 }
          - { at: 4 s, up: push.nic1, unblock: client.nic2 }
          - { at: 5500 ms, block: isp2, where: sender }
          - { at: 7 s, unblock: isp2 }
        """;

    private Machines? _machines;

    [SetUp]
    public void Prepare()
    {
        KernelPeer.Require();
        Machines.Require();
        _machines = new Machines(Scenario);
    }

    [TearDown]
    public void Remove() => _machines?.Dispose();

    private ForeignProgram Start(params string[] more) => _machines!.StartAtDesk(
        ["run", _machines.ScenarioFile, "--hosts", _machines.Targets, "--out", _machines.Results, .. _machines.Options, .. more]);

    // Long enough for whatever is to happen in the middle, on the slowest machine.
    private ForeignProgram StartLong() => Start(
        "--set", "duration=120 s", "--set", "timeline=[{ at: 1500 ms, block: client.nic2, where: receiver }, { at: 2 s, down: push.nic1 }]");

    /// <summary>Waits until an interface is down and another one blocked.</summary>
    private void AwaitInterruption()
    {
        Awaiting.Until(
            () => !_machines!["push"].Run("ip", ["-o", "link", "show", "nic1"]).Contains(",UP", StringComparison.Ordinal), "the end of an interface");
        Assert.That(_machines!["client"].Run("nft", ["list", "tables"]), Does.Contain("simulator"));
    }

    private void AssertNothingLeft(params string[] hosts)
    {
        foreach (string host in hosts)
        {
            Awaiting.Until(() => _machines!.ProcessesOn(host).Count == 0, $"the end of the node on {host}");
            Assert.That(_machines![host].Run("nft", ["list", "tables"]), Is.Empty, $"what was blocked on {host} is open again");
            Assert.That(_machines[host].Run("ip", ["-o", "link", "show", "nic1"]), Does.Contain(",UP"), host);
        }
    }

    [Test]
    public void Three_machines_play_one_scenario_and_leave_one_folder_of_results_and_nothing_else()
    {
        Machines machines = _machines!;
        using ForeignProgram run = Start();

        run.WaitForSuccess();

        RunRecord record = RunReader.Read(machines.Results);
        Assert.That(record.Nics.Select(nic => $"{nic.Host}.{nic.Name}"), Is.EquivalentTo((string[])["push.nic1", "push.nic2", "server.nic1", "server.nic2", "client.nic1", "client.nic2"]));
        RunSummary summary = RunSummary.Of(record);
        foreach (string name in (string[])["push-server", "server-client"])
        {
            ConnectionSummary connection = summary.Connections.Single(candidate => candidate.Name == name);
            Assert.That((connection.Transport, connection.Fallback, connection.Subflows), Is.EqualTo(("mptcp", false, 4)), name);

            // A stream of 2 Mbit/s for eight seconds, less what the interruptions cost.
            Assert.That(connection.BytesDelivered, Is.InRange(1_000_000, 2_600_000), name);
        }

        PlayerSummary player = summary.Players.Single();
        Assert.That(player.FramesReceived, Is.GreaterThan(300));
        Assert.That(player.FramesSent, Is.GreaterThanOrEqualTo(player.FramesReceived), "the player's host did not know it, the coordinator does");

        // What a blocked interface is given to send is dropped before it is counted; a command takes its time to block it.
        double[] first = [.. summary.Nics.Single(nic => nic.Key == "push.nic1").TxMegabitsPerSecond];
        double[] second = [.. summary.Nics.Single(nic => nic.Key == "push.nic2").TxMegabitsPerSecond];
        Assert.That(first[2], Is.LessThan(0.2), "while it is down");
        Assert.That(second[2], Is.GreaterThan(0.5), "while the other one is down");
        Assert.That(second[4], Is.LessThan(0.2), "while its ISP is blocked");
        string clocks = record.Notices.Single(notice => notice.Contains("clocks", StringComparison.Ordinal));
        TestContext.Out.WriteLine(clocks);
        Assert.That(clocks, Does.Match("push within [0-9.]+ ms, drift [0-9.]+ ms; server within .* client within "));
        AssertNothingLeft("push", "server", "client");
    }

    [Test]
    public void A_node_that_dies_in_the_middle_ends_the_run_with_1_and_all_other_nodes()
    {
        Machines machines = _machines!;
        using ForeignProgram run = StartLong();
        AwaitInterruption();
        (int id, string line) = machines.ProcessesOn("server").Single();

        ExternalTool.Run("kill", ["-KILL", id.ToString(CultureInfo.InvariantCulture)]);

        Assert.That(run.WaitForEnd(), Is.EqualTo(1), line);
        Assert.That(run.Output, Does.Contain("the node on host 'server' (root@10.77.2.2) was killed").And.Not.Contain("   at "));
        Assert.That(Directory.Exists(machines.Results), Is.False);
        AssertNothingLeft("push", "client");
    }

    [Test]
    public void Ctrl_c_at_the_coordinator_ends_all_nodes_and_leaves_nothing()
    {
        Machines machines = _machines!;
        using ForeignProgram run = StartLong();
        AwaitInterruption();

        ExternalTool.Run("kill", ["-INT", run.Id.ToString(CultureInfo.InvariantCulture)]);

        Assert.That(run.WaitForEnd(), Is.EqualTo(130), run.Output);
        Assert.That(run.Output, Does.Contain("interrupted; nothing was written"));
        AssertNothingLeft("push", "server", "client");
    }

    [Test]
    public void A_coordinator_that_is_killed_leaves_no_node_behind()
    {
        Machines machines = _machines!;
        using ForeignProgram run = StartLong();
        AwaitInterruption();

        // Only itself: its ssh processes notice that nobody writes to them any more.
        ExternalTool.Run("kill", ["-KILL", run.Id.ToString(CultureInfo.InvariantCulture)]);

        AssertNothingLeft("push", "server", "client");
    }

    [Test]
    public void A_program_of_a_real_host_plays_a_role_and_its_words_come_home()
    {
        ForeignProgram.Require("ffmpeg");
        ForeignProgram.Require("mptcpize");
        Machines machines = _machines!;
        const string Ffmpeg = "ffmpeg -hide_banner -nostats -re -stream_loop -1 -i {file} -c copy -flvflags no_duration_filesize -f flv {url}";
        using ForeignProgram run = machines.StartAtDesk(
        [
            "run", machines.ScenarioFile, "--hosts", machines.Targets, "--out", machines.Results, .. machines.Options,
            "--set", $"applications.push.command={Ffmpeg}", "--set", "timeline=[]", "--set", "duration=6 s",
        ]);

        run.WaitForSuccess();

        RunRecord record = RunReader.Read(machines.Results);
        Assert.That(record.Players.Single().Log, Has.Count.GreaterThan(100));
        Assert.That(record.Connections.Select(connection => connection.Name), Does.Contain("server-client"));
        Assert.That(File.ReadAllText(Path.Combine(machines.Results, "programs", "push.log")), Does.Contain("Output #0, flv, to 'rtmp://[fd00:1:2::2]:1935/live/stream'"));
        AssertNothingLeft("push", "server", "client");
    }
}
