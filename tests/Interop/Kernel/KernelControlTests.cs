using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Hosts;
using AddressFamily = Protocols.Net.AddressFamily;

namespace Tests.Interop.Kernel;

/// <summary>What MPTCP says beside data, between ours and that of the machine's kernel: addresses, priorities, ends, fallback.</summary>
[Category("Tools")]
public class KernelControlTests
{
    private const ushort Port = 36500;
    private const int Bytes = 2_000_000;
    private const double Deadline = 60;

    [SetUp]
    public void Require() => KernelPeer.Require();

    [Test]
    public void A_kernel_that_listens_announces_its_second_address_and_gets_the_echo()
    {
        using KernelPeer peer = new(kernelListens: true);
        using Socket listener = KernelSockets.Listen(peer, Port);
        MptcpStream stream = Connect(peer);

        Assert.That(peer.RunUntil(() => Established(stream) == 4, Deadline), "no four subflows");

        Assert.That(peer.RunUntil(() => peer.Counters().GetValueOrDefault("EchoAdd") == 1, Deadline), "no echo");
        Assert.That(peer.Counters(), Contains.Item(new KeyValuePair<string, long>("AddAddrTx", 1)));
        Assert.That(peer.Counters(), Contains.Item(new KeyValuePair<string, long>("MPJoinAckRx", 3)));
    }

    [Test]
    public void A_kernel_that_connects_takes_our_second_address_and_answers()
    {
        using KernelPeer peer = new(kernelListens: false);
        (MptcpStream stream, Socket socket) = Accept(peer);
        using Socket kept = socket;

        Assert.That(peer.RunUntil(() => Established(stream) == 4, Deadline), "no four subflows");

        Assert.That(peer.Counters(), Contains.Item(new KeyValuePair<string, long>("AddAddr", 1)));
        Assert.That(peer.Counters(), Contains.Item(new KeyValuePair<string, long>("EchoAddTx", 1)));
    }

    [Test]
    public void A_backup_endpoint_of_ours_joins_as_backup_and_carries_no_data_while_the_other_path_lives()
    {
        using KernelPeer peer = new(kernelListens: true, secondEndpoint: "backup");
        using Socket listener = KernelSockets.Listen(peer, Port);
        MptcpStream stream = Connect(peer);
        Assert.That(peer.RunUntil(() => Established(stream) == 4, Deadline), "no four subflows");
        Task<byte[]> kernel = KernelSockets.Start(() => KernelSockets.ReadAll(listener.Accept(), Bytes));

        Send(peer, stream);

        Assert.That(peer.RunUntil(() => kernel.IsCompleted, Deadline), "the transfer did not end");
        Assert.That(kernel.Result, Has.Length.EqualTo(Bytes));
        Assert.That(peer.Counters().GetValueOrDefault("MPJoinSynBackupRx"), Is.EqualTo(2));
        Assert.That(peer.Model.Nics[1].TransmittedBytes, Is.LessThan(Bytes / 20));
    }

    [Test]
    public void A_backup_endpoint_of_the_kernel_gets_no_data_from_us_while_the_other_path_lives()
    {
        using KernelPeer peer = new(kernelListens: false, secondEndpoint: "backup");
        (MptcpStream stream, Socket socket) = Accept(peer);
        using Socket kept = socket;
        Assert.That(peer.RunUntil(() => Established(stream) == 4, Deadline), "no four subflows");
        Task<byte[]> kernel = KernelSockets.Start(() => KernelSockets.ReadAll(socket, Bytes));

        Send(peer, stream);

        Assert.That(peer.RunUntil(() => kernel.IsCompleted, Deadline), "the transfer did not end");
        IpAddress backup = peer.KernelAddresses[1];
        long overBackup = stream.Connection.AllSubflows.Where(subflow => subflow.Remote.Address == backup).Sum(subflow => subflow.ScheduledBytes);
        Assert.That(kernel.Result, Has.Length.EqualTo(Bytes));
        Assert.That(overBackup, Is.Zero);
    }

    [Test]
    public void A_fastclose_of_the_kernel_fails_our_stream()
    {
        using KernelPeer peer = new(kernelListens: false);
        (MptcpStream stream, Socket socket) = Accept(peer);
        Assert.That(peer.RunUntil(() => Established(stream) == 4, Deadline), "no four subflows");

        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();

        Assert.That(peer.RunUntil(() => stream.State == StreamState.Failed, Deadline), "the stream lives on");
        Assert.That(stream.Error, Is.EqualTo(StreamError.Reset));
        Assert.That(peer.Counters().GetValueOrDefault("MPFastcloseTx"), Is.GreaterThan(0));
    }

