using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Sweep;
using NUnit.Framework;
using Results.Recording;
using Tests.Media;

namespace Tests.Sweep;

public class SweepServiceTests
{
    [Test]
    public void A_sweep_has_a_row_for_every_combination_and_seed_in_the_order_of_the_grid()
    {
        using SweepCase sweep = new();
        SweepOutcome outcome = sweep.Run("out");
        Assert.That(outcome.Finished, Is.EqualTo(12));
        string[] rows = [.. sweep.Texts("out", "links.core.delay").Zip(
            sweep.Texts("out", "stack.congestion"), (delay, control) => $"{delay} {control}").Zip(
            sweep.Numbers("out", "seed"), (point, seed) => $"{point} {seed}")];
        Assert.That(rows, Is.EqualTo((string[])
        [
            "5 ms reno 1", "5 ms reno 2", "5 ms reno 3", "5 ms cubic 1", "5 ms cubic 2", "5 ms cubic 3",
            "20 ms reno 1", "20 ms reno 2", "20 ms reno 3", "20 ms cubic 1", "20 ms cubic 2", "20 ms cubic 3",
        ]));
        Assert.That(sweep.Numbers("out", "links.core.delay_s").Distinct(), Is.EqualTo((double?[])[0.005, 0.02]));
    }

    [Test]
    public void A_row_has_the_numbers_of_the_same_run_done_alone()
    {
        using SweepCase sweep = new();
        sweep.Run("out");
        sweep.Run("alone", null, "links.core.delay=20 ms", "stack.congestion=cubic", "seed=2", "sweep.repetitions=1");
        string[] columns = ["fingerprint.events", "fingerprint.nics"];
        foreach (string column in columns)
        {
            Assert.That(sweep.Texts("alone", column)[0], Is.EqualTo(sweep.Texts("out", column)[10]));
        }

        Assert.That(sweep.Numbers("out", "connections.bulk.bytes_delivered").Distinct().Count(), Is.GreaterThan(6), "seeds matter");
    }

    [Test]
    public void One_worker_and_eight_write_the_same_bytes()
    {
        using SweepCase sweep = new();
        sweep.Run("one");
        sweep.Run("eight", request => request with { Jobs = 8 });
        Assert.That(sweep.HashOf("eight"), Is.EqualTo(sweep.HashOf("one")));
    }

    [Test]
    public void An_interrupted_sweep_keeps_what_is_finished_and_ends_with_the_same_bytes()
    {
        using SweepCase whole = new();
        whole.Run("out");
        using SweepCase broken = new() { InterruptAfter = 5 };
        SweepOutcome first = broken.Run("out");
        Assert.That((first.Interrupted, first.Finished), Is.EqualTo((true, 5)));
        Assert.That(broken.Table("out").Rows, Is.EqualTo(5), "the table can be read at once");
        SweepOutcome second = broken.Run("out");
        SweepOutcome third = broken.Run("out");
        Assert.That((second.Done, third.Done, third.Finished), Is.EqualTo((5, 2, 12)));
        Assert.That(broken.HashOf("out"), Is.EqualTo(whole.HashOf("out")));
    }

    [Test]
    public void A_finished_sweep_runs_nothing_again_and_a_wider_one_only_what_is_new()
    {
        using SweepCase sweep = new();
        sweep.Run("out");
        Assert.That(sweep.Run("out").Done, Is.Zero);
        Assert.That(sweep.Run("out", null, "sweep.repetitions=4").Done, Is.EqualTo(4));
        Assert.That(sweep.Run("out", null, "links.core.delay=[5 ms, 20 ms, 80 ms]").Done, Is.EqualTo(6));
    }

    [Test]
    public void A_changed_scenario_is_run_again()
    {
        using SweepCase sweep = new();
        sweep.Run("out");
        Assert.That(sweep.Run("out", null, "links.core.rate=3 Mbit/s").Done, Is.EqualTo(12));
        Assert.That(sweep.Run("out").Done, Is.Zero, "what was finished before is still there");
    }

    [Test]
    public void A_changed_description_or_figure_changes_no_result()
    {
        using SweepCase sweep = new();
        sweep.Run("out");
        Assert.That(sweep.Run("out", null, "description=other words").Done, Is.Zero);
    }

    [Test]
    public void Shards_do_their_own_part_and_the_last_one_puts_the_table_together()
    {
        using SweepCase whole = new();
        whole.Run("out");
        using SweepCase parts = new();
        SweepOutcome first = parts.Run("out", request => request with { Shard = new SweepShard(1, 2) });
        Assert.That((first.Done, first.Files.Count), Is.EqualTo((6, 0)));
        SweepOutcome second = parts.Run("out", request => request with { Shard = new SweepShard(2, 2) });
        Assert.That((second.Done, second.Finished), Is.EqualTo((6, 12)));
        Assert.That(parts.HashOf("out"), Is.EqualTo(whole.HashOf("out")));
    }

