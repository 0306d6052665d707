using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Tcp;
using Sim.Hosts;
using Tests.Support;

namespace Tests.Hosts;

/// <summary>
/// The receive buffer of MPTCP (mptcp_rcv_space_adjust): it grows with what is read from all subflows, and those of the subflows with it.
/// Linux 6.18 announces 64 kB at first on each of four subflows, hundreds of kB after a second of a transfer, and more with each segment.
/// </summary>
public class ReceiveBufferTests
{
    [Test]
    public void Subflows_announce_more_as_the_connection_reads_more()
    {
        SmallNetwork network = new(nics: 2);
        (MptcpStream near, MptcpStream far) = network.Connect();
        TcpReceiver[] receivers = [.. far.Connection.Subflows.Select(subflow => subflow.Tcp.Receiver)];
        long[] before = [.. receivers.Select(receiver => receiver.WindowLimit)];

        near.WriteUnseen(20_000_000);
        network.Run(3);

        Assert.That(before, Has.Length.EqualTo(4).And.All.LessThanOrEqualTo(ushort.MaxValue));
        Assert.That(receivers.Select(receiver => receiver.WindowLimit), Has.All.GreaterThan(100_000));
        Assert.That(receivers.Select(receiver => receiver.Capacity), Has.All.GreaterThan(100_000));
    }

    [Test]
    public void The_window_is_what_the_connection_has_room_for_but_no_more_than_the_subflow_dares()
    {
        DataReceiveQueue queue = new(TcpConfig.Default, segment: 1428);

        Assert.That(queue.Offer(limit: 64_260), Is.EqualTo(64_260));
        Assert.That(queue.Offer(limit: 1_000_000), Is.EqualTo(65_536));
        Assert.That(queue.OnData(0, 14_280), Is.True);
        Assert.That(queue.Offer(limit: 1_000_000), Is.EqualTo(65_536 - 14_280));
        Assert.That(queue.IsHalfFull(subflowCapacity: 65_536), Is.False);
        Assert.That(queue.OnData(14_280, 40_000), Is.True);
        Assert.That(queue.IsHalfFull(subflowCapacity: 65_536), Is.True);
        Assert.That(queue.OnRead(40_000, Duration.Zero, Instant.Zero), Is.Zero, "without a round-trip time nothing is measured");
        Assert.That(queue.Offer(limit: 1_000_000), Is.EqualTo(65_536));
    }
}
