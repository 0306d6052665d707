using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Results.Recording;
using Results.Statistics;

namespace Results.Figures;

/// <summary>
/// What a run says about its question, in plain words: for the head of the report and for the terminal.
/// </summary>
public sealed class RunVerdict
{
    // More than a handful of sentences is not a verdict.
    private const int MostSentences = 6;

    /// <summary>Judges a run.</summary>
    public RunVerdict(RunRecord run, RunSummary summary, IReadOnlyList<RunExpectation> expectations)
    {
        Holds = expectations.All(expectation => expectation.Holds);
        int failed = expectations.Count(expectation => !expectation.Holds);
        Headline = expectations.Count switch
        {
            0 => "The run finished; the scenario expects nothing in particular.",
            1 when Holds => "The expectation holds.",
            1 => "The expectation does not hold.",
            int all when Holds => Text($"All {all} expectations hold."),
            int all => Text($"{failed} of {all} expectations {(failed == 1 ? "does" : "do")} not hold."),
        };
        IEnumerable<string> sentences = summary.Players.Count > 0
            ? summary.Players.Select(player => About(player, run))
            : summary.Connections.Select(About);
        Sentences = [.. sentences.Take(MostSentences)];
    }

    /// <summary>Whether every expectation holds; true when there is none.</summary>
    public bool Holds { get; }

    /// <summary>Whether the expectations hold, in one sentence.</summary>
    public string Headline { get; }

    /// <summary>
    /// What the viewers saw or, in a run without viewers, what the connections achieved: a sentence each.
    /// </summary>
    public IReadOnlyList<string> Sentences { get; }

    private static string About(PlayerSummary player, RunRecord run)
    {
        if (player.FramesReceived == 0)
        {
            return $"{player.Name} never received a frame.";
        }

        string stalls = player.Stalls switch
        {
            0 => "played without a stall",
            1 => Text($"stalled once, for {player.StallTimeSeconds:0.00} s"),
            int times => Text($"stalled {times} times, {player.StallTimeSeconds:0.00} s in all"),
        };
        string wait = Text($"the longest wait for a frame was {player.LongestGapSeconds:0.00} s");
        int cause = player.GapAfterEventSeconds.ToList().FindIndex(gap => gap == player.LongestGapSeconds);
        string after = cause >= 0
            ? Text($", after \"{run.Events[cause].Text}\" at {run.Events[cause].At.Seconds:0.###} s")
            : "";
        return $"{player.Name} {stalls}; {wait}{after}.";
    }

    private static string About(ConnectionSummary connection) => connection.GoodputMegabitsPerSecond is double goodput
        ? Text($"{connection.Name} delivered {connection.BytesDelivered / 1e6:0.0} MB at {goodput:0.00} Mbit/s.")
        : Text($"{connection.Name} delivered {connection.BytesDelivered / 1e6:0.0} MB.");

    private static string Text(System.FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
