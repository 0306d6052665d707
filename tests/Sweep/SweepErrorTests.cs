using System.IO;
using System.Linq;
using Experiments.Sweep;
using NUnit.Framework;
using Results.Recording;

namespace Tests.Sweep;

public class SweepErrorTests
{
    [TestCase("links.cure.delay=[5 ms, 20 ms]", "unknown name 'cure'")]
    [TestCase("links.core.dela=[5 ms, 20 ms]", "did you mean 'delay'?")]
    [TestCase("links.core.delay=[5, 20 ms]", "has no unit")]
    [TestCase("links.core.delay=[]", "names no values")]
    [TestCase("sweep.where=stack.congestion == bbr", "excludes every combination")]
    [TestCase("sweep.where=stack.congestion > 3 ms", "sweep.where")]
    [TestCase("sweep.where=links.core.rate > 1 Mbit/s", "is not a parameter of the sweep")]
    [TestCase("seed=[1, 2]", "the seed is no parameter")]
    [TestCase("sweep.precision=5 percent of x", "expected such as '5 % of")]
    [TestCase("sweep.precision=5 % of players.client.stalls", "unknown player 'client'")]
    [TestCase("sweep.figures=[{ x: links.core.delay, y: nics.a.nic9.tx_bytes }]", "unknown NIC 'a.nic9'")]
    [TestCase("sweep.figures=[{ x: links.core.rate, y: nics.a.nic1.tx_bytes }]", "unknown parameter 'links.core.rate'")]
    [TestCase("sweep.figures=[{ x: links.core.delay, y: nics.a.nic1.tx_bytes, kind: pie }]", "allowed: bars, ecdf, heatmap, lines")]
    public void What_is_wrong_is_said_before_anything_runs(string set, string message)
    {
        using SweepCase sweep = new();
        Assert.That(sweep.ErrorsOf(set), Does.Contain(message));
        Assert.That(sweep.Runs, Is.Zero);
    }

    [Test]
    public void A_thousand_million_points_are_refused_with_their_number()
    {
        using SweepCase sweep = new();
        string delays = string.Join(", ", Enumerable.Range(1, 1000).Select(ms => $"{ms} ms"));
        string mtus = string.Join(", ", Enumerable.Range(1300, 1000).Select(bytes => $"{bytes} B"));
        Assert.That(
            sweep.ErrorsOf($"links.core.delay=[{delays}]", $"mtu=[{mtus}]", "stack.congestion=reno", "sweep.repetitions=1000"),
            Does.Contain("1,000,000,000 runs; a sweep has 1,000,000 at most"));
    }

    [Test]
    public void A_folder_that_another_sweep_uses_is_refused()
    {
        using SweepCase sweep = new();
        using SweepFolder held = SweepFolder.Open(sweep.PathOf("out"), "lossy", SweepShard.Whole);
        Assert.That(() => sweep.Run("out"), Throws.TypeOf<ResultsException>().With.Message.Contains("another sweep is using the folder"));
        Assert.That(() => sweep.Run("out", request => request with { Shard = new SweepShard(1, 2) }), Throws.TypeOf<ResultsException>());
    }

    [Test]
    public void Parts_of_one_sweep_share_a_folder()
    {
        using SweepCase sweep = new();
        using SweepFolder first = SweepFolder.Open(sweep.PathOf("out"), "lossy", new SweepShard(1, 2));
        Assert.That(() => SweepFolder.Open(sweep.PathOf("out"), "lossy", new SweepShard(2, 2)).Dispose(), Throws.Nothing);
        Assert.That(() => SweepFolder.Open(sweep.PathOf("out"), "lossy", new SweepShard(1, 2)).Dispose(), Throws.TypeOf<ResultsException>());
        Assert.That(() => SweepFolder.Open(sweep.PathOf("out"), "lossy", new SweepShard(1, 3)).Dispose(), Throws.TypeOf<ResultsException>());
    }

    [Test]
    public void The_table_of_another_scenario_is_refused()
    {
        using SweepCase sweep = new();
        sweep.Run("out", null, "sweep.repetitions=1");
        Assert.That(
            () => sweep.Run("out", null, "name=other"),
            Throws.TypeOf<ResultsException>().With.Message.Contains("is from a sweep of 'lossy', not of 'other'"));
    }

    [Test]
    public void Somebody_elses_files_are_refused()
    {
        using SweepCase sweep = new();
        Directory.CreateDirectory(sweep.PathOf("out"));
        File.WriteAllText(sweep.PathOf("out/thesis.tex"), "");
        Assert.That(() => sweep.Run("out"), Throws.TypeOf<ResultsException>().With.Message.Contains("holds other files"));
        File.WriteAllText(sweep.PathOf("out/runs.parquet"), "not a table");
        Assert.That(() => sweep.Run("out"), Throws.TypeOf<ResultsException>().With.Message.Contains("runs.parquet"));
    }

    [Test]
    public void The_constraint_chooses_by_quantity_and_by_word()
    {
        using SweepCase sweep = new();
        SweepPlan plan = sweep.Plan("sweep.where=not (stack.congestion == cubic and links.core.delay >= 0.02 s)");
        Assert.That(
            plan.Points.Select(point => string.Join(' ', point.Values.Select(value => value.Value))),
            Is.EqualTo((string[])["5 ms reno", "5 ms cubic", "20 ms reno"]));
    }
}
