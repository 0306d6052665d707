using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Results.Recording;
using Results.Statistics;
using static Tests.Results.SampleRun;

namespace Tests.Results;

public class PlayerSummaryTests
{
    [Test]
    public void A_gap_belongs_to_the_entry_that_began_it_however_long_it_lasts()
    {
        PlayerSummary player = Summary([24.9, 80, 80.1], ends: 80.1);

        Assert.That(player.GapAfterEventSeconds, Is.EqualTo(new double?[] { 55.1, 0, 0.1 }).Within(1e-9));
    }

    [Test]
    public void A_stream_that_never_comes_back_is_a_gap_to_the_end_of_the_run()
    {
        PlayerSummary player = Summary([1, 1.1, 60], ends: null);

        Assert.That(player.LongestGapSeconds, Is.EqualTo(58.9).Within(1e-9));
        Assert.That(player.GapAfterEventSeconds, Is.EqualTo(new double?[] { 58.9, 0, 40 }).Within(1e-9));
    }

    [Test]
    public void A_gap_before_the_first_entry_is_charged_to_none()
    {
        PlayerSummary player = Summary([1, 5], ends: 5);

        Assert.That(player.LongestGapSeconds, Is.EqualTo(4).Within(1e-9));
        Assert.That(player.GapAfterEventSeconds, Is.EqualTo(new double?[] { 0, 0, 0 }));
    }

    [Test]
    public void Entries_at_one_instant_share_their_gap()
    {
        RunRecord run = Run([24.9, 26], ends: 26, new RunEvent(At(25), "block isp2"), new RunEvent(At(25), "set isp1"));

        Assert.That(
            RunSummary.Of(run).Players.Single().GapAfterEventSeconds,
            Is.EqualTo(new double?[] { 1.1, 1.1 }).Within(1e-9));
    }

    [Test]
    public void A_player_that_never_got_a_frame_has_no_gaps_and_no_lateness()
    {
        PlayerSummary player = Summary([], ends: null);

        Assert.That(player.LongestGapSeconds, Is.Null);
        Assert.That(player.MaxLatenessSeconds, Is.Null);
        Assert.That(player.StartupSeconds, Is.Null);
        Assert.That(player.FramesSent, Is.Null);
        Assert.That(player.GapAfterEventSeconds, Is.EqualTo(new double?[] { null, null, null }));
    }

    private static PlayerSummary Summary(double[] arrivals, double? ends)
    {
        RunRecord run =
            Run(arrivals, ends, new RunEvent(At(25), "a"), new RunEvent(At(50), "b"), new RunEvent(At(75), "c"));
        return RunSummary.Of(run).Players.Single();
    }

    private static RunRecord Run(double[] arrivals, double? ends, params RunEvent[] events) => new()
    {
        Scenario = "arrivals",
        Seed = 1,
        Duration = Duration.FromSeconds(100),
        Interval = Duration.FromMilliseconds(100),
        Stack = "model",
        Phases = [],
        Events = events,
        Players =
        [
            new PlayerRecord
            {
                Name = "p",
                Host = "h",
                StartedAt = At(0),
                EndedAt = ends is double end ? At(end) : null,
                Log = [.. arrivals.Select(at =>
                    new PlaybackEntry(At(at), 0, "video", 1, Duration.Zero, Duration.Zero))],
            },
        ],
        Engine = new EngineRecord(0, 0, 0, 0, 0),
    };
}
