using System;
using System.Globalization;
using System.IO;
using System.Linq;
using NUnit.Framework;
using Protocols.Media;
using Results.Recording;
using Tests.Conformance;
using Tests.Interop.Rtmp;

namespace Tests.Interop.Failures;

/// <summary><c>serve</c>, <c>push</c> and <c>play</c> as processes of which one is killed: the others say so and keep what they have.</summary>
[Category("Tools")]
public class LiveFailureTests
{
    private static readonly string _clip = Path.Combine(AppContext.BaseDirectory, "media", "live2m.flv");

    private string _folder = "";
    private string _port = "";

    [SetUp]
    public void Prepare()
    {
        KernelMachine.Require(Sim.Emulation.KernelTransport.Tcp);
        _folder = Directory.CreateTempSubdirectory("simulator-live-failure-").FullName;
        _port = FreePort.Take().ToString(CultureInfo.InvariantCulture);
    }

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    private string Url => $"rtmp://[::1]:{_port}/live/stream";

    [Test]
    public void A_server_that_is_killed_ends_push_and_play_with_1_a_clear_message_and_whole_results()
    {
        using ForeignProgram server = SimulatorProcess.Start("serve", "--listen", $"[::1]:{_port}");
        Awaiting.Port(ushort.Parse(_port, CultureInfo.InvariantCulture), server);
        using ForeignProgram push = SimulatorProcess.Start("push", _clip, Url, "--loop", "--record", Path.Combine(_folder, "push"));
        string saved = Path.Combine(_folder, "saved.flv");
        using ForeignProgram play = SimulatorProcess.Start("play", Url, "--save", saved, "--record", Path.Combine(_folder, "play"));
        Awaiting.Until(() => File.Exists(saved) && new FileInfo(saved).Length > 100_000, "the player's film");

        server.Kill();

        Assert.That(push.WaitForEnd(), Is.EqualTo(1), push.Output);
        Assert.That(play.WaitForEnd(), Is.EqualTo(1), play.Output);
        Assert.That(push.Output, Does.Contain("push: the connection ").And.Not.Contain("   at "));
        Assert.That(play.Output, Does.Contain("play: the ").And.Not.Contain("   at "));
        RunRecord pushed = RunReader.Read(Path.Combine(_folder, "push"));
        RunRecord played = RunReader.Read(Path.Combine(_folder, "play"));
        Assert.That(pushed.Sources.Single().FramesSent, Is.Positive);
        Assert.That(played.Notices, Has.Some.Contains("play ended early"));
        Assert.That(Path.Combine(_folder, "play", "report.html"), Does.Exist);

        // Every frame that the player counted is in the film, and the film is whole.
        Assert.That(FlvReader.TryRead(File.ReadAllBytes(saved), out FlvFile? film, out FlvError error), Is.True, error.ToString());
        Assert.That(film!.Tags.Count(tag => tag.IsMedia), Is.GreaterThanOrEqualTo(played.Players.Single().Log.Count));
    }

    [Test]
    public void A_player_that_vanishes_is_told_by_the_server_and_disturbs_nobody()
    {
        using ForeignProgram server = SimulatorProcess.Start("serve", "--listen", $"[::1]:{_port}");
        Awaiting.Port(ushort.Parse(_port, CultureInfo.InvariantCulture), server);
        using ForeignProgram push = SimulatorProcess.Start("push", _clip, Url, "--loop", "--duration", "6 s");
        using ForeignProgram vanishing = SimulatorProcess.Start("play", Url);
        using ForeignProgram staying = SimulatorProcess.Start("play", Url);
        Awaiting.Until(
            () => vanishing.Output.Contains("s buffered", StringComparison.Ordinal) && staying.Output.Contains("s buffered", StringComparison.Ordinal),
            "two players that play");

        vanishing.Kill();

        Awaiting.Until(() => server.Output.Contains("1 client vanished", StringComparison.Ordinal), "the server's message");
        Assert.That(push.WaitForEnd(), Is.Zero, push.Output);
        Assert.That(staying.WaitForEnd(), Is.Zero, staying.Output);
        server.Terminate();
        Assert.That(server.WaitForEnd(), Is.Zero, server.Output);
        Assert.That(server.Output, Does.Contain("1 client vanished").And.Not.Contain("clients vanished"), "those that said good-bye do not count");
    }
}
