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

    [Test]
    public void A_transfer_that_is_done_and_a_client_that_was_given_up_are_told_as_that()
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.RunText("""
            name: silence
            duration: 45 s
            isps:
              isp1: { rate: 10 Mbit/s, delay: 5 ms }
            hosts:
              push: { nics: { nic1: isp1 } }
              server: { nics: { nic1: isp1 } }
            stack: { transport: tcp }
            applications:
              - { name: server, kind: rtmp-server, host: server }
              - { name: push, kind: rtmp-push, host: push, to: rtmp://server/live/s, media: synthetic }
              - { name: done, kind: bulk, from: push, to: server, bytes: 100 kB }
            timeline:
              - { at: 3 s, block: isp1 }
              - { at: 40 s, unblock: isp1 }

            """);
        RunRecord run = RunReader.Read(outcome.Folder);

        Assert.That(run.Notices, Has.Some.EqualTo("server: connections ended by a time-out: 1"));
        Assert.That(new Explanation(run).IdlePaths(), Has.Some.Match("^done, push.nic1 - server.nic1, 3-40 s .*: there was nothing to send.$"));
    }

    [Test]
    public void A_subflow_whose_endpoint_was_removed_is_closed_and_watched_no_longer()
    {
        using TestRuns runs = new();
        RunOutcome outcome = runs.Run("handover", "duration=30 s", "timeline=[{ at: 10 s, remove-endpoint: push.nic2 }]", "expect=[]");
        RunRecord run = RunReader.Read(outcome.Folder);
        SubflowRecord[] subflows = [.. run.Connections.Single(connection => connection.Name == "push-server").Subflows];
        SubflowRecord[] removed = [.. subflows.Where(subflow => subflow.ClosedAt is not null)];

        Assert.That((removed.Length, subflows.Length), Is.EqualTo((2, 4)));
        Assert.That(removed.Select(subflow => subflow.ClosedAt!.Value.Seconds), Is.All.InRange(10, 10.1));
        Assert.That(removed.Select(subflow => subflow.Samples[^1].At.Seconds), Is.All.InRange(10, 10.3));
        Assert.That(removed.Select(subflow => subflow.Samples[^1].InFlightBytes), Is.All.Zero);
    }
}
