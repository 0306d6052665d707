using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Hosts;
using Sim.Network;
using Sim.Queues;
using AddressFamily = Protocols.Net.AddressFamily;

namespace Tests.Interop.Kernel;

/// <summary>Our MPTCP against that of the machine's kernel: both directions, as client and as server.</summary>
[Category("Tools")]
public class KernelTransferTests
{
    private const ushort Port = 36500;
    private const int Bytes = 20_000_000;
    private const double Deadline = 120;

    // net/mptcp/mib.c: what counts fallbacks, wrong checksums, wrong mappings and wrong keys. A reset of a subflow is none of them: a join
    // that comes when the kernel has closed its direction already is refused.
    private static readonly string[] _errors =
    [
        "MPCapableFallbackACK", "MPCapableFallbackSYNACK", "MPCapableDataFallback", "MPFallbackTokenInit",
        "MPJoinNoTokenFound", "MPJoinSynAckHMacFailure", "MPJoinAckHMacFailure", "DSSNotMatching", "DSSCorruptionFallback",
        "DSSCorruptionReset", "InfiniteMapTx", "InfiniteMapRx", "DSSNoMatchTCP", "DataCsumErr", "MPFailTx", "MPFailRx",
        "AddAddrDrop", "RmAddrDrop", "DssFallback", "SimultConnectFallback", "FallbackFailed", "MD5SigFallback",
    ];

    [SetUp]
    public void Require() => KernelPeer.Require();

    [TestCase(AddressFamily.Ipv6, true, false)]
    [TestCase(AddressFamily.Ipv6, true, true)]
    [TestCase(AddressFamily.Ipv6, false, false)]
    [TestCase(AddressFamily.Ipv6, false, true)]
    [TestCase(AddressFamily.Ipv4, true, false)]
    [TestCase(AddressFamily.Ipv4, false, true)]
    public void Twenty_megabytes_each_way_over_four_lossy_subflows_arrive_as_they_were_sent(AddressFamily family, bool kernelListens, bool checksum)
    {
        LinkSpec access = new()
        {
            Rate = BitRate.FromMegabitsPerSecond(100),
            Delay = Duration.FromMilliseconds(1),
            Queue = QueueLimit.OfTime(Duration.FromMilliseconds(50)),
            Loss = 0.005,
        };
        using KernelPeer peer = new(kernelListens, access, family, checksum);
        byte[] toKernel = Random(1);
        byte[] toModel = Random(2);
        byte[] got = new byte[Bytes + 1];
        int count = 0;
        MptcpStream? stream = null;
        using ManualResetEventSlim isMeshed = new();
        Task<byte[]> kernel;
        using Socket? listener = kernelListens ? KernelSockets.Listen(peer, Port) : null;
        if (listener is not null)
        {
            kernel = KernelSockets.Start(() => Exchange(listener.Accept(), toModel, isMeshed));
            peer.Model.Spawn(ConnectAsync());
        }
        else
        {
            peer.Model.Spawn(AcceptAsync());
            kernel = KernelSockets.Start(() =>
            {
                Socket socket = KernelSockets.Create(peer);
                socket.Connect(KernelSockets.ToEndPoint(peer.Model.Nics[0].Addresses[0], Port));
                return Exchange(socket, toModel, isMeshed);
            });
        }

        Assert.That(
            peer.RunUntil(() => stream?.Connection.Subflows.Count(subflow => subflow.IsFullyEstablished) == 4, Deadline), "no four subflows");
        isMeshed.Set();
        peer.Model.Spawn(SendAsync());
        bool isDone = peer.RunUntil(() => kernel.IsCompleted && stream is { EndOfStream: true }, Deadline);

        Dictionary<string, long> counters = peer.Counters();
        TestContext.Out.WriteLine(string.Join(", ", counters.Select(pair => $"{pair.Key} {pair.Value}")));
        TestContext.Out.WriteLine($"lateness p50 {peer.Lateness.Percentile(0.5)} p99 {peer.Lateness.Percentile(0.99)} max {peer.Lateness.Max}; {peer.Simulation.Now}");
        string state = string.Join(", ", stream!.Connection.Subflows.Select(subflow =>
            $"{subflow.Tcp.State} unacknowledged {subflow.Tcp.Sender.Next - subflow.Tcp.Sender.Unacknowledged} unsent {subflow.Tcp.Sender.SendEnd - subflow.Tcp.Sender.Next} window {subflow.Tcp.Sender.WindowEnd - subflow.Tcp.Sender.Next} active {subflow.IsActive} deadline {subflow.Tcp.Deadline}"));
        Assert.That(
            isDone,
            $"the transfer did not end: {count} bytes have come, end {stream.EndOfStream}, the kernel's part done {kernel.IsCompleted}, "
            + $"unacknowledged {stream.Connection.SendQueue.Next - stream.Connection.SendQueue.Unacknowledged} "
            + $"of {stream.Connection.SendQueue.WriteEnd - stream.Connection.SendQueue.Unacknowledged}, "
            + $"window {stream.Connection.SendQueue.WindowEnd - stream.Connection.SendQueue.Next}, "
            + $"sent again {stream.Connection.SendQueue.ReinjectedBytes}, deadline {stream.Connection.Deadline}; {state}; {(isDone ? "" : peer.Run("ss", "-tMHnimO"))}");
        Assert.That(count, Is.EqualTo(Bytes));
        Assert.That(got.AsSpan(0, count).SequenceEqual(toModel), "what the kernel sent arrived changed");
        Assert.That(kernel.Result.AsSpan().SequenceEqual(toKernel), "what the kernel got had changed");
        Assert.That(stream.Connection.IsFallback, Is.False);
        Assert.That(stream.Connection.Counters.ProtocolErrors, Is.Zero);
        Assert.That(stream.Connection.AllSubflows.Select(subflow => subflow.ArrivedBytes), Is.All.GreaterThan(Bytes / 100));
        Assert.That(_errors.Where(counters.ContainsKey), Is.Empty);

        async Task AcceptAsync()
        {
            IListener listener = peer.Model.Listen(Port, StreamOptions.Default);
            await listener.AcceptableAsync();
            listener.TryAccept(out IByteStream? accepted);
            stream = (MptcpStream)accepted!;
            await ReceiveAsync();
        }

        async Task ConnectAsync()
        {
            stream = (MptcpStream)peer.Model.Connect(new Endpoint(peer.KernelAddresses[0], Port), StreamOptions.Default);
            await stream.ConnectedAsync();
            await ReceiveAsync();
        }

        async Task SendAsync()
        {
            Assert.That(await stream!.WriteAllAsync(toKernel));
            stream!.CloseWrite();
        }

        async Task ReceiveAsync()
        {
            while (!stream!.EndOfStream)
            {
                await stream.ReadableAsync();
                count += stream.Read(got.AsSpan(count));
            }
        }
    }

    private static byte[] Exchange(Socket socket, byte[] bytes, ManualResetEventSlim mayBegin)
    {
        using (socket)
        {
            Task<bool> sending = KernelSockets.Start(() =>
            {
                mayBegin.Wait();
                KernelSockets.WriteAll(socket, bytes);
                socket.Shutdown(SocketShutdown.Send);
                return true;
            });
            byte[] got = KernelSockets.ReadAll(socket, Bytes);
            sending.Wait();
            return got;
        }
    }

    private static byte[] Random(ulong seed)
    {
        byte[] bytes = new byte[Bytes];
        new RandomStream(seed).NextBytes(bytes);
        return bytes;
    }
}
