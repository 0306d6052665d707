using NUnit.Framework;
using Protocols.Mptcp.Schedulers;

namespace Tests.Mptcp.Schedulers;

/// <summary>mptcp_subflow_get_send, Linux 6.18 (net/mptcp/protocol.c).</summary>
public class LinuxDefaultTests
{
    [Test]
    public void Of_idle_subflows_the_first_wins_whatever_its_round_trip_time()
    {
        Assert.That(new ScheduledConnection(200, 20).Waiting(packets: 1).Ask(new LinuxDefault()), Is.Zero);
    }

    [Test]
    public void The_queue_that_drains_first_wins()
    {
        // The pacing rate is proportional to 1/RTT: a packet on the path of 200 ms takes as long as ten on that of 20 ms.
        ScheduledConnection connection = new ScheduledConnection(200, 20).Waiting(packets: 40).Give(0, 1).Give(1, 2);
        Assert.That(connection.Ask(new LinuxDefault()), Is.EqualTo(1));

        connection.Give(1, 30);
        Assert.That(connection.Ask(new LinuxDefault()), Is.Zero);
    }

    [Test]
    public void When_the_winner_has_no_room_nobody_else_is_tried()
    {
        ScheduledConnection connection = new ScheduledConnection(2, 500).Waiting(packets: 1000).Give(1, 1);
        int given = 0;
        while (connection[0].HasSendRoom)
        {
            connection.Give(0, 1);
            given++;
        }

        // Fewer than 250 packets: at a 250th of the round-trip time the full buffer still drains first.
        Assert.That(given, Is.InRange(1, 240));
        Assert.That(connection[1].HasSendRoom);
        Assert.That(connection.Ask(new LinuxDefault()), Is.EqualTo(-1));
    }
}
