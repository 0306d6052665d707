using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NUnit.Framework;
using Protocols.Core;
using Results.Recording;
using Results.Statistics;

namespace Tests.Results;

public class RunFilesTests
{
    private string _parent = "";

    [SetUp]
    public void MakeAPlace() => _parent = Directory.CreateTempSubdirectory("results-").FullName;

    [TearDown]
    public void RemoveThePlace() => Directory.Delete(_parent, recursive: true);

    [Test]
    public void A_run_has_all_the_files_of_the_contract()
    {
        string path = Write("a", SampleRun.FourPhases());

        Assert.That(Directory.GetFiles(path).Select(Path.GetFileName), Is.EquivalentTo(new[]
        {
            "manifest.json", "summary.json", "nics.csv", "links.csv", "subflows.csv", "connections.csv", "playback.csv",
            "bwm-ng-push.csv", "bwm-ng-client.csv",
        }));
    }

    [Test]
    public void The_same_run_gives_the_same_bytes()
    {
        string one = Write("a", SampleRun.FourPhases());
        string other = Write("b", SampleRun.FourPhases());

        foreach (string file in Directory.GetFiles(one))
        {
            byte[] again = File.ReadAllBytes(Path.Combine(other, Path.GetFileName(file)));
            Assert.That(again, Is.EqualTo(File.ReadAllBytes(file)), file);
        }
    }

    [Test]
    public void The_manifest_says_what_was_run_with_what_and_how_to_do_it_again()
    {
        JsonElement manifest = Manifest(SampleRun.FourPhases());

        Assert.That(manifest.GetProperty("command").GetString(), Is.EqualTo("simulator run handover.yaml --seed 1"));
        Assert.That(manifest.GetProperty("seed").GetUInt64(), Is.EqualTo(1));
        Assert.That(manifest.GetProperty("versions").GetProperty("runtime").GetString(), Is.EqualTo(".NET 10.0.0"));
        Assert.That(
            manifest.GetProperty("scenario").GetProperty("hosts").GetProperty("push").GetProperty("nics").GetRawText(),
            Does.Contain("isp1"));
        Assert.That(
            manifest.GetProperty("timeline").EnumerateArray().Select(entry => entry.GetProperty("text").GetString()),
            Is.EqualTo(new[] { "block isp2", "unblock isp2, block isp1", "unblock isp1" }));
    }

    [Test]
    public void Times_in_the_manifest_are_exact()
    {
        RunRecord run = new()
        {
            Scenario = "odd times",
            Seed = ulong.MaxValue,
            Duration = new Duration(33_366_700_000_001),
            Interval = new Duration(1),
            Stack = "model",
            Phases = [],
            Engine = new EngineRecord(0, 0, 0, 0, 0),
        };

        JsonElement manifest = Manifest(run);
        Assert.That(manifest.GetProperty("duration_s").GetRawText(), Is.EqualTo("33.366700000001"));
        Assert.That(manifest.GetProperty("interval_s").GetDecimal(), Is.EqualTo(0.000000000001m));
        Assert.That(manifest.GetProperty("seed").GetRawText(), Is.EqualTo("18446744073709551615"));
    }

    private static JsonElement Manifest(RunRecord run)
    {
        using MemoryStream stream = new();
        global::Results.Recording.Manifest.Write(run, stream);
        return JsonElement.Parse(stream.ToArray());
    }

    private string Write(string name, RunRecord run)
    {
        string path = Path.Combine(_parent, name);
        using RunFolder folder = RunFolder.Stage(path);
        RunFiles.Write(run, folder);
        IReadOnlyList<RunExpectation> expectations = [new("players.client.stalls == 1", Holds: true, Value: 1)];
        folder.Write(SummaryJson.Name, stream => SummaryJson.Write(run, RunSummary.Of(run), expectations, stream));
        folder.Publish();
        return path;
    }
}
