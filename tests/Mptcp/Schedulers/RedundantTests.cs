using NUnit.Framework;
using Protocols.Mptcp.Schedulers;

namespace Tests.Mptcp.Schedulers;

/// <summary>mptcp_redundant.c, 0.95.</summary>
public class RedundantTests
{
    [Test]
    public void Every_subflow_sends_all_data()
    {
        Assert.That(new ScheduledConnection(20, 50).Waiting(packets: 3).Schedule(new Redundant(), 100), Is.EqualTo("0r10r10r1-"));
    }

    [Test]
    public void A_subflow_without_room_falls_behind_and_skips_what_is_acknowledged()
    {
        ScheduledConnection connection = new ScheduledConnection(20, 50).Waiting(packets: 5);
        connection[1].Tcp.Sender.CongestionWindow.Packets = 1;
        Redundant scheduler = new();
        Assert.That(connection.Schedule(scheduler, 100), Is.EqualTo("0r10000-"));

        connection.Queue.OnAcknowledgment(4 * connection.Segment, connection.Queue.WindowEnd);
        connection[1].Tcp.Sender.CongestionWindow.Packets = 10;
        Assert.That(connection.Schedule(scheduler, 100), Is.EqualTo("r1-"), "only the fifth segment is left");
    }

    [Test]
    public void A_backup_repeats_nothing()
    {
        Assert.That(new ScheduledConnection(20, -50).Waiting(packets: 3).Schedule(new Redundant(), 100), Is.EqualTo("000-"));
    }
}
