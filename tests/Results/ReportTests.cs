using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Results.Figures;
using Results.Recording;
using Results.Statistics;
using static Tests.Results.SampleRun;

namespace Tests.Results;

public class ReportTests
{
    private static readonly RunExpectation _held = new("connections.push-server.subflows == 2", Holds: true, Value: 2);
    private static readonly RunExpectation _failed = new("players.client.stalls == 0", Holds: false, Value: 1);

    [Test]
    public void The_verdict_comes_before_everything_else()
    {
        string html = Html(FourPhases(), _held, _failed);

        int verdict = html.IndexOf("1 of 2 expectations does not hold.", System.StringComparison.Ordinal);
        Assert.That(verdict, Is.Positive);
        Assert.That(html.IndexOf("<h2>", System.StringComparison.Ordinal), Is.GreaterThan(verdict));
        Assert.That(html, Does.Contain("✗ players.client.stalls == 0 (measured 1)"));
        Assert.That(html, Does.Contain("✓ connections.push-server.subflows == 2 (measured 2)"));
    }

    [Test]
    public void The_report_needs_no_other_file_no_script_and_no_network()
    {
        string html = Html(FourPhases(), _held);

        foreach (string outside in new[] { "<script", "<link", "src=", "href=\"h", "href=\"/", "@import", "url(h" })
        {
            Assert.That(html, Does.Not.Contain(outside));
        }
    }

    [Test]
    public void The_report_says_what_was_run_and_how_to_repeat_it()
    {
        string html = Html(FourPhases());

        foreach (string text in new[]
        {
            "simulator run handover.yaml --seed 1",
            "ip -6 rule add from fd00:1:1::2 table 1000",
            "isp2: 10 Mbit/s, 5 ms, queue 50 ms, loss 0.1 %",
            "50 s: unblock isp2, block isp1",
            "push sends clip.flv",
            "00000000000000bb",
            "runtime: .NET 10.0.0",
            "The kernel of this machine was not used: the stack is a model.",
            "1,000,000 events, 600,000 packet-hops",
        })
        {
            Assert.That(html, Does.Contain(text));
        }
    }

    [Test]
    public void Rates_stand_in_a_table_of_phases_and_interfaces()
    {
        string html = Html(FourPhases());

        Assert.That(html, Does.Contain("<th scope=\"col\">25–50 s, isp2 blocked</th>"));
        Assert.That(html, Does.Contain(
            "<th scope=\"row\">push.nic1 out</th><td>4.00</td><td>8.00</td><td>0.00</td><td>4.00</td>"));
    }

    [Test]
    public void Texts_of_the_user_are_text_and_not_markup()
    {
        RunRecord run = new()
        {
            Scenario = "<b>bold</b>",
            Description = "a & b \"quoted\"",
            ScenarioJson = """{ "name": "</code><script>alert(1)</script>" }""",
            Seed = 1,
            Duration = Duration.FromSeconds(1),
            Interval = Duration.FromMilliseconds(100),
            Stack = "model",
            Phases = [],
            Notices = ["<i>notice</i>"],
            Engine = new EngineRecord(0, 0, 0, 0, 0),
        };

        string html = Html(run);

        Assert.That(html, Does.Contain("<h1>&lt;b&gt;bold&lt;/b&gt;</h1>"));
        Assert.That(html, Does.Contain("a &amp; b"));
        Assert.That(html, Does.Not.Contain("<script"));
        Assert.That(html, Does.Not.Contain("<i>"));
    }

    [Test]
    public void A_run_with_nothing_but_interfaces_has_a_report_without_empty_parts()
    {
        string html = Html(NicsOnly());

        Assert.That(html, Does.Contain("the scenario expects nothing in particular"));
        Assert.That(html, Does.Contain("Rates of the interfaces"));
        foreach (string heading in new[] { "What the viewers saw", "Connections", "Links", "Timeline" })
        {
            Assert.That(html, Does.Not.Contain($">{heading}<"));
        }
    }

    [Test]
    public void A_table_too_long_to_read_is_cut_and_says_so()
    {
        RunRecord run = FourPhases();
        RunRecord large = new()
        {
            Scenario = "large",
            Seed = 1,
            Duration = run.Duration,
            Interval = run.Interval,
            Stack = "model",
            Phases = run.Phases,
            Nics = [.. Enumerable.Range(0, 100)
                .Select(i => new NicRecord { Host = $"h{i}", Name = "n", Samples = [] })],
            Engine = run.Engine,
        };

        string html = Html(large);

        Assert.That(html, Does.Contain("h19.n in"));
        Assert.That(html, Does.Not.Contain("h20.n out"));
        Assert.That(html, Does.Contain("160 more in the CSV files"));
    }

    [Test]
    public void The_verdict_names_the_event_behind_the_longest_wait()
    {
        RunRecord run = FourPhases();
        RunVerdict verdict = new(run, RunSummary.Of(run), [_held]);

        Assert.That(verdict.Holds, Is.True);
        Assert.That(verdict.Headline, Is.EqualTo("The expectation holds."));
        Assert.That(verdict.Sentences, Is.EqualTo(new[]
        {
            "client stalled once, for 1.25 s; the longest wait for a frame was 3.00 s, "
                + "after \"unblock isp2, block isp1\" at 50 s.",
        }));
    }

    [Test]
    public void Without_viewers_the_verdict_is_about_the_connections()
    {
        RunRecord run = FourPhases();
        RunRecord bulk = new()
        {
            Scenario = "bulk",
            Seed = 1,
            Duration = run.Duration,
            Interval = run.Interval,
            Stack = "model",
            Phases = run.Phases,
            Connections = run.Connections,
            Engine = run.Engine,
        };

        RunVerdict verdict = new(bulk, RunSummary.Of(bulk), [_failed, _failed]);

        Assert.That(verdict.Holds, Is.False);
        Assert.That(verdict.Headline, Is.EqualTo("2 of 2 expectations do not hold."));
        Assert.That(verdict.Sentences, Is.EqualTo(new[] { "push-server delivered 100.0 MB at 8.00 Mbit/s." }));
    }

    [Test]
    public void Figures_and_report_land_in_the_runs_folder()
    {
        string parent = Directory.CreateTempSubdirectory("results-").FullName;
        try
        {
            string path = Path.Combine(parent, "1");
            RunRecord run = FourPhases();
            using RunFolder folder = RunFolder.Stage(path);
            RunReport.Write(run, RunSummary.Of(run), [_held], folder);
            folder.Publish();

            IEnumerable<string> files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(path, file));
            Assert.That(files, Is.EquivalentTo(new[]
            {
                "report.html", "figures/nic-rates.png", "figures/nic-rates.svg", "figures/playback-client.png",
                "figures/playback-client.svg",
            }));
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    private static string Html(RunRecord run, params RunExpectation[] expectations)
    {
        IReadOnlyList<(TimeFigure, string)> figures =
            [.. RunReport.FiguresOf(run).Select(figure => (figure, TimeFigureRenderer.Svg(figure)))];
        return ReportWriter.Html(run, RunSummary.Of(run), expectations, figures);
    }
}
