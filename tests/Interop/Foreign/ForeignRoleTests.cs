using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Experiments.Composition;
using NUnit.Framework;
using Tests.Interop.Failures;
using Tests.Interop.Kernel;
using Tests.Interop.Rtmp;
using Tests.Support;

namespace Tests.Interop.Foreign;

/// <summary>Programs of the machine as roles of a run on real kernels.</summary>
[Category("Tools")]
public class ForeignRoleTests
{
    private const string Scenario = """
        name: foreign
        duration: 7 s
        isps:
          isp1: { rate: 10 Mbit/s, queue: 50 ms }
          isp2: { rate: 10 Mbit/s, queue: 50 ms }
        peerings:
          - { between: [isp1, isp2], rate: 1 Gbit/s }
        hosts:
          push:   { nics: { nic1: isp1, nic2: isp2 } }
          server: { nics: { nic1: isp1, nic2: isp2 } }
          client: { nics: { nic1: isp1, nic2: isp2 } }
        stack: { kind: kernel }
        applications:
          - { name: server, kind: rtmp-server, host: server, port: 1935 }
          - { name: push, kind: rtmp-push, host: push, to: rtmp://server/live/stream, media: ../media/live2m.flv, loop: true }
          - { name: client, kind: rtmp-client, host: client, from: rtmp://server/live/stream, start: 1 s }
        """;

    private const string Ffmpeg = "ffmpeg -hide_banner -nostats -re -stream_loop -1 -i {file} -c copy -flvflags no_duration_filesize -f flv {url}";
    private const string Nginx = "nginx -p {folder} -e stderr -c {scenario}/kernel/nginx-rtmp.conf";

    private TestRuns _runs = null!;

    [SetUp]
    public void Prepare()
    {
        KernelPeer.Require();
        foreach (string program in (string[])["nft", "tc", "setpriv", "mptcpize"])
        {
            if (!ExternalTool.Exists(program))
            {
                Assert.Ignore($"needs {program}");
            }
        }

        _runs = new TestRuns();
    }

    [TearDown]
    public void Remove() => _runs.Dispose();

    [Test]
    public void Ffmpeg_nginx_and_ffmpeg_run_in_namespaces_and_their_connections_are_measured()
    {
        ForeignProgram.Require("ffmpeg");
        ForeignProgram.Require("nginx");
        string film = _runs.FileOf("film.flv");

        RunOutcome outcome = _runs.RunText(
            Scenario,
            $"applications.server.command={Nginx}",
            $"applications.push.command={Ffmpeg}",
            $"applications.client.command=ffmpeg -hide_banner -nostats -i {{url}} -c copy -f flv {film}");

        JsonElement connections = outcome.Summary.GetProperty("connections");
        foreach (string name in (string[])["push-server", "server-client"])
        {
            JsonElement connection = connections.GetProperty(name);
            Assert.That(connection.GetProperty("transport").GetString(), Is.EqualTo("mptcp"), name);
            Assert.That(connection.GetProperty("subflows").GetInt32(), Is.EqualTo(4), name);

            // A stream of 2 Mbit/s, for at least three of the seven seconds.
            Assert.That(connection.GetProperty("bytes_delivered").GetInt64(), Is.InRange(750_000, 2_000_000), name);
        }

        Assert.That(outcome.Summary.GetProperty("nics").GetProperty("push.nic1").GetProperty("tx_bytes").GetInt64(), Is.Positive);
        Assert.That(outcome.Notices, Has.None.Contains("ended at"));
        Assert.That(new FileInfo(film).Length, Is.GreaterThan(500_000), "ffmpeg was ended as one ends it: its film is there");
        Assert.That(File.ReadAllText(Path.Combine(outcome.Folder, "programs", "push.log")), Does.Contain("Output #0, flv, to 'rtmp://[fd00:1:2::2]:1935/live/stream'"));
    }

    [Test]
    public void A_foreign_publisher_over_plain_tcp_feeds_our_server_and_our_player()
    {
        ForeignProgram.Require("ffmpeg");

        RunOutcome outcome = _runs.RunText(Scenario, $"applications.push.command={Ffmpeg}", "applications.push.mptcp=false");

        JsonElement connections = outcome.Summary.GetProperty("connections");
        Assert.That(connections.GetProperty("push-server").GetProperty("transport").GetString(), Is.EqualTo("tcp"));
        Assert.That(connections.GetProperty("push-server").GetProperty("fallback").GetBoolean(), Is.False, "nobody asked for MPTCP");
        Assert.That(connections.GetProperty("push-server").GetProperty("bytes_delivered").GetInt64(), Is.GreaterThan(750_000));
        Assert.That(connections.GetProperty("server-client").GetProperty("subflows").GetInt32(), Is.EqualTo(4));
        Assert.That(outcome.Summary.GetProperty("players").GetProperty("client").GetProperty("frames_received").GetInt64(), Is.GreaterThan(100));
    }

    [Test]
    public void A_program_that_ends_early_is_told_with_its_last_words()
    {
        RunOutcome outcome = _runs.RunText(
            Scenario, "duration=2 s", "applications.push.command=['sh', '-c', 'echo no camera >&2; exit 7']");

        Assert.That(
            outcome.Notices,
            Has.Some.Matches("push ended early: 'sh' ended at 0\\.\\d s with exit code 7: no camera"));
    }

    [Test]
    public void A_program_that_does_not_obey_is_killed_with_all_it_started()
    {
        string marker = $"{97_000 + Environment.ProcessId % 1000}.5";

        _runs.RunText(Scenario, "duration=2 s", $"applications.push.command=['sh', '-c', 'trap \"\" TERM; sleep {marker} & sleep {marker}; sleep {marker}']");

        Assert.That(ProcessesWith(marker), Is.Empty);
    }

    [Test]
    public void A_program_that_is_not_there_is_said_before_anything_is_built()
    {
        MachineLacksException? refusal = Assert.Throws<MachineLacksException>(
            () => _runs.RunText(Scenario, "applications.push.command=no-such-encoder {url}"));

        Assert.That(refusal!.Message, Is.EqualTo("applications.push.command: this machine has no program 'no-such-encoder'"));
    }

    [Test]
    public void A_program_does_not_outlive_a_simulator_that_is_killed()
    {
        string marker = $"{96_000 + Environment.ProcessId % 1000}.5";
        string file = _runs.FileOf("killed.yaml");
        File.WriteAllText(file, Scenario.Replace("media: ../media/live2m.flv, loop: true", $"command: sleep {marker}", StringComparison.Ordinal));
        using ForeignProgram run = SimulatorProcess.Start("run", file, "--set", "duration=60 s", "--out", _runs.FileOf("killed"));
        Awaiting.Until(() => ProcessesWith(marker).Length > 0, "the program");

        // Only itself: what it has started is the kernel's to end.
        ExternalTool.Run("kill", ["-KILL", run.Id.ToString(CultureInfo.InvariantCulture)]);

        Awaiting.Until(() => ProcessesWith(marker).Length == 0, "the end of the program");
    }

    private static string[] ProcessesWith(string argument) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Where(folder => CommandLineOf(folder).Contains(argument, StringComparison.Ordinal)),
    ];

    // Processes come and go while one looks.
    private static string CommandLineOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
