using NUnit.Framework;
using Protocols.Mptcp.Schedulers;

namespace Tests.Mptcp.Schedulers;

/// <summary>
/// mptcp_blest.c, 0.95. The fast subflow has 20 ms, the slow one 100 ms: while a segment is under way on the slow one,
/// the fast one has 100 / 20 + 1 = 6 round trips.
/// </summary>
public class BlestTests
{
    // Slow start: 10 (2^6 - 1) = 630 packets times lambda = 1.2 are 756. The window must hold them and the segment
    // itself.
    [TestCase(756 + 1, 1)]
    [TestCase(756, -1)]
    public void The_slow_subflow_is_used_when_the_window_holds_what_the_fast_one_will_send_meanwhile(int window, int expected)
    {
        ScheduledConnection connection = FastIsFull();
        SetWindow(connection, window);

        Assert.That(connection.Ask(new Blest()), Is.EqualTo(expected));
    }

    // Congestion avoidance: (10 + (6 - 1) / 2) 6 = 72 packets times 1.2 are 86.4, and 2 that wait in the slow one.
    [TestCase(90, 1)]
    [TestCase(89, -1)]
    public void What_the_slow_subflow_has_in_flight_takes_window_too(int window, int expected)
    {
        ScheduledConnection connection = FastIsFull();
        connection[0].Tcp.Sender.CongestionWindow.SlowStartThreshold = 5;
        connection.Give(1, 2);
        SetWindow(connection, window);

        Assert.That(connection.Ask(new Blest()), Is.EqualTo(expected));
    }

    [Test]
    public void The_fast_subflow_is_used_whatever_the_window()
    {
        Assert.That(new ScheduledConnection(20, 100).Waiting(packets: 1).Ask(new Blest()), Is.Zero);
    }

    private static ScheduledConnection FastIsFull() => new ScheduledConnection(20, 100).Waiting(packets: 2000).Give(0, 10);

    // The receiver's window only grows: what lies below its end minus the wanted one counts as acknowledged.
    private static void SetWindow(ScheduledConnection connection, int packets)
    {
        long unacknowledged = connection.Queue.Unacknowledged;
        connection.Queue.OnAcknowledgment(unacknowledged, unacknowledged + (long)packets * connection.Segment);
        Assert.That(connection.Queue.WindowEnd - unacknowledged, Is.EqualTo((long)packets * connection.Segment));
    }
}