    [Test]
    public void Merging_runs_nothing()
    {
        using SweepCase sweep = new();
        sweep.Run("out", request => request with { Shard = new SweepShard(2, 3) });
        SweepOutcome merged = sweep.Run("out", request => request with { MergeOnly = true });
        Assert.That((merged.Done, merged.Finished, merged.Planned, sweep.Table("out").Rows), Is.EqualTo((0, 4, 12, 4)));
    }

    [Test]
    public void A_run_whose_file_is_damaged_is_repeated()
    {
        using SweepCase sweep = new();
        sweep.Run("out");
        string hash = sweep.HashOf("out");
        string[] files = Directory.GetFiles(sweep.PathOf("out/finished"), "*.json", SearchOption.AllDirectories);
        File.Delete(files[0]);
        Assert.That(sweep.Run("out").Done, Is.EqualTo(1));
        Assert.That(sweep.HashOf("out"), Is.EqualTo(hash));
    }

    [Test]
    public void A_run_that_fails_is_reported_with_its_command_and_stops_no_other()
    {
        string? clip = null;
        using SweepCase sweep = new(SweepCase.Streaming) { BeforeRuns = () => File.Delete(clip!) };
        clip = sweep.PathOf("b.flv");
        byte[] media = MediaFiles.Read("bigI.flv");
        File.WriteAllBytes(sweep.PathOf("a.flv"), media);
        File.WriteAllBytes(clip, media);
        SweepOutcome outcome = sweep.Run("out");
        Assert.That((outcome.Finished, outcome.Planned), Is.EqualTo((1, 2)));
        Assert.That(outcome.Failures, Has.Count.EqualTo(1));
        Assert.That(outcome.Failures[0].Reason, Does.Contain("b.flv"));
        Assert.That(outcome.Failures[0].Command, Is.EqualTo("simulator run x --set applications.push.media=b.flv --seed 1"));
        Assert.That(sweep.Table("out").Rows, Is.EqualTo(1));
    }

    [Test]
    public void The_series_of_each_run_are_kept_where_asked()
    {
        using SweepCase sweep = new();
        sweep.Run("out");
        SweepOutcome outcome = sweep.Run("out", request => request with { Series = true }, "links.core.delay=5 ms", "stack.congestion=reno");
        Assert.That(outcome.Done, Is.EqualTo(3), "the numbers were there, the series were not");
        string[] folders = Directory.GetDirectories(sweep.PathOf("out/series"));
        Assert.That(folders.Select(Path.GetFileName), Is.EquivalentTo(sweep.Texts("out", "run")));
        Assert.That(File.ReadLines(Path.Combine(folders[0], "nics.csv")).First(), Does.StartWith("time_s,nic,tx_bytes"));
    }

    [Test]
    public void A_goal_of_precision_repeats_each_point_until_it_is_reached_whoever_runs_it()
    {
        const string Goal = "sweep.precision=10 % of connections.bulk.bytes_delivered";
        using SweepCase sweep = new();
        SweepOutcome outcome = sweep.Run("one", null, Goal, "sweep.max-repetitions=12");
        sweep.Run("four", request => request with { Jobs = 4 }, Goal, "sweep.max-repetitions=12");
        Assert.That(sweep.HashOf("four"), Is.EqualTo(sweep.HashOf("one")));

        // 12 runs would be no decision, 48 no precision reached.
        Assert.That(outcome.Finished, Is.GreaterThan(12).And.LessThan(48));
        IEnumerable<int> seeds = sweep.Texts("one", "links.core.delay").Zip(sweep.Texts("one", "stack.congestion")).GroupBy(point => point)
            .Select(point => point.Count());
        Assert.That(seeds, Is.All.Matches<int>(count => count % 3 == 0));
    }

    [Test]
    public void Quantities_that_the_scenario_names_have_columns()
    {
        using SweepCase sweep = new(SweepCase.Scenario + "let: { share: \"links.core.a-b.utilisation * 2\" }\n");
        sweep.Run("out");
        double?[] twice = [.. sweep.Numbers("out", "links.core.a-b.utilisation").Select(value => value * 2)];
        Assert.That(sweep.Numbers("out", "let.share"), Is.EqualTo(twice).Within(1e-9));
    }

    [Test]
    public void The_csv_has_the_rows_of_the_table()
    {
        using SweepCase sweep = new();
        sweep.Run("out", request => request with { Csv = true });
        string[] lines = File.ReadAllLines(sweep.PathOf("out/runs.csv"));
        RunTable table = sweep.Table("out");
        Assert.That(lines[0].Split(','), Is.EqualTo(table.Columns.Select(column => column.Name)));
        Assert.That(lines, Has.Length.EqualTo(13));
        Assert.That(lines[1].Split(',')[0], Is.EqualTo(table.Columns[0].Texts[0]));
    }
}
