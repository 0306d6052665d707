using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Network;
using Sim.Queues;

namespace Tests.Network;

/// <summary>Frames of 1250 B at 10 Mbit/s: 1 ms each; 5 ms of delay on each access link.</summary>
public class NicTests
{
    private const int Frame = 1_250;

    private static readonly LinkSpec _access = new() { Rate = BitRate.FromMegabitsPerSecond(10), Delay = Ms(5), Queue = QueueLimit.OfTime(Ms(50)) };

    private TestNetwork _network = null!;
    private Nic _push = null!;
    private Nic _server = null!;

    [SetUp]
    public void CreateNetwork()
    {
        _network = TestNetwork.TwoProviders(_access, new LinkSpec { Delay = Ms(1) });
        _push = _network.Nic("push.nic1");
        _server = _network.Nic("server.nic1");
    }

    [Test]
    public void Frames_count_when_they_have_left_and_when_they_have_come()
    {
        Send(10);
        _network.RunFor(Us(4_500));
        Assert.That((_push.TransmittedPackets, _push.TransmittedBytes), Is.EqualTo((4L, 4L * Frame)));
        Assert.That(_server.ReceivedPackets, Is.Zero);

        _network.RunFor(Us(8_500));
        // The first comes at 1 + 5 + 1 + 5 ms.
        Assert.That((_server.ReceivedPackets, _server.ReceivedBytes), Is.EqualTo((2L, 2L * Frame)));
    }

    [Test]
    public void A_full_queue_is_told_to_the_sender_and_counted()
    {
        List<SendResult> results = Send(60);

        Assert.That(results.Count(result => result == SendResult.Queued), Is.EqualTo(50));
        Assert.That(results[^1], Is.EqualTo(SendResult.QueueFull));
        Assert.That(_push.DroppedPackets, Is.EqualTo(10));
    }

    [Test]
    public void Down_drops_what_waits_what_is_sent_and_what_comes_and_up_works_again()
    {
        Send(5);
        _network.RunFor(Us(2_500));
        _push.SetDown();
        Assert.That(Send(1)[0], Is.EqualTo(SendResult.Down));
        _network.Send("server.nic1", "push.nic1", Frame);
        _network.RunFor(Ms(50));
        Assert.That(_server.ReceivedPackets, Is.EqualTo(2), "what had left arrives");
        Assert.That(_push.TransmittedPackets, Is.EqualTo(2));
        Assert.That(_push.ReceivedPackets, Is.Zero);
        Assert.That(_push.DroppedPackets, Is.EqualTo(3 + 1 + 1));

        _push.SetUp();
        Send(1);
        _network.RunFor(Ms(50));
        Assert.That(_server.ReceivedPackets, Is.EqualTo(3));
    }

    // What the two hosts see of a packet in each direction while push.nic1 is blocked.
    [TestCase(BlockPoint.Wire, SendResult.Queued, 1, 0, 0)]
    [TestCase(BlockPoint.Sender, SendResult.Refused, 0, 0, 0)]
    [TestCase(BlockPoint.Receiver, SendResult.Queued, 1, 0, 1)]
    public void A_block_stops_both_directions_where_it_is_wanted(
        BlockPoint where, SendResult result, int transmitted, int arrived, int received)
    {
        _push.Block(where);
        Assert.That(Send(1)[0], Is.EqualTo(result));
        _network.Send("server.nic1", "push.nic1", Frame);
        _network.RunFor(Ms(100));

        Assert.That(_push.TransmittedPackets, Is.EqualTo(transmitted));
        Assert.That(_server.ReceivedPackets, Is.EqualTo(arrived));
        Assert.That(_push.ReceivedPackets, Is.EqualTo(received));
        Assert.That(_network["push"].Received, Is.Empty);
        Assert.That(_network["server"].Received, Is.Empty);

        _push.Unblock();
        Send(1);
        _network.RunFor(Ms(100));
        Assert.That(_network["server"].Received, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_observer_hears_of_departures_arrivals_and_drops()
    {
        Log log = new();
        _push.Observe(log);
        Send(2);
        _network.Send("server.nic1", "push.nic1", Frame);
        _network.RunFor(Ms(100));
        _push.SetDown();
        Send(1);

        Assert.That(log.Lines, Is.EqualTo(new[]
        {
            "0 departs at 1 ms", "1 departs at 2 ms", "2 received at 12 ms", "3 dropped",
        }));
    }

    [Test]
    public void An_observer_hears_of_departures_that_move()
    {
        Log log = new();
        _push.Observe(log);
        Send(2);
        _network.RunFor(Us(500));
        _push.Outgoing.Rate = BitRate.FromMegabitsPerSecond(5);
        _network.RunFor(Us(1_500));
        _push.SetDown();

        Assert.That(log.Lines, Is.EqualTo(new[]
        {
            "0 departs at 1 ms", "1 departs at 2 ms",
            "0 not at 1 ms", "0 departs at 1.5 ms", "1 not at 2 ms", "1 departs at 3.5 ms",
            "1 not at 3.5 ms", "1 dropped",
        }));
    }

    [Test]
    public void Several_observers_hear_the_same()
    {
        Log first = new();
        Log second = new();
        _push.Observe(first);
        _push.Observe(second);
        Send(1);

        Assert.That(first.Lines, Is.EqualTo(new[] { "0 departs at 1 ms" }));
        Assert.That(second.Lines, Is.EqualTo(first.Lines));
    }

    private List<SendResult> Send(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => _network.Send("push.nic1", "server.nic1", Frame))];

    private static Duration Ms(int milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static Duration Us(int microseconds) => Duration.FromMicroseconds(microseconds);

    private sealed class Log : INicObserver
    {
        public List<string> Lines { get; } = [];

        public void Transmitted(in Packet packet, Instant departure) => Lines.Add($"{packet.SequenceNumber} departs at {departure}");

        public void TransmitRevoked(in Packet packet, Instant departure) => Lines.Add($"{packet.SequenceNumber} not at {departure}");

        public void Received(in Packet packet, Instant at) => Lines.Add($"{packet.SequenceNumber} received at {at}");

        public void Dropped(in Packet packet) => Lines.Add($"{packet.SequenceNumber} dropped");
    }
}
