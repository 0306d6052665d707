using NUnit.Framework;
using Protocols.Mptcp.Schedulers;

namespace Tests.Mptcp.Schedulers;

/// <summary>mptcp_rr.c with num_segments = 1 and cwnd_limited = 1.</summary>
public class RoundRobinTests
{
    [Test]
    public void Each_subflow_gets_a_segment_in_turn_the_last_one_first()
    {
        Assert.That(new ScheduledConnection(20, 50, 80).Waiting(packets: 100).Schedule(new RoundRobin(), 7), Is.EqualTo("2102102"));
    }

    [Test]
    public void A_subflow_without_room_misses_its_turn()
    {
        ScheduledConnection connection = new ScheduledConnection(20, 50).Waiting(packets: 100);
        connection[1].Tcp.Sender.CongestionWindow.Packets = 2;

        Assert.That(connection.Schedule(new RoundRobin(), 6), Is.EqualTo("101000"));
    }

    [Test]
    public void It_waits_when_nobody_has_room()
    {
        ScheduledConnection connection = new ScheduledConnection(20, 50).Waiting(packets: 100);

        Assert.That(connection.Schedule(new RoundRobin(), 100), Has.Length.EqualTo(21).And.EndsWith("-"));
    }

    [Test]
    public void What_was_lost_on_one_subflow_goes_to_another()
    {
        ScheduledConnection connection = new ScheduledConnection(20, 50).Waiting(packets: 100).Give(1, 1).Reinject(1);

        Assert.That(connection.Ask(new RoundRobin()), Is.Zero);
    }
}
