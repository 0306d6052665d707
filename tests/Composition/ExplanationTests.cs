using System.Linq;
using Experiments.Composition;
using NUnit.Framework;
using Results.Recording;
using Results.Statistics;
using Tests.Support;

namespace Tests.Composition;

/// <summary>What a run says of itself in words.</summary>
public class ExplanationTests
{
    [Test]
    public void The_stall_of_the_handover_is_put_down_to_the_timers_of_the_network_that_was_away()
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.Run("handover");
        Explanation explanation = new(RunReader.Read(outcome.Folder));
        string gaps = string.Join('\n', explanation.Gaps());
        Assert.That(gaps, Does.Match("client: nothing came for [0-9.]+ s, from [0-9.]+ s to [0-9.]+ s, after 'unblock isp2, block isp1' at 50 s"));
        Assert.That(gaps, Does.Match("nic2.*its timer doubled [0-9]+ times"));

        // Between 25 s and 50 s isp2 is blocked: no path over it carries anything.
        string[] idle = [.. explanation.IdlePaths().Where(line => line.Contains("25-50 s", System.StringComparison.Ordinal))];
        Assert.That(idle, Is.Not.Empty);
        Assert.That(idle, Is.All.Contain("nic2"));
    }
}
