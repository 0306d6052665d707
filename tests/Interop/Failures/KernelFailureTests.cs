using System;
using System.Globalization;
using System.IO;
using System.Linq;
using NUnit.Framework;
using Results.Recording;
using Tests.Interop.Kernel;
using Tests.Interop.Rtmp;
using Tests.Support;

namespace Tests.Interop.Failures;

/// <summary>A host of a run on real kernels that loses its network because somebody else takes it away.</summary>
[Category("Tools")]
public class KernelFailureTests
{
    private const string Scenario = """
        name: vanishing
        duration: 30 s
        isps: { isp: { rate: 10 Mbit/s, queue: 50 ms } }
        hosts: { a: { nics: { nic: isp } }, b: { nics: { nic: isp } } }
        applications: [{ name: bulk, kind: bulk, from: a, to: b, bytes: unlimited }]
        """;

    private string _folder = "";

    [SetUp]
    public void Prepare()
    {
        KernelPeer.Require();
        if (!ExternalTool.Exists("nsenter") || !ExternalTool.Exists("tc") || !ExternalTool.Exists("nft"))
        {
            Assert.Ignore("needs nsenter, tc and nft");
        }

        _folder = Directory.CreateTempSubdirectory("simulator-vanishing-").FullName;
    }

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void An_interface_that_disappears_ends_the_run_with_a_message_and_keeps_the_runs_before_it()
    {
        string scenario = Path.Combine(_folder, "vanishing.yaml");
        File.WriteAllText(scenario, Scenario);
        string results = Path.Combine(_folder, "results");
        using ForeignProgram run = SimulatorProcess.Start("validate", scenario, "--stacks", "model,kernel", "--repetitions", "1", "--out", results);
        Awaiting.Until(() => PlaceThatSends(run.Id) is { } place && In(place, "ip link delete nic && echo deleted").Length > 0, "a host that sends");

        Assert.That(run.WaitForEnd(), Is.EqualTo(3), run.Output);
        Assert.That(run.Output, Does.Contain("the interface 'a.nic' had disappeared").And.Contain("those that were finished are kept"));
        Assert.That(RunReader.Read(Path.Combine(results, "runs", "model-1")).Connections.Single().BytesDelivered, Is.Positive);
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(results, "runs")).Select(Path.GetFileName), Has.Some.EqualTo("model-1").And.All.StartsWith("model-"), "nothing of the run that failed");
    }

    /// <summary>The namespace, held by the process, in which most has been sent over an interface 'nic'.</summary>
    private static string? PlaceThatSends(int process) => Directory.GetFiles($"/proc/{process}/fd")
        .Where(file => new FileInfo(file).LinkTarget?.StartsWith("net:", StringComparison.Ordinal) == true)
        .FirstOrDefault(file => SentOver(file) > 1_000_000);

    // /proc/net/dev: the name and a colon, eight counters of what was received, then the bytes that were sent.
    private static long SentOver(string place) => In(place, "cat /proc/net/dev")
        .Select(line => line.Split((char[])[' ', ':'], StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words[0] == "nic").Select(words => long.Parse(words[9], CultureInfo.InvariantCulture)).FirstOrDefault();

    // Nothing is printed where the process has closed the descriptor meanwhile: it opens some for a moment only.
    private static string[] In(string place, string command) =>
        ExternalTool.Run("sh", ["-c", $"nsenter --net={place} sh -c '{command}' || true"]);
}
