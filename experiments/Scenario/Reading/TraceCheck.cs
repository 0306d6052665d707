using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Whether the steps of a table of rates make sense together.</summary>
internal static class TraceCheck
{
    /// <summary>What is wrong; null if nothing is.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="repeat">After what time they begin again; null: never.</param>
    public static string? Complaint(IReadOnlyList<TraceStep> steps, Duration? repeat)
    {
        if (steps.Count == 0 || steps[0].From != Duration.Zero)
        {
            return "a table of rates begins at 0 s";
        }

        for (int i = 1; i < steps.Count; i++)
        {
            if (steps[i].From <= steps[i - 1].From)
            {
                return $"'{steps[i].From}' comes after '{steps[i - 1].From}'; the times of a table rise";
            }
        }

        return steps.All(step => step.Rate.BitsPerSecond == 0) ? "a table needs a rate above 0 bit/s somewhere"
            : repeat <= steps[^1].From ? $"'{repeat}' is no later than the last step; a table begins again after that"
            : null;
    }
}
