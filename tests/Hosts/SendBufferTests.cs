using System.Linq;
using NUnit.Framework;
using Protocols.Sockets;
using Sim.Hosts;
using Tests.Support;

namespace Tests.Hosts;

/// <summary>
/// Send buffers (tcp_sndbuf_expand, tcp_check_space, __mptcp_sync_sndbuf, sk_stream_is_writeable). The sizes at the start are those that
/// <c>ss -m</c> shows on Linux 6.18 for MSS 1428: 46080 for each TCP connection, 188416 and 142336 for the two ends of a full mesh of four.
/// </summary>
public class SendBufferTests
{
    private const int Initial = 46_080;

    [Test]
    public void Both_ends_of_a_full_mesh_begin_with_what_the_kernel_has()
    {
        SmallNetwork network = new(nics: 2);
        (MptcpStream near, MptcpStream far) = network.Connect();

        Assert.That(near.Connection.Subflows, Has.Count.EqualTo(4));
        Assert.That(near.Connection.Subflows[3].Tcp.SendBuffer, Is.EqualTo(Initial));
        Assert.That(near.Connection.WriteRoom, Is.EqualTo(4_096 + 4 * Initial));
        Assert.That(far.Connection.WriteRoom, Is.EqualTo(4_096 + 3 * Initial), "the last join is counted with the next change");
    }

    [Test]
    public void A_writer_that_never_waits_keeps_them_and_one_that_waits_lets_them_grow()
    {
        SmallNetwork network = new(nics: 2);
        (MptcpStream near, _) = network.Connect();
        for (int i = 0; i < 100; i++)
        {
            near.WriteUnseen(20_000);
            network.Run(network.Simulation.Now.SinceStart.Seconds + 0.05);
        }

        Assert.That(near.Connection.Subflows[0].Tcp.Sender.CongestionWindow.Packets, Is.GreaterThan(10));
        Assert.That(near.Connection.Subflows.Select(subflow => subflow.Tcp.SendBuffer), Has.All.EqualTo(Initial));

        near.WriteUnseen(near.Connection.WriteRoom);
        _ = near.WritableAsync();
        network.Run(network.Simulation.Now.SinceStart.Seconds + 1);

        long window = near.Connection.Subflows[0].Tcp.Sender.CongestionWindow.Packets;
        Assert.That(near.Connection.Subflows[0].Tcp.SendBuffer, Is.GreaterThan(Initial).And.LessThanOrEqualTo(2 * 2_304 * window));
    }

    [Test]
    public void A_writer_that_waits_is_told_when_a_third_is_free()
    {
        SmallNetwork network = new(nics: 2);
        (MptcpStream near, _) = network.Connect();
        long size = near.Connection.WriteRoom;
        near.WriteUnseen(size);
        bool wasWritable = near.Connection.IsWritable;
        ReadinessAwaitable waiting = near.WritableAsync();
        long queued = long.MaxValue;
        while (!waiting.GetAwaiter().IsCompleted)
        {
            queued = near.Connection.SendQueue.QueuedMemory;
            network.Run(network.Simulation.Now.SinceStart.Seconds + 0.001);
        }

        Assert.That(wasWritable, Is.False);
        Assert.That(queued, Is.GreaterThan(size * 2 / 3 - 40_000), "not much later than with a third free");
        Assert.That(near.Connection.WriteRoom, Is.GreaterThanOrEqualTo(near.Connection.SendQueue.QueuedMemory / 2));
    }
}