    [Test]
    public void A_fastclose_of_ours_resets_the_kernels_socket()
    {
        using KernelPeer peer = new(kernelListens: true);
        using Socket listener = KernelSockets.Listen(peer, Port);
        MptcpStream stream = Connect(peer);
        Assert.That(peer.RunUntil(() => Established(stream) == 4, Deadline), "no four subflows");
        Task<SocketError> kernel = KernelSockets.Start(() =>
        {
            try
            {
                listener.Accept().Receive(new byte[1]);
                return SocketError.Success;
            }
            catch (SocketException error)
            {
                return error.SocketErrorCode;
            }
        });

        stream.Abort();

        Assert.That(peer.RunUntil(() => kernel.IsCompleted, Deadline), "the kernel's socket lives on");
        Assert.That(kernel.Result, Is.EqualTo(SocketError.ConnectionReset));
        Assert.That(peer.Counters().GetValueOrDefault("MPFastcloseRx"), Is.GreaterThan(0));
    }

    [Test]
    public void An_endpoint_that_the_kernel_removes_closes_its_subflows_here()
    {
        using KernelPeer peer = new(kernelListens: false);
        (MptcpStream stream, Socket socket) = Accept(peer);
        using Socket kept = socket;
        Assert.That(peer.RunUntil(() => Established(stream) == 4, Deadline), "no four subflows");

        peer.Ip("mptcp endpoint delete id 2");

        Assert.That(peer.RunUntil(() => Established(stream) == 2, Deadline), "the subflows stayed");
        Assert.That(peer.Counters().GetValueOrDefault("RmAddrTx"), Is.EqualTo(1));
    }

    [Test]
    public void An_endpoint_that_we_remove_closes_its_subflows_in_the_kernel()
    {
        using KernelPeer peer = new(kernelListens: true);
        using Socket listener = KernelSockets.Listen(peer, Port);
        MptcpStream stream = Connect(peer);
        Assert.That(peer.RunUntil(() => Established(stream) == 4, Deadline), "no four subflows");

        peer.Model.RemoveEndpoint(peer.Model.Nics[1].Addresses[0]);

        Assert.That(peer.RunUntil(() => peer.Counters().GetValueOrDefault("RmAddr") == 1, Deadline), "the kernel was not told");
        Assert.That(Established(stream), Is.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_kernel_without_multipath_makes_us_fall_back_and_the_bytes_arrive(bool kernelListens)
    {
        using KernelPeer peer = new(kernelListens);
        AddressFamily family = peer.KernelAddresses[0].Family;
        Assert.That(family, Is.EqualTo(AddressFamily.Ipv6));
        using Socket plain = peer.Enter(() => new Socket(System.Net.Sockets.AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp));
        Task<byte[]> kernel;
        MptcpStream stream;
        if (kernelListens)
        {
            plain.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.IPv6Any, Port));
            plain.Listen(1);
            kernel = KernelSockets.Start(() => KernelSockets.ReadAll(plain.Accept(), Bytes));
            stream = Connect(peer);
            Send(peer, stream);
        }
        else
        {
            IListener listener = peer.Model.Listen(Port, StreamOptions.Default);
            Task<bool> connected = KernelSockets.Start(() =>
            {
                plain.Connect(KernelSockets.ToEndPoint(peer.Model.Nics[0].Addresses[0], Port));
                return true;
            });
            stream = Accept(peer, listener, connected);
            kernel = KernelSockets.Start(() => KernelSockets.ReadAll(plain, Bytes));
            Send(peer, stream);
        }

        Assert.That(peer.RunUntil(() => kernel.IsCompleted, Deadline), "the transfer did not end");
        Assert.That(kernel.Result.AsSpan().SequenceEqual(Pattern()), "the bytes have changed");
        Assert.That(stream.Connection.IsFallback);
    }

    private static int Established(MptcpStream stream) => stream.Connection.Subflows.Count(subflow => subflow.IsFullyEstablished);

    private static MptcpStream Connect(KernelPeer peer) =>
        (MptcpStream)peer.Model.Connect(new Endpoint(peer.KernelAddresses[0], Port), StreamOptions.Default);

    private static (MptcpStream Stream, Socket Socket) Accept(KernelPeer peer)
    {
        IListener listener = peer.Model.Listen(Port, StreamOptions.Default);
        Socket socket = KernelSockets.Create(peer);
        Task<bool> connected = KernelSockets.Start(() =>
        {
            socket.Connect(KernelSockets.ToEndPoint(peer.Model.Nics[0].Addresses[0], Port));
            return true;
        });
        return (Accept(peer, listener, connected), socket);
    }

    private static MptcpStream Accept(KernelPeer peer, IListener listener, Task<bool> connected)
    {
        IByteStream? accepted = null;
        Assert.That(peer.RunUntil(() => (accepted is not null || listener.TryAccept(out accepted)) && connected.IsCompleted, Deadline), "no connection");
        return (MptcpStream)accepted!;
    }

    private static void Send(KernelPeer peer, MptcpStream stream)
    {
        peer.Model.Spawn(SendAsync());

        async Task SendAsync()
        {
            await stream.ConnectedAsync();
            await stream.WriteAllAsync(Pattern());
            stream.CloseWrite();
        }
    }

    // A period that is prime to all sizes of segments shows where bytes lie.
    private static byte[] Pattern() => [.. Enumerable.Range(0, Bytes).Select(i => (byte)(i % 251))];
}
