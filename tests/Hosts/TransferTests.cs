using System;
using System.Linq;
using System.Threading.Tasks;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Sockets;
using Sim.Hosts;
using Sim.Network;
using Sim.Queues;
using Tests.Support;

namespace Tests.Hosts;

public class TransferTests
{
    private const ushort Port = 36500;

    [TestCase(1, 0.0)]
    [TestCase(2, 0.0)]
    [TestCase(1, 0.01)]
    [TestCase(2, 0.01)]
    [TestCase(2, 0.05)]
    public void Bytes_arrive_as_they_were_sent_and_the_connection_closes_on_both_sides(int nics, double loss)
    {
        LinkSpec access = new()
        {
            Rate = BitRate.FromMegabitsPerSecond(10),
            Delay = Duration.FromMilliseconds(5),
            Queue = QueueLimit.OfTime(Duration.FromMilliseconds(50)),
            Loss = loss,
        };
        SmallNetwork network = new(nics, access: access);
        byte[] sent = new byte[2_000_000];
        new RandomStream(7).NextBytes(sent);
        byte[] received = new byte[sent.Length];
        int count = 0;
        bool isEnded = false;
        network.Server.Spawn(ReceiveAsync());
        network.Client.Spawn(SendAsync());

        network.Run(200);

        Assert.That(count, Is.EqualTo(sent.Length));
        Assert.That(received.AsSpan().SequenceEqual(sent), "the bytes differ");
        Assert.That(isEnded, "the receiver saw no end of the stream");
        Assert.That(network.Packets.Options.Rented, Is.Zero, "options leaked");

        async Task ReceiveAsync()
        {
            IListener listener = network.Server.Listen(Port, StreamOptions.Default);
            await listener.AcceptableAsync();
            listener.TryAccept(out IByteStream? stream);
            while (!stream!.EndOfStream)
            {
                await stream.ReadableAsync();
                int read = stream.Read(received.AsSpan(count));
                count += read;
                if (read == 0 && count == received.Length && !stream.EndOfStream)
                {
                    byte[] rest = new byte[1];
                    await stream.ReadableAsync();
                    Assert.That(stream.Read(rest), Is.Zero);
                }
            }

            isEnded = true;
            stream.Close();
        }

        async Task SendAsync()
        {
            IByteStream? stream = await network.Client.ConnectAsync("server", Port, StreamOptions.Default);
            Assert.That(stream!.State, Is.EqualTo(StreamState.Open));
            Assert.That(await stream.WriteAllAsync(sent));
            stream.CloseWrite();
        }
    }

    [Test]
    public void Two_nics_on_each_side_make_four_subflows()
    {
        SmallNetwork network = new(nics: 2);
        network.Server.Listen(Port, network.Server.Stack, "sink", discardsInput: true);
        MptcpStream stream = (MptcpStream)network.Client.Open(
            default, network.Client.Resolver.Resolve("server", Port)[0], network.Client.Stack, ByteStore.Counting(), StreamOptions.Default);
        stream.WriteUnseen(1 << 30);

        network.Run(10);

        Assert.That(stream.Connection.Subflows, Has.Count.EqualTo(4));
        Assert.That(stream.Connection.Subflows.All(subflow => subflow.IsFullyEstablished));
        foreach (Subflow subflow in stream.Connection.Subflows)
        {
            TestContext.Out.WriteLine($"{subflow.Local} {subflow.Remote} sent {subflow.ScheduledBytes} cwnd {subflow.Tcp.Sender.CongestionWindow.Packets} srtt {subflow.Tcp.Sender.SmoothedRtt}");
        }

        // 1404 bytes of 1514 are payload: facts of a DSS with a 4-byte acknowledgment over IPv6 with timestamps.
        double rate = stream.Connection.SendQueue.Unacknowledged * 8 / 10.0 / 1e6;
        Assert.That(rate, Is.InRange(17.5, 20 * 1404.0 / 1514));
    }

    [Test]
    public void A_refused_connection_fails_at_once()
    {
        SmallNetwork network = new();
        IByteStream? stream = null;
        network.Client.Spawn(ConnectAsync());

        network.Run(1);

        Assert.That(stream!.State, Is.EqualTo(StreamState.Failed));
        Assert.That(stream.Error, Is.EqualTo(StreamError.Refused));

        async Task ConnectAsync() => stream = await network.Client.ConnectAsync("server", Port, StreamOptions.Default);
    }
}
