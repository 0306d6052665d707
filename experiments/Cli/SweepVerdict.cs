using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Experiments.Sweep;
using Results.Recording;

namespace Experiments.Cli;

/// <summary>Tells in a few lines what came out of a sweep.</summary>
internal static class SweepVerdict
{
    private const int MostFailures = 10;

    /// <summary>Writes it: results to the terminal's output, failures to its errors.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="plan">The sweep.</param>
    /// <param name="outcome">What came out.</param>
    /// <param name="quiet">Whether to write of failures only.</param>
    public static void Write(Terminal terminal, SweepPlan plan, SweepOutcome outcome, bool quiet)
    {
        if (!quiet)
        {
            terminal.Out.WriteLine(Headline(plan, outcome));
            if (outcome.Unmet > 0)
            {
                terminal.Out.WriteLine(terminal.Bad(string.Create(
                    CultureInfo.InvariantCulture, $"{outcome.Unmet} of {outcome.Finished} runs do not meet what the scenario expects")));
            }
        }

        foreach (SweepFailure failure in outcome.Failures.Take(MostFailures))
        {
            terminal.Error.WriteLine($"failed: {failure.Reason}");
            terminal.Error.WriteLine($"  {failure.Command}");
        }

        if (outcome.Failures.Count > MostFailures)
        {
            terminal.Error.WriteLine(FormattableString.Invariant(
                $"and {outcome.Failures.Count - MostFailures} more; {SweepManifest.Name} has them all"));
        }

        if (outcome.Interrupted)
        {
            terminal.Error.WriteLine("interrupted; what is finished is kept, and the same command does the rest");
        }

        foreach (string file in quiet ? [] : outcome.Files)
        {
            terminal.Out.WriteLine(Path.Combine(outcome.Folder, file));
        }
    }

    private static string Headline(SweepPlan plan, SweepOutcome outcome)
    {
        string runs = string.Create(CultureInfo.InvariantCulture, $"{plan.Scenario.Name}: {outcome.Finished} of {outcome.Planned} runs finished");
        if (outcome.Done == 0)
        {
            return $"{runs}, none of them now";
        }

        // Of runs on other machines this process does not know the cost.
        string cost = outcome.CpuSeconds > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {outcome.CpuSeconds / outcome.Done:0.000} s of CPU each")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{runs}, {outcome.Done} of them now in {outcome.Seconds:0.0} s: {outcome.Done / outcome.Seconds:0.0} runs/s{cost}");
    }
}
