using System.Collections.Generic;
using NUnit.Framework;

namespace Tests.Mptcp.Reinjection;

/// <summary>
/// When a path fails at the moment at which another comes back: mptcp_pm_subflow_chk_stale and mptcp_pm_nl_subflow_chk_stale (pm.c,
/// pm_kernel.c) look for a subflow with a stale count below stale_loss_cnt - 1, and clear the count of one only while it has data in
/// flight. Real connections hang like this, too (the MIB SubflowStale stays, MPTCPRetrans rises by one each 200 ms).
/// </summary>
public class StuckStreamTests
{
    private const int Fragment = 100;
    private const int Fragments = 60;

    [Test]
    public void A_subflow_that_was_stale_and_is_fast_is_no_alternative_and_data_moves_a_fragment_at_a_time()
    {
        TwoPaths paths = WithStaleSecond();
        int staleCount = paths[1].StaleCount;

        // The first is the only one that may be used: all goes there, and it fails before any of it is out.
        paths.Cut(0);
        paths.Write(Fragment, Fragments);
        paths.Mend(1);
        while (paths[1].HasOutstanding)
        {
            paths.Run(0.01);
        }

        List<long> advances = paths.Advances(5);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(paths[1].IsActive);
            Assert.That(paths[1].StaleCount, Is.GreaterThanOrEqualTo(staleCount), "the second's count");
            Assert.That(paths[0].StaleCount, Is.GreaterThan(4), "the first's count");
            Assert.That(paths[0].IsStale, Is.False);
            Assert.That(paths.Connection.StaleSubflows, Is.EqualTo(1));
            Assert.That(advances, Has.Count.GreaterThanOrEqualTo(8));
            Assert.That(advances, Has.All.EqualTo(Fragment));
            Assert.That(paths.Connection.HasUnacknowledged);
        }

        // Only the path itself ends it.
        paths.Mend(0);
        paths.Run(60);
        Assert.That(paths.Queue.IsAllAcknowledged);
        Assert.That(paths.Connection.StaleSubflows, Is.EqualTo(1));
    }

    [Test]
    public void A_fresh_subflow_is_an_alternative_and_takes_everything_at_once()
    {
        TwoPaths paths = new(firstRoundTrip: 300, secondRoundTrip: 1);
        paths.Cut(0);
        paths.Write(Fragment, Fragments);
        paths.AddSecond();

        List<long> advances = paths.Advances(10);

        Assert.That(paths.Connection.StaleSubflows, Is.EqualTo(1));
        Assert.That(paths[0].IsStale);
        Assert.That(paths.Queue.IsAllAcknowledged);
        Assert.That(advances[^1], Is.GreaterThan(Fragments / 2 * Fragment));
    }

    // Both carry data, then nothing is heard of the second for more than stale_loss_cnt periods.
    private static TwoPaths WithStaleSecond()
    {
        TwoPaths paths = new(firstRoundTrip: 300, secondRoundTrip: 1);
        paths.AddSecond();
        paths.Run(5);
        paths.Cut(1);
        for (int i = 0; i < 50; i++)
        {
            paths.Write(Fragment, times: 2);
            paths.Run(0.1);
        }

        paths.Run(5);
        Assert.That(paths.Connection.StaleSubflows, Is.EqualTo(1));
        Assert.That(paths.Queue.IsAllAcknowledged);
        Assert.That(paths[1].StaleCount, Is.GreaterThan(4));
        return paths;
    }
}
