using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Results.Figures;
using Results.Statistics;

namespace Tests.Sweep;

public class SweepReportTests
{
    private const string Figure = "sweep.figures=[{ x: links.core.delay, y: connections.bulk.goodput_mbit_s, by: stack.congestion }]";

    [Test]
    public void A_sweep_ends_in_figures_and_one_page_that_needs_nothing_else()
    {
        using SweepCase sweep = new();
        string[] files = [.. sweep.Run("out", null, Figure).Files];
        Assert.That(files, Is.EqualTo((string[])["runs.parquet", "report.html", "figures/01-connections.bulk.goodput_mbit_s.png"]));
        string page = File.ReadAllText(sweep.PathOf("out/report.html"));
        Assert.That(page, Does.Contain("12 of 12 runs finished").And.Contain("goodput of bulk in Mbit/s"));
        Assert.That(page, Does.Not.Contain("src=").And.Not.Contain("<script").And.Not.Contain("<link"));
    }

    [Test]
    public void The_report_names_runs_with_the_command_that_repeats_each_alone()
    {
        using SweepCase sweep = new();
        sweep.Run("out", null, Figure);
        string page = File.ReadAllText(sweep.PathOf("out/report.html"));
        Assert.That(page, Does.Match("simulator run x --set &#39;links.core.delay=(5|20) ms&#39; --set stack.congestion=(reno|cubic) --seed [123]"));
    }

    [Test]
    public void A_sweep_without_figures_gets_one_that_is_worth_seeing()
    {
        using SweepCase sweep = new();
        Assert.That(sweep.Run("out").Files, Has.Member("figures/01-connections.bulk.goodput_mbit_s.png"));
    }

    [Test]
    public void The_report_is_made_again_from_what_is_on_disk()
    {
        using SweepCase sweep = new();
        sweep.Run("out", null, Figure);
        string page = File.ReadAllText(sweep.PathOf("out/report.html"));
        File.Delete(sweep.PathOf("out/report.html"));
        SweepReport.Write(sweep.PathOf("out"));
        Assert.That(WithoutNumbersOfClips(File.ReadAllText(sweep.PathOf("out/report.html"))), Is.EqualTo(WithoutNumbersOfClips(page)));
    }

    // The library that draws counts its clip paths on from figure to figure.
    private static string WithoutNumbersOfClips(string page) => Regex.Replace(page, "cl_[0-9a-f]+", "");

    [Test]
    public void A_sweep_compared_with_itself_has_not_changed()
    {
        using SweepCase sweep = new();
        sweep.Run("out");
        ComparedResult result = ComparedResult.Read(sweep.PathOf("out"));
        ResultComparison comparison = ResultComparison.Of(result, result);
        Assert.That((comparison.Numbers.Count, comparison.Settings.Count, comparison.Pairs), Is.EqualTo((0, 0, 12)));
    }

    [Test]
    public void Two_sweeps_are_compared_seed_by_seed_and_the_changed_setting_is_named()
    {
        using SweepCase sweep = new();
        sweep.Run("before");
        sweep.Run("after", null, "links.core.rate=1 Mbit/s");
        ResultComparison comparison = ResultComparison.Of(
            ComparedResult.Read(sweep.PathOf("before")), ComparedResult.Read(sweep.PathOf("after")));
        Assert.That(comparison.Settings.Single(), Is.EqualTo(new ChangedSetting("links.core.rate", "2 Mbit/s", "1 Mbit/s")));
        Assert.That(comparison.Pairs, Is.EqualTo(12));

        // Half the rate: at most 1 Mbit/s of what was up to 2, at all 12 points.
        ChangedNumber goodput = comparison.Numbers.Single(number => number.Name == "connections.bulk.goodput_mbit_s");
        Assert.That(goodput.IsSignificant, Is.True);
        Assert.That(goodput.Comparison.MeanAfter, Is.LessThan(1));
        Assert.That(goodput.Comparison.Difference.High, Is.LessThan(0));
    }
}
