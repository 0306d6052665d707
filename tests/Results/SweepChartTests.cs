using System.Collections.Generic;
using System.Linq;
using System.Text;
using NUnit.Framework;
using Results.Figures;
using Results.Recording;

namespace Tests.Results;

public class SweepChartTests
{
    private static readonly SweptParameter _delay = new("isps.isp1.delay", ["5 ms", "80 ms"], "isps.isp1.delay_s");
    private static readonly SweptParameter _control = new("stack.congestion", ["reno", "cubic"], null);

    private const string Stall = "players.client.stall_time_s";

    // Two delays, two controls, two seeds; the values are ten times the place of the delay, plus the control, plus the seed.
    private static readonly RunTable _table = new(8,
    [
        RunColumn.OfTexts("run", [.. Enumerable.Range(0, 8).Select(i => $"id{i}")]),
        RunColumn.OfNumbers("seed", [1, 2, 1, 2, 1, 2, 1, 2]),
        RunColumn.OfTexts("isps.isp1.delay", ["5 ms", "5 ms", "5 ms", "5 ms", "80 ms", "80 ms", "80 ms", "80 ms"]),
        RunColumn.OfNumbers("isps.isp1.delay_s", [0.005, 0.005, 0.005, 0.005, 0.08, 0.08, 0.08, 0.08]),
        RunColumn.OfTexts("stack.congestion", ["reno", "reno", "cubic", "cubic", "reno", "reno", "cubic", "cubic"]),
        RunColumn.OfNumbers(Stall, [1, 2, 2, 3, 11, 12, 12, 13]),
    ]);

    private static readonly SweepRecord _sweep = new() { Name = "s", Parameters = [_delay, _control] };

    private static Chart Of(SweepView view) => SweepCharts.Of(view, _sweep, _table, 1)!;

    [Test]
    public void Lines_go_through_the_means_and_bands_are_students_t()
    {
        Chart chart = Of(new SweepView(_delay.Path, Stall, _control.Path, "lines"));
        Assert.That(chart.Series.Select(series => series.Name), Is.EqualTo((string[])["reno", "cubic"]));
        ChartPoint first = chart.Series[0].Points[0];

        // Two values 1 and 2: mean 1.5, half the interval 12.706 * 0.7071 / 1.4142 = 6.353.
        Assert.That((first.X, first.Y), Is.EqualTo((5.0, 1.5)));
        Assert.That(first.High - first.Y, Is.EqualTo(6.353).Within(0.001));
        Assert.That(chart.Series[1].Points.Select(point => point.Y), Is.EqualTo((double[])[2.5, 12.5]));
    }

    [Test]
    public void Axes_say_their_units_and_the_note_says_what_bands_mean()
    {
        Chart chart = Of(new SweepView(_delay.Path, Stall, _control.Path, "lines"));
        Assert.That(chart.X!.Label, Is.EqualTo("isps.isp1.delay in ms"));
        Assert.That(chart.X.Names, Is.EqualTo((string[])["5", "80"]));
        Assert.That(chart.ValueLabel, Is.EqualTo("stall time of client in s"));
        Assert.That(chart.Note, Is.EqualTo("Lines: means of 2 runs each. Bands: 95 % confidence of the mean (Student's t)."));
    }

    [Test]
    public void The_note_names_what_was_averaged_over()
    {
        Chart chart = Of(new SweepView(_delay.Path, Stall, null, "bars"));
        Assert.That(chart.Note, Does.StartWith("Bars: means of 4 runs each, over all of congestion."));
        Assert.That(chart.Series.Single().Points.Select(point => point.Y), Is.EqualTo((double[])[2, 12]));
    }

    [Test]
    public void An_ecdf_ends_at_one_and_has_a_step_for_each_run()
    {
        Chart chart = Of(new SweepView(null, Stall, _control.Path, "ecdf"));
        Assert.That(chart.Series[0].Points.Select(point => (point.X, point.Y)), Is.EqualTo(((double, double)[])[(1, 0.25), (2, 0.5), (11, 0.75), (12, 1)]));
    }

