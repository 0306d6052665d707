using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using NUnit.Framework;
using Sim.Emulation;
using Tests.Conformance;
using Tests.Support;

namespace Tests.Interop.Rtmp;

/// <summary>Real encoders, servers and players on the other side: what one sends arrives at the other bit by bit.</summary>
[Category("Tools")]
[NonParallelizable]
public class InteropTests
{
    // H.264 with B-frames and AAC, 2 Mbit/s, 10 s.
    private static readonly string _media = MediaFile();

    private string _folder = "";

    [SetUp]
    public void CreateFolder()
    {
        KernelMachine.Require(KernelTransport.Tcp);
        ForeignProgram.Require("ffmpeg");
        _folder = Directory.CreateTempSubdirectory("rtmp-interop").FullName;
    }

    [TearDown]
    public void DeleteFolder()
    {
        if (_folder.Length > 0)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [TestCase("127.0.0.1", KernelTransport.Tcp)]
    [TestCase("[::1]", KernelTransport.Tcp)]
    [TestCase("127.0.0.1", KernelTransport.Mptcp)]
    [TestCase("[::1]", KernelTransport.Mptcp)]
    public void Ffmpeg_publishes_to_our_server_and_ffmpeg_plays(string host, KernelTransport transport)
    {
        KernelMachine.Require(transport);
        string clip = Clip("3", "-map", "0");
        using OurServer server = new();
        using ForeignProgram player = FfmpegPlayer(server.Url(host), transport);
        server.WaitUntil(our => our.Streams == 1, "the player's request");
        using ForeignProgram publisher = FfmpegPublisher(clip, server.Url(host), transport, "-re");
        publisher.WaitForSuccess();
        player.WaitForSuccess();
        server.WaitUntil(our => our.Connections == 0, "the end of both connections");

        RtmpMedia.AssertWhole(clip, Received);
        Assert.That(server.WereMptcp, Is.EqualTo(transport == KernelTransport.Mptcp));
    }

    [TestCase("-an")]
    [TestCase("-vn")]
    public void Ffmpeg_publishes_one_track_only(string without)
    {
        string clip = Clip("3", without);
        using OurServer server = new();
        using ForeignProgram player = FfmpegPlayer(server.Url("[::1]"), KernelTransport.Tcp);
        server.WaitUntil(our => our.Streams == 1, "the player's request");
        using ForeignProgram publisher = FfmpegPublisher(clip, server.Url("[::1]"), KernelTransport.Tcp);
        publisher.WaitForSuccess();
        player.WaitForSuccess();

        RtmpMedia.AssertWhole(clip, Received);
    }

    [Test]
    public void Ffmpeg_publishes_to_nginx_and_our_player_plays()
    {
        string clip = Clip("4", "-map", "0");
        using NginxRtmp nginx = new(_folder);
        string url = FormattableString.Invariant($"rtmp://localhost:{nginx.Port}/live/stream");
        using ForeignProgram player = Simulator("play", url, "--save", Received, "--quiet");
        using ForeignProgram publisher = FfmpegPublisher(clip, url, KernelTransport.Tcp, "-re");
        publisher.WaitForSuccess();
        player.WaitForSuccess();

        RtmpMedia.AssertFromSomewhereToTheEnd(clip, Received);
    }

    [Test]
    public void Our_push_publishes_to_nginx_and_ffmpeg_plays()
    {
        string clip = Clip("4", "-map", "0");
        using NginxRtmp nginx = new(_folder);
        string url = FormattableString.Invariant($"rtmp://localhost:{nginx.Port}/live/stream");
        using ForeignProgram player = FfmpegPlayer(url, KernelTransport.Tcp);
        using ForeignProgram publisher = Simulator("push", clip, url, "--quiet");
        publisher.WaitForSuccess();
        player.WaitForSuccess();

        RtmpMedia.AssertFromSomewhereToTheEnd(clip, Received);
    }

    [Test]
    public void Gstreamer_publishes_to_our_server_and_gstreamer_plays()
    {
        ForeignProgram.Require("gst-launch-1.0");
        string clip = Clip("3", "-map", "0");
        using OurServer server = new();
        using ForeignProgram player = ForeignProgram.Start(
            "gst-launch-1.0", ["-q", "rtmp2src", $"location={server.Url("127.0.0.1")}", "!", "filesink", $"location={Received}"]);
        server.WaitUntil(our => our.Streams == 1, "the player's request");
        using ForeignProgram publisher = Gstreamer(clip, "rtmp2sink", server.Url("127.0.0.1"));
        publisher.WaitForSuccess();
        player.WaitForSuccess();

        RtmpMedia.AssertWhole(AsMuxedByGstreamer(clip), Received);
    }

    [Test]
    public void Librtmp_publishes_to_our_server_and_rtmpdump_plays()
    {
        ForeignProgram.Require("gst-launch-1.0");
        string clip = Clip("3", "-map", "0");
        using OurServer server = new();
        using ForeignProgram player = ForeignProgram.Start(
            "rtmpdump", ["-q", "--live", "-r", server.Url("127.0.0.1"), "-o", Received]);
        server.WaitUntil(our => our.Streams == 1, "the player's request");

        // rtmpdump only plays; GStreamer's older sink publishes by the same library.
        using ForeignProgram publisher = Gstreamer(clip, "rtmpsink", server.Url("127.0.0.1"));
        publisher.WaitForSuccess();
        player.WaitForEnd();

        RtmpMedia.AssertWhole(AsMuxedByGstreamer(clip), Received);
    }

    [Test]
    public void Our_verbs_work_together_and_each_leaves_whole_results()
    {
        string clip = Clip("3", "-map", "0");
        ushort port = FreePort.Take();
        string url = FormattableString.Invariant($"rtmp://[::1]:{port}/live/stream");
        string[] results = [.. new[] { "serve", "play", "push" }.Select(verb => Path.Combine(_folder, verb))];
        using ForeignProgram server = Simulator("serve", "--listen", FormattableString.Invariant($"[::]:{port}"), "--record", results[0]);
        Awaiting.Port(port, server);
        using ForeignProgram player = Simulator("play", url, "--save", Received, "--record", results[1]);
        using ForeignProgram publisher = Simulator("push", clip, url, "--record", results[2]);
        publisher.WaitForSuccess();
        player.WaitForSuccess();
        server.Terminate();
        server.WaitForSuccess();

        RtmpMedia.AssertFromSomewhereToTheEnd(clip, Received);
        ExternalTool.Run("ffmpeg", ["-v", "error", "-xerror", "-i", Received, "-f", "null", "-"]);
        foreach (string folder in results)
        {
            foreach (string file in (string[])["manifest.json", "summary.json", "nics.csv", "connections.csv", "subflows.csv", "playback.csv", "report.html"])
            {
                Assert.That(Path.Combine(folder, file), Does.Exist);
            }
        }

        string[] playback = File.ReadAllLines(Path.Combine(results[1], "playback.csv"));
        Assert.That(playback, Has.Length.GreaterThan(50), "a header, and a line for each frame");
        Assert.That(player.Output, Does.Contain("Mbit/s").And.Contain("frames received"));
    }

    [Test]
    public void A_server_that_is_killed_ends_push_and_play_with_1_and_a_clear_message()
    {
        ushort port = FreePort.Take();
        string url = FormattableString.Invariant($"rtmp://127.0.0.1:{port}/live/stream");
        string results = Path.Combine(_folder, "push");
        using ForeignProgram server = Simulator("serve", "--listen", FormattableString.Invariant($":{port}"), "--quiet");
        Awaiting.Port(port, server);
        using ForeignProgram player = Simulator("play", url, "--save", Received, "--quiet");
        using ForeignProgram publisher = Simulator("push", _media, url, "--loop", "--quiet", "--record", results);
        Awaiting.Until(() => File.Exists(Received) && new FileInfo(Received).Length > 100_000, "media at the player");
        server.Kill();

        Assert.That(publisher.WaitForEnd(), Is.EqualTo(1));
        Assert.That(player.WaitForEnd(), Is.EqualTo(1));
        Assert.That(publisher.Output, Does.Contain("push: the connection ended"));
        Assert.That(player.Output, Does.Contain("play: the server closed the connection"));
        Assert.That(Path.Combine(results, "report.html"), Does.Exist);
    }

    [Test]
    public void A_kernel_whose_mptcp_is_off_ends_with_3_when_it_is_asked_for_and_is_a_notice_when_not()
    {
        if (!Environment.IsPrivilegedProcess || KernelMptcp.WhyMissing() is not null)
        {
            Assert.Ignore("switching MPTCP off in a namespace takes root and a kernel that has it");
        }

        string name = FormattableString.Invariant($"emurtmp{Environment.ProcessId}");
        string program = Path.Combine(TestContext.CurrentContext.TestDirectory, "simulator");
        ExternalTool.Run("ip", ["netns", "add", name]);
        try
        {
            ExternalTool.Run("ip", ["netns", "exec", name, "sysctl", "-q", "-w", "net.mptcp.enabled=0"]);
            using ForeignProgram asked = ForeignProgram.Start("ip", ["netns", "exec", name, program, "serve", "--transport", "mptcp"]);
            using ForeignProgram left = ForeignProgram.Start("ip", ["netns", "exec", name, program, "serve", "--duration", "100 ms"]);

            Assert.That(asked.WaitForEnd(), Is.EqualTo(3));
            Assert.That(asked.Output, Does.Contain("sysctl -w net.mptcp.enabled=1"));
            left.WaitForSuccess();
            Assert.That(left.Output, Does.Contain("notice: plain TCP is used"));
        }
        finally
        {
            ExternalTool.Run("ip", ["netns", "delete", name]);
        }
    }

    private string Received => Path.Combine(_folder, "received.flv");

    private static string MediaFile([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "experiments", "media", "live2m.flv"));

    private static ForeignProgram Simulator(params string[] arguments) =>
        ForeignProgram.Start(Path.Combine(TestContext.CurrentContext.TestDirectory, "simulator"), arguments);

    private static ForeignProgram Start(KernelTransport transport, string name, string[] arguments) =>
        transport == KernelTransport.Mptcp
            ? ForeignProgram.Start("mptcpize", ["run", name, .. arguments])
            : ForeignProgram.Start(name, arguments);

    private static ForeignProgram FfmpegPublisher(string clip, string url, KernelTransport transport, params string[] pace) =>
        Start(transport, "ffmpeg", ["-v", "error", .. pace, "-i", clip, "-c", "copy", "-f", "flv", url]);

    // With a short look at the stream it may take audio alone for all there is.
    private ForeignProgram FfmpegPlayer(string url, KernelTransport transport) => Start(
        transport,
        "ffmpeg",
        ["-v", "error", "-probesize", "8000000", "-analyzeduration", "3000000", "-i", url, "-c", "copy", "-f", "flv", Received]);

    private static ForeignProgram Gstreamer(string clip, string sink, string location) => ForeignProgram.Start("gst-launch-1.0",
    [
        "-q", "filesrc", $"location={clip}", "!", "flvdemux", "name=d",
        "flvmux", "name=m", "streamable=true", "!", sink, $"location={location}",
        "d.video", "!", "queue", "!", "m.video",
        "d.audio", "!", "queue", "!", "m.audio",
    ]);

    // Its muxer writes composition times of its own; what it sends is what it would write into a file.
    private string AsMuxedByGstreamer(string clip)
    {
        string muxed = Path.Combine(_folder, "muxed.flv");
        using ForeignProgram muxer = Gstreamer(clip, "filesink", muxed);
        muxer.WaitForSuccess();
        return muxed;
    }

    private string Clip(string seconds, params string[] choice)
    {
        string clip = Path.Combine(_folder, "clip.flv");
        ExternalTool.Run("ffmpeg", ["-v", "error", "-i", _media, "-t", seconds, .. choice, "-c", "copy", "-f", "flv", clip]);
        return clip;
    }
}
