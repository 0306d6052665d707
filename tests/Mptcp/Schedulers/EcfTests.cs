using NUnit.Framework;
using Protocols.Mptcp.Schedulers;

namespace Tests.Mptcp.Schedulers;

/// <summary>
/// mptcp_ecf.c, 0.95. After one sample R, rttvar is 2 R or at least 200 ms, and delta half of the larger one. Both
/// windows are 10 packets, and k packets wait.
/// </summary>
public class EcfTests
{
    // 20 ms and 900 ms: delta = 900 ms. The fast one is done sooner while 20 (max(k, 10) + 10) < 10 (900 + 900): k < 890.
    // The slow one would take 900 max(k, 10) >= 10 (2 x 20 + 900) from k = 11 on.
    [TestCase(100, -1)]
    [TestCase(889, -1)]
    [TestCase(891, 1)]
    public void It_waits_for_the_fast_subflow_while_that_completes_sooner(int waiting, int expected)
    {
        Assert.That(FastIsFull(20, 900, waiting).Ask(new Ecf()), Is.EqualTo(expected));
    }

    [Test]
    public void Once_it_waits_it_goes_on_waiting_for_a_quarter_longer()
    {
        // 4 x 20 (k + 10) < 5 x 10 x 1800: k < 1115.
        Ecf scheduler = new();
        ScheduledConnection connection = FastIsFull(20, 900, waiting: 500);
        Assert.That(connection.Ask(scheduler), Is.EqualTo(-1));

        connection.Waiting(packets: 600);
        Assert.That(connection.Ask(scheduler), Is.EqualTo(-1), "1100 packets");

        connection.Waiting(packets: 30);
        Assert.That(connection.Ask(scheduler), Is.EqualTo(1), "1130 packets");
    }

    [Test]
    public void A_slow_subflow_that_is_not_too_slow_is_used()
    {
        // delta = 100 ms: 20 x 20 < 10 (30 + 100), but 30 x 10 < 10 (2 x 20 + 100): it is as good as waiting.
        Assert.That(FastIsFull(20, 30, waiting: 1).Ask(new Ecf()), Is.EqualTo(1));
    }

    private static ScheduledConnection FastIsFull(int fast, int slow, int waiting) =>
        new ScheduledConnection(fast, slow).Waiting(10).Give(0, 10).Waiting(waiting);
}
