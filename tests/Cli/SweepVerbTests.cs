using System;
using System.IO;
using NUnit.Framework;
using Tests.Sweep;

namespace Tests.Cli;

/// <summary>The verbs around sweeps, with runs that are real but short.</summary>
public class SweepVerbTests
{
    private string _folder = "";
    private string _file = "";

    [SetUp]
    public void MakeFolder()
    {
        _folder = Path.Combine(Path.GetTempPath(), $"sweep-verb-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_folder);
        _file = Path.Combine(_folder, "lossy.yaml");
        File.WriteAllText(_file, SweepCase.Scenario);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    private string Out(string name) => Path.Combine(_folder, name);

    [Test]
    public void A_sweep_says_how_many_runs_it_did_how_fast_and_where_they_are()
    {
        CommandLineCase line = new();
        Assert.That(line.Invoke("sweep", _file, "--out", Out("a"), "--jobs", "2", "--csv"), Is.Zero);
        Assert.That(line.Out, Does.Match("^lossy: 12 of 12 runs finished, 12 of them now in [0-9.]+ s: [0-9.]+ runs/s(, [0-9.]+ s of CPU each)?\n"));
        Assert.That(line.Out, Does.Contain(Path.Combine(Out("a"), "runs.parquet")).And.Contain("runs.csv").And.Contain("report.html"));
    }

    [Test]
    public void A_value_given_for_what_varies_stands_for_all_its_values()
    {
        CommandLineCase line = new();
        line.Invoke("sweep", _file, "--out", Out("a"), "--set", "links.core.delay=40 ms", "--repetitions", "1");
        Assert.That(line.Out, Does.StartWith("lossy: 2 of 2 runs finished"));
    }

    [Test]
    public void An_expectation_that_some_run_does_not_meet_ends_with_1()
    {
        File.AppendAllText(_file, "expect: [links.core.a-b.utilisation > 99 %]\n");
        CommandLineCase line = new();
        Assert.That(line.Invoke("sweep", _file, "--out", Out("a"), "--repetitions", "1"), Is.EqualTo(1));
        Assert.That(line.Out, Does.Contain("runs do not meet what the scenario expects"));
    }

    [TestCase("--jobs: found '0', expected a whole number from 1 to 1024", "--jobs", "0")]
    [TestCase("--shard: found '3/2', expected K/N, such as 2/8: the second of eight parts", "--shard", "3/2")]
    [TestCase("--on: unknown value 'slurn'; did you mean 'slurm'? (allowed: slurm)", "--on", "slurn")]
    [TestCase("--tasks: found 'x', expected a whole number from 1 to 10000", "--on", "slurm", "--tasks", "x")]
    [TestCase("--set #1: unknown key 'dely' in links[0]; did you mean 'delay'?", "--set", "links.core.dely=[1 ms]")]
    [TestCase("--repetitions: sweep.repetitions: '0' is out of range; allowed is 1 to 1000000", "--repetitions", "0")]
    public void Wrong_input_ends_with_2_and_writes_nothing(string message, params string[] arguments)
    {
        CommandLineCase line = new();
        Assert.That(line.Invoke(["sweep", _file, "--out", Out("a"), .. arguments]), Is.EqualTo(2));
        Assert.That(line.Error, Does.StartWith(message));
        Assert.That(Directory.Exists(Out("a")), Is.False);
    }

    [Test]
    public void A_scenario_in_which_nothing_varies_is_refused()
    {
        CommandLineCase line = new();
        Assert.That(line.Invoke("sweep", "quickstart"), Is.EqualTo(2));
        Assert.That(line.Error, Does.Contain("there is nothing to sweep"));
    }

    [Test]
    public void Comparing_and_reporting_find_what_is_no_result()
    {
        CommandLineCase line = new();
        Assert.That(line.Invoke("report", _folder), Is.EqualTo(2));
        Assert.That(line.Invoke("compare", _folder, _folder), Is.EqualTo(2));
        Assert.That(line.Error, Does.Contain("has no manifest.json").And.Contain("holds neither a run"));
    }

    [Test]
    public void Two_sweeps_are_compared_in_a_table()
    {
        CommandLineCase line = new();
        line.Invoke("sweep", _file, "--out", Out("a"), "--quiet");
        line.Invoke("sweep", _file, "--out", Out("b"), "--quiet", "--set", "links.core.rate=1 Mbit/s");
        Assert.That(line.Invoke("compare", Out("a"), Out("b"), "--out", Out("c")), Is.Zero);
        Assert.That(line.Out, Does.Contain("links.core.rate: 2 Mbit/s -> 1 Mbit/s").And.Contain("* "));
        Assert.That(File.Exists(Path.Combine(Out("c"), "report.html")), Is.True);
    }

    [Test]
    public void A_new_scenario_is_read_without_a_word_and_an_existing_file_is_left_alone()
    {
        CommandLineCase line = new();
        Assert.That(line.Invoke("new", Out("mine")), Is.Zero);
        string path = Out("mine") + ".yaml";
        Assert.That(line.Invoke("run", path), Is.Zero);
        Assert.That(line.Error, Is.Empty);
        Assert.That(line.Scenario!.Name, Is.EqualTo("mine"));
        Assert.That(line.Invoke("new", path), Is.EqualTo(2));
        Assert.That(line.Error, Does.Contain("cannot write"));
    }

    [Test]
    public void A_new_scenario_needs_a_name_that_is_one()
    {
        CommandLineCase line = new();
        Assert.That(line.Invoke("new", Out("no name")), Is.EqualTo(2));
        Assert.That(line.Error, Does.Contain("'no name' is not a name"));
    }
}
