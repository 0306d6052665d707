using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Results.Figures;
using Results.Recording;
using static Tests.Results.SampleRun;

namespace Tests.Results;

public class FigureDataTests
{
    [Test]
    public void The_papers_figure_shows_what_push_sends_and_what_the_client_receives()
    {
        TimeFigure figure = NicRatesFigure.Of(FourPhases())!;

        Assert.That(
            figure.Panels.Select(panel => panel.Title),
            Is.EqualTo(new[] { "Push: outgoing rate", "Client: incoming rate" }));
        Assert.That(figure.Panels.Select(panel => panel.YLabel), Is.All.EqualTo("Mbit/s"));
        foreach (FigurePanel panel in figure.Panels)
        {
            Assert.That(panel.Series.Select(series => series.Name), Is.EqualTo(new[] { "nic1", "nic2" }));
            Assert.That(Levels(panel.Series[0]), Is.EqualTo(new[] { 4.0, 8, 0, 4 }).Within(1e-9));
            Assert.That(Levels(panel.Series[1]), Is.EqualTo(new[] { 4.0, 0, 8, 4 }).Within(1e-9));
        }
    }

    [Test]
    public void Its_points_are_half_a_second_apart()
    {
        FigureSeries series = NicRatesFigure.Of(FourPhases())!.Panels[0].Series[0];

        Assert.That(series.Seconds, Is.EqualTo(Enumerable.Range(0, 200).Select(i => 0.25 + (0.5 * i))).Within(1e-9));
        Assert.That(series.Values, Has.Count.EqualTo(200));
    }

    [Test]
    public void Phases_and_events_are_those_of_the_run()
    {
        TimeFigure figure = NicRatesFigure.Of(FourPhases())!;

        Assert.That(figure.Phases, Is.EqualTo(new[]
        {
            new FigureSpan(0, 25, "all up"),
            new FigureSpan(25, 50, "isp2 blocked"),
            new FigureSpan(50, 75, "isp1 blocked"),
            new FigureSpan(75, 100, "all up"),
        }));
        Assert.That(figure.Events, Is.EqualTo(new[]
        {
            new FigureMark(25, "block isp2"),
            new FigureMark(50, "unblock isp2, block isp1"),
            new FigureMark(75, "unblock isp1"),
        }));
        Assert.That(figure.EndSeconds, Is.EqualTo(100));
    }

    [Test]
    public void Where_nobody_pushes_or_plays_the_hosts_that_sent_and_received_most_take_their_place()
    {
        TimeFigure figure = NicRatesFigure.Of(WithNics(
            Nic("quiet", sent: 10, received: 10),
            Nic("sender", sent: 1000, received: 10),
            Nic("receiver", sent: 10, received: 1000)))!;

        Assert.That(
            figure.Panels.Select(panel => panel.Title),
            Is.EqualTo(new[] { "Sender: outgoing rate", "Receiver: incoming rate" }));
    }

    [Test]
    public void A_run_without_interfaces_has_no_figures() =>
        Assert.That(RunReport.FiguresOf(WithNics()), Is.Empty);

    [Test]
    public void The_playback_figure_shows_the_waits_and_the_stalls()
    {
        RunRecord run = FourPhases();
        TimeFigure figure = PlaybackFigure.Of(run, run.Players[0])!;
        FigureSeries waits = figure.Panels[1].Series[0];
        IEnumerable<(double, double)> outages = waits.Seconds.Zip(waits.Values).Where(point => point.Second > 0.5);

        Assert.That(figure.FileName, Is.EqualTo("playback-client"));
        Assert.That(figure.Panels[0].Alarms, Is.EqualTo(new[] { new FigureSpan(52, 53.25, "stall") }));
        Assert.That(figure.Panels[1].Stems, Is.True);

        // The last frame before each outage was due at 25.00 and 50.00 s; the last of all at 99.96 s.
        Assert.That(outages.Select(point => point.Item1), Is.EqualTo(new[] { 26.2, 53 }).Within(1e-9));
        Assert.That(outages.Select(point => point.Item2), Is.EqualTo(new[] { 1.2, 3 }).Within(1e-9));
    }

    [Test]
    public void While_no_frames_come_the_buffer_drains_as_fast_as_the_player_plays()
    {
        RunRecord run = FourPhases();
        FigureSeries buffer = PlaybackFigure.Of(run, run.Players[0])!.Panels[0].Series[0];
        List<(double Seconds, double Level)> points = [.. buffer.Seconds.Zip(buffer.Values)];

        // 2 s of media at 50 s are gone at 52 s, and the level stays 0 until 53 s.
        Assert.That(points, Does.Contain((52.0, 0.0)));
        Assert.That(points, Does.Contain((53.0, 0.0)));
        Assert.That(points.Where(point => point.Seconds is > 52.01 and < 52.99), Is.Empty);

        // 1.2 s of the 2 s are gone when frames come again at 26.2 s.
        Assert.That(points.First(point => point.Seconds == 26.2).Level, Is.EqualTo(0.8).Within(1e-9));
    }

    [Test]
    public void A_player_without_frames_has_no_figure()
    {
        RunRecord run = FourPhases();
        PlayerRecord blind = new() { Name = "blind", Host = "client", StartedAt = At(0), Log = [] };

        Assert.That(PlaybackFigure.Of(run, blind), Is.Null);
    }

    [Test]
    public void A_run_has_at_most_five_figures()
    {
        RunRecord run = FourPhases();
        RunRecord crowd = new()
        {
            Scenario = "crowd",
            Seed = 1,
            Duration = run.Duration,
            Interval = run.Interval,
            Stack = "model",
            Phases = run.Phases,
            Nics = run.Nics,
            Players = [.. Enumerable.Repeat(run.Players[0], 100)],
            Engine = run.Engine,
        };

        Assert.That(RunReport.FiguresOf(crowd), Has.Count.EqualTo(5));
    }

    private static IEnumerable<double> Levels(FigureSeries series) =>
        series.Values.Chunk(2 * PhaseSeconds).Select(phase => phase.Average());

    private static NicRecord Nic(string host, long sent, long received) =>
        new() { Host = host, Name = "n", Samples = [default, new(At(100), sent, received, 1, 1, 0)] };

    private static RunRecord WithNics(params NicRecord[] nics) => new()
    {
        Scenario = "nics",
        Seed = 1,
        Duration = Duration.FromSeconds(100),
        Interval = Duration.FromMilliseconds(100),
        Stack = "model",
        Phases = [new RunPhase(At(0), At(100), "all up")],
        Nics = nics,
        Engine = new EngineRecord(0, 0, 0, 0, 0),
    };
}
