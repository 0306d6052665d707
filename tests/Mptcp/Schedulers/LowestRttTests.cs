using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Mptcp;
using Protocols.Mptcp.Schedulers;

namespace Tests.Mptcp.Schedulers;

/// <summary>mptcp_sched.c, 0.95: get_available_subflow, mptcp_next_segment, mptcp_rcv_buf_optimization.</summary>
public class LowestRttTests
{
    [Test]
    public void The_lowest_round_trip_time_wins_until_its_window_is_full()
    {
        ScheduledConnection connection = new ScheduledConnection(50, 20, 80).Waiting(packets: 100);

        // Ten packets each, and then there is no room anywhere.
        Assert.That(connection.Schedule(new LowestRtt(), 100), Is.EqualTo(new string('1', 10) + new string('0', 10) + new string('2', 10) + "-"));
    }

    [Test]
    public void Of_equal_round_trip_times_the_first_subflow_wins()
    {
        Assert.That(new ScheduledConnection(20, 20).Waiting(packets: 1).Ask(new LowestRtt()), Is.Zero);
    }

    [Test]
    public void A_backup_carries_data_only_when_no_other_subflow_may()
    {
        ScheduledConnection connection = new ScheduledConnection(50, -20).Waiting(packets: 100).Give(0, 10);
        Assert.That(connection.Ask(new LowestRtt()), Is.EqualTo(-1), "the first one is only full");

        connection[0].IsPotentiallyFailed = true;
        Assert.That(connection.Ask(new LowestRtt()), Is.EqualTo(1));
    }

    [Test]
    public void A_subflow_that_had_a_timeout_is_not_used()
    {
        ScheduledConnection connection = new ScheduledConnection(20, 50).Waiting(packets: 1);
        connection[0].IsPotentiallyFailed = true;

        Assert.That(connection.Ask(new LowestRtt()), Is.EqualTo(1));
    }

    [Test]
    public void What_a_subflow_has_carried_goes_to_another_one_with_room()
    {
        ScheduledConnection connection = new ScheduledConnection(20, 50).Waiting(packets: 30).Give(0, 1).Reinject(0);
        Assert.That(connection.Ask(new LowestRtt()), Is.EqualTo(1));

        connection[1].Tcp.Sender.CongestionWindow.Packets = 0;
        Assert.That(connection.Ask(new LowestRtt()), Is.Zero, "as long as the first one may carry it again");

        connection[0].IsPotentiallyFailed = true;
        Assert.That(connection.Ask(new LowestRtt()), Is.EqualTo(-1), "the second one will have room soon");
    }

    [Test]
    public void What_every_subflow_has_carried_may_go_anywhere_again()
    {
        ScheduledConnection connection = new ScheduledConnection(20, 50).Waiting(packets: 1).Give(0, 1);
        connection[1].Give(0, connection.Segment);
        connection.Reinject(0);

        Assert.That(connection.Ask(new LowestRtt()), Is.Zero);
    }

    [Test]
    public void Less_than_a_segment_of_the_receivers_window_is_not_used()
    {
        ScheduledConnection connection = Blocked(fast: 20, slow: 21);

        Assert.That(connection.Ask(new LowestRtt()), Is.EqualTo(-1));
    }

    [Test]
    public void A_full_window_makes_a_much_faster_subflow_repeat_the_oldest_segment_once()
    {
        ScheduledConnection connection = Blocked(fast: 20, slow: 81);

        Assert.That(connection.Schedule(new LowestRtt(), 5), Is.EqualTo("r0-"), "4 x 20 < 81 ms");
    }

    [Test]
    public void A_slow_subflow_with_a_small_window_is_helped_whatever_its_round_trip_time()
    {
        ScheduledConnection connection = Blocked(fast: 20, slow: 21);
        connection[1].Tcp.Sender.CongestionWindow.Packets = 4;

        Assert.That(connection.Schedule(new LowestRtt(), 5), Is.EqualTo("r0-"));
    }

    [Test]
    public void The_slow_subflows_window_is_halved_once_in_a_round_trip_of_the_fast_one_and_its_slow_start_ends()
    {
        ScheduledConnection connection = Blocked(fast: 20, slow: 200);
        CongestionWindow window = connection[1].Tcp.Sender.CongestionWindow;
        LowestRtt scheduler = new();

        connection.Ask(scheduler);
        Assert.That((window.Packets, window.SlowStartThreshold), Is.EqualTo((5, 5)));
        connection.Ask(scheduler);
        Assert.That(window.Packets, Is.EqualTo(5));
        connection.Run(seconds: 0.021);
        connection.Ask(scheduler);
        Assert.That((window.Packets, window.SlowStartThreshold), Is.EqualTo((2, 2)));
    }

    [Test]
    public void A_faster_subflow_is_not_slowed_down()
    {
        ScheduledConnection connection = new ScheduledConnection(200, 20).Waiting(packets: 1);
        FillWindow(connection, carrier: 1);
        connection[1].Tcp.Sender.CongestionWindow.Packets = 0;

        connection.Ask(new LowestRtt());

        Assert.That(connection[1].Tcp.Sender.CongestionWindow.SlowStartThreshold, Is.EqualTo(CongestionWindow.Infinite));
    }

    // All of the receiver's window but half a segment is in flight, and its oldest segment with the second subflow.
    private static ScheduledConnection Blocked(int fast, int slow)
    {
        ScheduledConnection connection = new ScheduledConnection(fast, slow).Waiting(packets: 1);
        FillWindow(connection, carrier: 1);
        return connection;
    }

    private static void FillWindow(ScheduledConnection connection, int carrier)
    {
        DataSendQueue queue = connection.Queue;
        connection.Waiting((int)(queue.WindowEnd / connection.Segment) + 10);
        connection[carrier].Give(0, connection.Segment);
        queue.OnGiven(0, (int)queue.WindowEnd - connection.Segment / 2);
    }
}