    [TestCase("connections.push-server.goodput_mbit_s", "goodput of push-server in Mbit/s")]
    [TestCase("nics.push.nic1.tx_mbit_s[0]", "sending rate of push.nic1, phase 1 in Mbit/s")]
    [TestCase("players.client.gap_after_event_s[1]", "longest gap after event 2 of client in s")]
    [TestCase("links.core.a-b.mean_queue_ms", "mean queue of core.a-b in ms")]
    [TestCase("links.core.a-b.loss_ratio", "loss ratio of core.a-b")]
    [TestCase("let.fairness", "fairness")]
    public void A_column_is_named_in_words_with_its_unit(string column, string words)
    {
        RunTable table = new(8, [.. _table.Columns.Where(other => other.Name != Stall), RunColumn.OfNumbers(column, _table.Find(Stall)!.Numbers)]);
        Assert.That(SweepCharts.Of(new SweepView(_delay.Path, column, null, "lines"), _sweep, table, 1)!.ValueLabel, Is.EqualTo(words));
    }

    [Test]
    public void Values_far_apart_stand_on_a_logarithmic_scale()
    {
        ChartAxis axis = new("rate in Mbit/s", (double[])[1, 10, 100]);
        Assert.That(axis.IsLogarithmic, Is.True);
        Assert.That(axis.Positions, Is.EqualTo((double[])[0, 1, 2]).Within(1e-12));
        Assert.That(new ChartAxis("delay in ms", (double[])[5, 80]).IsLogarithmic, Is.False);
    }

    [Test]
    public void A_number_that_no_run_has_gives_no_chart() =>
        Assert.That(SweepCharts.Of(new SweepView(_delay.Path, "players.nobody.stalls", null, "lines"), _sweep, _table, 1), Is.Null);

    [TestCase("lines")]
    [TestCase("bars")]
    [TestCase("heatmap")]
    [TestCase("ecdf")]
    public void Every_kind_is_drawn_for_print_with_its_texts_in_our_own_typeface(string kind)
    {
        Chart chart = Of(new SweepView(kind == "ecdf" ? null : _delay.Path, Stall, _control.Path, kind));
        byte[] png = ChartRenderer.Png(chart);

        // The width stands in the 16th to 19th byte of a PNG (RFC 2083, 3.3 and 4.1.1).
        Assert.That((png[16] << 24) | (png[17] << 16) | (png[18] << 8) | png[19], Is.EqualTo(1800));
        string svg = ChartRenderer.Svg(chart);
        Assert.That(svg, Does.Contain("Inter, Helvetica").And.Match(">\\s*reno\\s*<"));
        Assert.That(svg, Does.Contain("stall time of client in s"));
    }

    [Test]
    public void A_table_comes_back_from_a_parquet_file_as_it_was()
    {
        string path = System.IO.Path.GetTempFileName();
        try
        {
            (string, bool)[] names = [.. _table.Columns.Select(column => (column.Name, column.IsText))];
            RunsParquet.Write(path, new Dictionary<string, string> { ["simulator.scenario"] = "s" }, names, [_table, _table]);
            RunTable back = RunsParquet.Read(path, _ => true);
            Assert.That(back.Rows, Is.EqualTo(16));
            Assert.That(back.Find(Stall)!.Numbers.Take(8), Is.EqualTo(_table.Find(Stall)!.Numbers));
            Assert.That(back.Find("run")!.Texts.Skip(8), Is.EqualTo(_table.Find("run")!.Texts));
            Assert.That(RunsParquet.ReadAbout(path)["simulator.scenario"], Is.EqualTo("s"));
            Assert.That(Encoding.ASCII.GetString(System.IO.File.ReadAllBytes(path), 0, 4), Is.EqualTo("PAR1"));
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
