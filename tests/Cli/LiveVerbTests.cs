using System.IO;
using NUnit.Framework;
using Sim.Emulation;
using Tests.Conformance;

namespace Tests.Cli;

/// <summary><c>serve</c>, <c>push</c> and <c>play</c> where nothing is ever sent: what is wrong is said before anything opens.</summary>
public class LiveVerbTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder()
    {
        KernelMachine.Require(KernelTransport.Tcp);
        _folder = Directory.CreateTempSubdirectory("live-verbs").FullName;
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("push|clip.flv|http://host/live/a", "push: 'http://host/live/a' does not start with rtmp://")]
    [TestCase("play|rtmp://host/live", "play: 'rtmp://host/live' lacks a part of rtmp://host/application/stream")]
    [TestCase("play|rtmp://host:0/live/a", "play: 'host:0' is not a host, host:port, [address] or [address]:port")]
    [TestCase("play|rtmp://host/live/a|--buffer|64", "--buffer: found '64', expected a size with its unit, such as \"64 MiB\"")]
    [TestCase("play|rtmp://host/live/a|--start-after|soon", "--start-after: found 'soon', expected a time with its unit")]
    [TestCase("play|rtmp://host/live/a|--save|/no/such/folder/a.flv", "--save: /no/such/folder/a.flv cannot be created")]
    [TestCase("play|rtmp://host/live/a|--duration|0 s", "--duration: found '0 s', expected a positive time with its unit")]
    [TestCase("play|rtmp://host/live/a|--transport|mtcp", "--transport: found 'mtcp'; did you mean 'mptcp'?")]
    [TestCase("serve|--listen|1.2.3.4", "--listen: found '1.2.3.4', expected an address and a port")]
    [TestCase("serve|--listen|[::]:65536", "--listen: found '[::]:65536', expected an address and a port")]
    [TestCase("serve|--listen|::1:1935", "--listen: found '::1:1935', expected an address and a port")]
    [TestCase("serve|--origin|rtmp://origin/live", "--origin: found 'rtmp://origin/live', expected a server")]
    [TestCase("serve|--gop-cache|maybe", "--gop-cache: ")]
    [TestCase("serve|--queue|30", "--queue: ")]
    [TestCase("serve|--on-second-publisher|replce", "did you mean 'replace'?")]
    [TestCase("serve|--lisen|:1935", "unknown option '--lisen'; did you mean '--listen'?")]
    public void Wrong_input_is_explained_and_ends_with_2(string words, string message)
    {
        CommandLineCase line = new();

        Assert.That(line.Invoke([.. words.Split('|')]), Is.EqualTo(2));
        Assert.That(line.Error, Does.Contain(message));
        Assert.That(line.Out, Is.Empty);
    }

    [Test]
    public void A_file_that_is_no_flv_is_refused_before_anything_opens()
    {
        string file = Path.Combine(_folder, "clip.flv");
        File.WriteAllText(file, "not a film");
        CommandLineCase line = new();

        Assert.That(line.Invoke("push", file, "rtmp://[::1]:1/live/a"), Is.EqualTo(2));
        Assert.That(line.Error, Does.Contain(file));
    }

    [Test]
    public void A_connection_that_is_refused_ends_with_1_and_leaves_whole_results()
    {
        string results = Path.Combine(_folder, "results");
        CommandLineCase line = new();

        Assert.That(line.Invoke("play", "rtmp://[::1]:1/live/a", "--quiet", "--record", results), Is.EqualTo(1));
        Assert.That(line.Error.Trim(), Is.EqualTo("play: no connection to ::1: Refused"));
        Assert.That(Path.Combine(results, "report.html"), Does.Exist);
    }

    [Test]
    public void A_port_that_is_taken_ends_with_1_and_names_it()
    {
        using EpollLoop loop = new();
        using KernelHost other = new("other", loop, new KernelHostSettings());
        KernelListener listener = other.Listen(0, KernelTransport.Tcp, new Protocols.Sockets.StreamOptions());
        CommandLineCase line = new();

        Assert.That(line.Invoke("serve", "--listen", $"[::]:{listener.Local.Port}", "--transport", "tcp", "--quiet"), Is.EqualTo(1));
        Assert.That(line.Error, Does.Contain($"port {listener.Local.Port}: the port is taken"));
    }

    [Test]
    public void A_server_ends_after_its_time_with_0()
    {
        CommandLineCase line = new();

        Assert.That(line.Invoke("serve", "--listen", "127.0.0.1:0", "--duration", "10 ms", "--quiet"), Is.EqualTo(0));
        Assert.That(line.Out + line.Error, Is.Empty);
    }

    [Test]
    public void A_name_nobody_knows_is_told()
    {
        CommandLineCase line = new();

        Assert.That(line.Invoke("play", "rtmp://no-such-host.invalid/live/a", "--quiet"), Is.EqualTo(1));
        Assert.That(line.Error, Does.Contain("the name 'no-such-host.invalid' is not known"));
    }
}
