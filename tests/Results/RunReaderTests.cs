using System.IO;
using System.Linq;
using System.Text.Json;
using NUnit.Framework;
using Protocols.Core;
using Results.Recording;
using Results.Statistics;

namespace Tests.Results;

public class RunReaderTests
{
    private string _parent = "";

    [SetUp]
    public void MakeAPlace() => _parent = Directory.CreateTempSubdirectory("results-").FullName;

    [TearDown]
    public void RemoveThePlace() => Directory.Delete(_parent, recursive: true);

    [Test]
    public void A_run_that_is_read_and_written_again_gives_the_same_files()
    {
        foreach (RunRecord run in new[] { SampleRun.FourPhases(), SampleRun.NicsOnly(), OddNames() })
        {
            string first = Write(run, "first");
            string second = Write(RunReader.Read(first), "second");

            string[] files = [.. Directory.GetFiles(first).Select(Path.GetFileName).OfType<string>()];
            Assert.That(files, Has.Length.GreaterThanOrEqualTo(7));
            foreach (string file in files)
            {
                string again = File.ReadAllText(Path.Combine(second, file));
                Assert.That(again, Is.EqualTo(File.ReadAllText(Path.Combine(first, file))), $"{run.Scenario}: {file}");
            }
        }
    }

    [Test]
    public void Expectations_are_read_back_from_the_summary()
    {
        RunRecord run = SampleRun.FourPhases();
        RunExpectation[] expectations = [new("players.client.stalls == 1", true, 1), new("no.such == 1", false, null)];
        using MemoryStream stream = new();
        SummaryJson.Write(run, RunSummary.Of(run), expectations, stream);

        Assert.That(SummaryJson.ExpectationsIn(JsonElement.Parse(stream.ToArray())), Is.EqualTo(expectations));
    }

    [Test]
    public void A_folder_without_a_manifest_is_not_a_run() =>
        Assert.That(
            () => RunReader.Read(_parent),
            Throws.TypeOf<ResultsException>().With.Message.EqualTo(
                $"{_parent} is not the folder of a run: it has no manifest.json."));

    [TestCase("nics.csv", "50000", "many", "nics.csv:3: column 3 is \"many\", not a whole number.")]
    [TestCase("nics.csv", "0.100000", "soon", "nics.csv:3: column 1 is \"soon\", not a time.")]
    [TestCase("nics.csv", ",drops", "", "nics.csv:1: the columns are not")]
    [TestCase("nics.csv", "0.100000,push.nic1", "0.100000", "nics.csv:3: 6 fields, not 7.")]
    [TestCase("manifest.json", "\"seed\": 1,", "", "its manifest: ")]
    [TestCase("manifest.json", "\"seed\": 1,", "\"seed\": \"one\",", "its manifest: ")]
    [TestCase("manifest.json", "\"seed\": 1,", "\"seed\": 1", "its manifest: ")]
    [TestCase("manifest.json", "\"duration_s\": 100", "\"duration_s\": 1e27", "its manifest: ")]
    public void A_changed_file_is_an_error_that_says_where(string file, string written, string now, string says)
    {
        string path = Write(SampleRun.FourPhases(), "changed");
        string text = File.ReadAllText(Path.Combine(path, file));
        int at = text.IndexOf(written, System.StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(path, file), text.Remove(at, written.Length).Insert(at, now));

        Assert.That(
            () => RunReader.Read(path),
            Throws.TypeOf<ResultsException>().With.Message.StartsWith($"Cannot read the run in {path}: ")
                .And.Message.Contains(says));
    }

    [Test]
    public void A_file_that_is_missing_is_an_error_that_names_it()
    {
        string path = Write(SampleRun.FourPhases(), "incomplete");
        File.Delete(Path.Combine(path, "links.csv"));

        Assert.That(
            () => RunReader.Read(path), Throws.TypeOf<ResultsException>().With.Message.Contains("links.csv"));
    }

    private static RunRecord OddNames() => new()
    {
        Scenario = "odd \"names\", and commas",
        Seed = ulong.MaxValue,
        Duration = new Duration(33_366_700_000_001),
        Interval = Duration.FromSeconds(1),
        Stack = "kernel",
        Phases = [],
        Players =
        [
            new PlayerRecord
            {
                Name = "a, \"b\"",
                Host = "h",
                StartedAt = Instant.Zero,
                Log = [new(Instant.Zero, -5, "video", 1, Duration.FromMilliseconds(-250), Duration.Zero)],
            },
        ],
        Engine = new EngineRecord(1, 2, 3.5, 4.5, 5, Lateness: new LatenessRecord(1, 2, 3)),
    };

    private string Write(RunRecord run, string name)
    {
        string path = Path.Combine(_parent, name);
        using RunFolder folder = RunFolder.Stage(path);
        RunFiles.Write(run, folder);
        folder.Write(SummaryJson.Name, stream => SummaryJson.Write(run, RunSummary.Of(run), [], stream));
        folder.Publish();
        return path;
    }
}
