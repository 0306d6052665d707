using System.Linq;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Emulation;
using Tests.Conformance;

namespace Tests.Emulation;

public class ConnectionStatusTests
{
    private const int Bytes = 500_000;

    [TestCase(KernelTransport.Tcp, KernelTransport.Tcp, false)]
    [TestCase(KernelTransport.Mptcp, KernelTransport.Mptcp, true)]
    [TestCase(KernelTransport.Tcp, KernelTransport.Mptcp, false)]
    [TestCase(KernelTransport.Mptcp, KernelTransport.Tcp, false)]
    public void A_connection_tells_its_transport_and_what_it_carried(KernelTransport client, KernelTransport server, bool isMptcp)
    {
        KernelMachine.Require(client);
        KernelMachine.Require(server);
        using KernelWorld world = new(client, AddressFamily.Ipv6);
        world.Run(async () =>
        {
            (KernelStream near, KernelStream far) = await ConnectAsync(world, client, server);
            await near.WriteAllAsync(new byte[Bytes]);
            near.CloseWrite();
            await StreamBytes.ReadToEndAsync(far);
            ConnectionStatus sender = near.ReadStatus()!;
            ConnectionStatus receiver = far.ReadStatus()!;

            Assert.That(sender.IsMptcp, Is.EqualTo(isMptcp));
            Assert.That(receiver.IsMptcp, Is.EqualTo(isMptcp));
            SubflowStatus subflow = sender.Subflows.Single();
            Assert.That(subflow.Local, Is.EqualTo(near.Local));
            Assert.That(subflow.Remote, Is.EqualTo(near.Remote));
            Assert.That(subflow.Tcp.BytesSent - subflow.Tcp.BytesRetransmitted, Is.InRange(Bytes, Bytes + 1));
            Assert.That(subflow.Tcp.CongestionWindowPackets, Is.Positive);
            Assert.That(subflow.Tcp.SmoothedRtt.Picoseconds, Is.Positive);

            // The FIN counts as a byte here and there.
            Assert.That(receiver.Subflows.Single().Tcp.BytesReceived, Is.InRange(Bytes, Bytes + 1));
            if (isMptcp)
            {
                Assert.That(sender.Mptcp!.BytesSent, Is.EqualTo(Bytes));
                Assert.That(receiver.Mptcp!.BytesReceived, Is.EqualTo(Bytes));
                Assert.That(sender.Mptcp.ExtraSubflows, Is.Zero);
                Assert.That(sender.Mptcp.HasFallenBack, Is.False);
            }
        });
    }

    [Test]
    public void The_ways_of_newer_and_older_kernels_tell_the_same_of_the_subflows()
    {
        KernelMachine.Require(KernelTransport.Mptcp);
        using KernelWorld world = new(KernelTransport.Mptcp, AddressFamily.Ipv4);
        world.Run(async () =>
        {
            (KernelStream near, KernelStream far) = await ConnectAsync(world, KernelTransport.Mptcp, KernelTransport.Mptcp);
            await near.WriteAllAsync(new byte[Bytes]);
            near.CloseWrite();
            await StreamBytes.ReadToEndAsync(far);
            await world.Loop.AfterAsync(Protocols.Core.Duration.FromMilliseconds(50));
            SubflowStatus[] newer = [.. ConnectionStatus.ReadWhole(near.Descriptor) ?? []];
            SubflowStatus[] older = [.. ConnectionStatus.ReadArrays(near.Descriptor)];
            if (newer.Length == 0)
            {
                Assert.Ignore("MPTCP_FULL_INFO takes Linux 6.5 or later");
            }

            Assert.That(newer.Select(subflow => subflow with { Id = 0 }), Is.EqualTo(older));
            Assert.That(newer.Single().Tcp.BytesAcknowledged, Is.GreaterThanOrEqualTo(Bytes));
        });
    }

    [Test]
    public void A_stream_that_is_not_open_has_no_status()
    {
        KernelMachine.Require(KernelTransport.Tcp);
        using KernelWorld world = new(KernelTransport.Tcp, AddressFamily.Ipv6);
        world.Run(async () =>
        {
            KernelStream refused = (KernelStream)world.Near.Connect(
                new Endpoint(IpAddress.Parse("::1"), world.Port), StreamOptions.Default);
            await refused.ConnectedAsync();

            Assert.That(refused.ReadStatus(), Is.Null);
        });
    }

    private static async Task<(KernelStream Near, KernelStream Far)> ConnectAsync(
        KernelWorld world, KernelTransport client, KernelTransport server)
    {
        KernelListener listener = world.FarKernel.Listen(world.Port, server, StreamOptions.Default);
        Endpoint remote = world.Near.Resolver.Resolve(world.FarName, world.Port)[0];
        KernelStream near = world.NearKernel.Connect(default, remote, client, StreamOptions.Default);
        await near.ConnectedAsync();
        await listener.AcceptableAsync();
        listener.TryAccept(out IByteStream? far);
        return (near, (KernelStream)far!);
    }
}
