using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Composition;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;
using NUnit.Framework;

namespace Tests.Scenario;

/// <summary>The shipped scenarios can be found by name, read, written down and read again.</summary>
public class ExampleScenariosTests
{
    // Away from the checkout, so that only the copies beside the program are found.
    private static readonly ScenarioFiles _files = new(Path.GetTempPath(), TestContext.CurrentContext.TestDirectory);

    private static IEnumerable<string> Names => _files.Names;

    [Test]
    public void The_examples_lie_beside_the_program() => Assert.That(_files.Names, Is.SupersetOf(new[]
    {
        "dual-stack", "dumbbell", "handover", "handover-8m", "handover-paper", "quickstart", "single-path",
    }));

    [TestCaseSource(nameof(Names))]
    public void An_example_is_read_without_errors_or_notices(string name)
    {
        ScenarioReading reading = Read(name);

        Assert.That(reading.Errors.Concat(reading.Notices), Is.Empty);
        Assert.That(reading.Scenario!.Name, Is.EqualTo(Path.GetFileName(name)));
    }

    [TestCaseSource(nameof(Names))]
    public void What_is_written_down_can_be_read_again_and_is_the_same(string name)
    {
        ScenarioDefinition scenario = Read(name).Scenario!;
        string written = ScenarioJson.Write(scenario);

        ScenarioReading again = Reader().ReadText(written, scenario.File, []);

        Assert.That(again.Errors, Is.Empty);
        Assert.That(ScenarioJson.Write(again.Scenario!), Is.EqualTo(written));
    }

    [Test]
    public void The_handover_has_the_four_phases_of_the_paper() => Assert.That(
        Read("handover").Scenario!.Timeline.Select(entry => $"{entry.At}: {entry}"),
        Is.EqualTo(new[] { "25 s: block isp2", "50 s: unblock isp2, block isp1", "75 s: unblock isp1" }));

    [Test]
    public void An_unknown_name_suggests_the_nearest_example()
    {
        string? path = _files.Find("handovr", out string? problem);

        Assert.That(path, Is.Null);
        Assert.That(problem, Does.StartWith("unknown scenario 'handovr'; did you mean 'handover'? (allowed: "));
    }

    [TestCase("mm1", "'validation/mm1'")]
    [TestCase("validation/mm2", "'validation/mm1'")]
    public void An_unknown_name_suggests_one_in_the_right_folder(string name, string suggestion)
    {
        _files.Find(name, out string? problem);

        Assert.That(problem, Does.StartWith($"unknown scenario '{name}'; did you mean {suggestion}"));
    }

    [TestCase("some/handover.yaml")]
    [TestCase("handover.yaml")]
    [TestCase("./handover")]
    public void A_path_is_taken_as_it_is(string path)
    {
        string? found = _files.Find(path, out string? problem);

        Assert.That((found, problem), Is.EqualTo((path, (string?)null)));
    }

    [Test]
    public void A_checkout_above_the_current_folder_comes_first()
    {
        string folder = Directory.CreateTempSubdirectory("checkout-").FullName;
        try
        {
            string deep = Path.Combine(folder, "results", "runs");
            string scenarios = Path.Combine(folder, "experiments", "scenarios");
            Directory.CreateDirectory(deep);
            Directory.CreateDirectory(scenarios);
            File.WriteAllText(Path.Combine(scenarios, "handover.yaml"), "");

            Assert.That(
                new ScenarioFiles(deep, TestContext.CurrentContext.TestDirectory).Find("handover", out _),
                Is.EqualTo(Path.Combine(scenarios, "handover.yaml")));
            Assert.That(
                new ScenarioFiles(folder, TestContext.CurrentContext.TestDirectory).Find("handover", out _),
                Is.EqualTo(Path.Combine(scenarios, "handover.yaml")),
                "the short form would name another file: the process is in another folder");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void A_scenario_in_a_folder_is_named_with_its_folder()
    {
        string? found = _files.Find("validation/mm1", out string? problem);

        Assert.That(problem, Is.Null);
        Assert.That(found, Does.EndWith(Path.Combine("scenarios", "validation", "mm1.yaml")));
        Assert.That(_files.Names, Does.Contain("validation/mm1"));
    }

    private static ScenarioReader Reader() => new(new Catalogue().KnownNames, new ScenarioCase());

    private static ScenarioReading Read(string name) => Reader().Read(_files.Find(name, out _)!, []);
}
