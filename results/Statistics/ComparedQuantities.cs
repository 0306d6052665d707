using System;
using System.Collections.Generic;
using System.Linq;
using Results.Recording;

namespace Results.Statistics;

/// <summary>Takes the numbers of a run that stacks are compared by.</summary>
public static class ComparedQuantities
{
    // A few probes or acknowledgments on a blocked interface.
    private const double RateTolerance = 0.1;

    // Two frames of a video, and what a command needs until it has its effect.
    private const double TimeTolerance = 0.1;
    private const double ShareTolerance = 0.03;
    private const double SegmentTolerance = 10;
    private const double MegabyteTolerance = 0.1;
    private const double CountTolerance = 0.5;

    /// <summary>All of them, in the order of the report.</summary>
    public static IEnumerable<ComparedQuantity> Of(RunRecord run)
    {
        RunSummary summary = RunSummary.Of(run);
        return summary.Nics.SelectMany(nic => OfNic(nic, run))
            .Concat(summary.Players.SelectMany(player => OfPlayer(player, run)))
            .Concat(summary.Connections.SelectMany(OfConnection));
    }

    private static IEnumerable<ComparedQuantity> OfNic(NicSummary nic, RunRecord run)
    {
        const string Group = "Rates of the interfaces (Mbit/s)";
        for (int phase = 0; phase < run.Phases.Count; phase++)
        {
            string when = run.Phases.Count == 1 ? "" : FormattableString.Invariant($", phase {phase + 1}");
            yield return new ComparedQuantity(Group, $"{nic.Key} out{when}", nic.TxMegabitsPerSecond[phase], RateTolerance);
            yield return new ComparedQuantity(Group, $"{nic.Key} in{when}", nic.RxMegabitsPerSecond[phase], RateTolerance);
        }

        yield return new ComparedQuantity(Group, $"{nic.Key} out, peak", nic.PeakTxMegabitsPerSecond, RateTolerance);
    }

    private static IEnumerable<ComparedQuantity> OfPlayer(PlayerSummary player, RunRecord run)
    {
        const string Group = "Playback (s)";
        for (int i = 0; i < player.GapAfterEventSeconds.Count; i++)
        {
            if (player.GapAfterEventSeconds[i] is { } gap)
            {
                yield return new ComparedQuantity(Group, $"{player.Name}: longest gap after '{run.Events[i].Text}'", gap, TimeTolerance);
            }
        }

        if (player.StartupSeconds is { } startup)
        {
            yield return new ComparedQuantity(Group, $"{player.Name}: from asking to the first picture", startup, TimeTolerance);
        }

        yield return new ComparedQuantity(Group, $"{player.Name}: time in which the picture stood still", player.StallTimeSeconds, TimeTolerance);
    }

    private static IEnumerable<ComparedQuantity> OfConnection(ConnectionSummary connection)
    {
        const string Group = "Connections";
        if (connection.GoodputMegabitsPerSecond is { } goodput)
        {
            yield return new ComparedQuantity(Group, $"{connection.Name}: goodput (Mbit/s)", goodput, RateTolerance);
        }

        yield return new ComparedQuantity(Group, $"{connection.Name}: subflows", connection.Subflows, CountTolerance);
        double sent = connection.Subflow.Sum(subflow => subflow.DeliveredBytes);
        foreach (IGrouping<string, SubflowSummary> path in connection.Subflow.GroupBy(subflow => $"{HostOf(subflow.Local)} to {HostOf(subflow.Remote)}"))
        {
            double share = sent > 0 ? path.Sum(subflow => subflow.DeliveredBytes) / sent : 0;
            yield return new ComparedQuantity(Group, $"{connection.Name}: share of {path.Key}", share, ShareTolerance);
        }

        yield return new ComparedQuantity(
            Group, $"{connection.Name}: segments sent again", connection.RetransmittedSegments, SegmentTolerance);
        yield return new ComparedQuantity(
            Group, $"{connection.Name}: sent again on another subflow (MB)", connection.ReinjectedBytes / 1e6, MegabyteTolerance);
    }

    // "[fd00::1]:1935" and "10.1.1.2:1935" without the port, which differs from run to run.
    private static string HostOf(string endpoint) => endpoint[..endpoint.LastIndexOf(':')].Trim('[', ']');
}
