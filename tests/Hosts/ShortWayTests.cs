using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Hosts;
using Sim.Network;
using Tests.Support;

namespace Tests.Hosts;

/// <summary>Packets of a plain TCP flow pass their NIC and host by; nobody may notice.</summary>
public class ShortWayTests
{
    private const ushort Port = 5001;

    private SmallNetwork _network = null!;
    private TcpStream _stream = null!;

    private Nic ServerNic => _network.Server.Nics[0];

    private TcpStream ServerStream => (TcpStream)_network.Server.Streams[0];

    [SetUp]
    public void Start() => Start(new Watch(), isWatched: false);

    [Test]
    public void An_observer_sees_what_is_counted_and_changes_nothing()
    {
        _network.Run(2);
        (long bytes, long packets, ulong trace) = (ServerNic.ReceivedBytes, ServerNic.ReceivedPackets, _network.Trace.Value);

        Watch watch = new();
        Start(watch, isWatched: true);
        _network.Run(2);

        Assert.That((ServerNic.ReceivedBytes, ServerNic.ReceivedPackets, _network.Trace.Value), Is.EqualTo((bytes, packets, trace)));
        Assert.That(watch.Received, Is.EqualTo(packets));
        Assert.That(packets, Is.GreaterThan(1_000));
    }

    [Test]
    public void An_observer_that_comes_later_sees_everything_from_then_on()
    {
        _network.Run(2);
        long before = ServerNic.ReceivedPackets;
        Watch watch = new();
        ServerNic.Observe(watch);

        _network.Run(3);

        Assert.That(watch.Received, Is.EqualTo(ServerNic.ReceivedPackets - before).And.GreaterThan(500));
    }

    [Test]
    public void A_NIC_that_is_down_takes_nothing()
    {
        _network.Run(2);
        ServerNic.SetDown();
        (long bytes, long read) = (ServerNic.ReceivedBytes, ServerStream.Connection.Receiver.Next);

        _network.Run(4);
        Assert.That((ServerNic.ReceivedBytes, ServerStream.Connection.Receiver.Next), Is.EqualTo((bytes, read)));

        ServerNic.SetUp();
        _network.Run(12);
        Assert.That(ServerStream.Connection.Receiver.Next, Is.GreaterThan(read + 1_000_000));
    }

    [Test]
    public void A_filter_behind_the_NIC_drops_what_it_has_counted()
    {
        _network.Run(2);
        ServerNic.Block(BlockPoint.Receiver);
        (long packets, long dropped, long read) = (ServerNic.ReceivedPackets, ServerNic.DroppedPackets, ServerStream.Connection.Receiver.Next);

        _network.Run(4);

        Assert.That(ServerStream.Connection.Receiver.Next, Is.EqualTo(read));
        Assert.That(ServerNic.ReceivedPackets - packets, Is.EqualTo(ServerNic.DroppedPackets - dropped).And.GreaterThan(10));
    }

    [Test]
    public void Packets_of_a_stream_that_is_gone_are_answered_by_the_host()
    {
        _network.Run(2);
        Assert.That(_stream.State, Is.EqualTo(StreamState.Open));

        ServerStream.Abort();
        _network.Run(3);

        Assert.That((_stream.State, _stream.Error), Is.EqualTo((StreamState.Failed, StreamError.Reset)));
        Assert.That(_network.Packets.Options.Rented, Is.Zero, "options leaked");
    }

    [Test]
    public void Every_flow_of_a_host_gets_its_own_packets()
    {
        TcpStream second = Open();
        _network.Run(4);

        Assert.That(_network.Server.Streams, Has.Count.EqualTo(2));
        Assert.That(
            _network.Server.Streams.Cast<TcpStream>().Select(stream => stream.Connection.Receiver.Next),
            Is.EqualTo(new[] { _stream, second }.Select(stream => stream.Connection.Sender.Unacknowledged)).Within(100_000));
        Assert.That(second.Connection.Sender.Unacknowledged, Is.GreaterThan(500_000));
    }

    private void Start(Watch watch, bool isWatched)
    {
        _network = new SmallNetwork();
        if (isWatched)
        {
            ServerNic.Observe(watch);
        }

        _network.Server.Listen(Port, _network.Server.Stack, "sink", discardsInput: true);
        _stream = Open();
    }

    private TcpStream Open()
    {
        Endpoint sink = new(ServerNic.Addresses[0], Port);
        TcpStream stream = (TcpStream)_network.Client.Open(
            default, sink, _network.Client.Stack, ByteStore.Counting(), StreamOptions.Default);
        stream.WriteUnseen(1L << 40);
        return stream;
    }

    private sealed class Watch : INicObserver
    {
        public long Received { get; private set; }

        public void Transmitted(in Packet packet, Instant departure)
        {
        }

        public void TransmitRevoked(in Packet packet, Instant departure)
        {
        }

        void INicObserver.Received(in Packet packet, Instant at) => Received++;

        public void Dropped(in Packet packet)
        {
        }
    }
}
