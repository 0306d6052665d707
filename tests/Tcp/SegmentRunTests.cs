using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;
using Protocols.Tcp;

namespace Tests.Tcp;

/// <summary>Segments that go out in runs are the same as those that are asked for one by one.</summary>
public class SegmentRunTests
{
    private const int Rounds = 12;
    private static readonly Duration _roundTrip = Duration.FromMilliseconds(20);

    private PacketContext _packets = null!;
    private TcpConnection _client = null!;
    private TcpConnection _server = null!;
    private Instant _now;

    [SetUp]
    public void Open()
    {
        _packets = new PacketContext();
        _now = Instant.Zero + Duration.FromSeconds(1);
        _client = NewConnection("fd00::1", "fd00::2", initialSequenceNumber: uint.MaxValue - 100_000);
        _server = NewConnection("fd00::2", "fd00::1", initialSequenceNumber: 5000);
    }

    // 1 MB fills the window of every round; 150 kB ends with a segment that is not full; with a drop there is a recovery.
    [TestCase(1_000_000, 0)]
    [TestCase(150_001, 0)]
    [TestCase(1_000_000, 40)]
    public void Runs_and_single_segments_give_the_same_packets(int bytes, int dropped)
    {
        List<string> single = Transfer(bytes, dropped, usesRuns: false, out _);
        Open();

        List<string> runs = Transfer(bytes, dropped, usesRuns: true, out int inRuns);

        Assert.That(runs, Is.EqualTo(single));
        Assert.That(inRuns, Is.GreaterThan(runs.Count / 3), "most of them went out in runs");
    }

    [Test]
    public void There_is_no_run_without_a_window_for_it()
    {
        Establish();

        Assert.That(SegmentRun.TryBegin(_client, _now, out _), Is.False, "nothing was written");
        _client.WriteUnseen(1_000_000);
        Assert.That(SegmentRun.TryBegin(_client, _now, out _), Is.False, "the first segment starts the timer");
        Assert.That(_client.TryTransmit(_now, out _));
        Assert.That(SegmentRun.TryBegin(_client, _now, out SegmentRun run));
        int count = 0;
        while (run.TryNext(_now))
        {
            count++;
        }

        // RFC 6928: an initial window of ten segments, one of which went before.
        Assert.That(count, Is.EqualTo(9));
        Assert.That(SegmentRun.TryBegin(_client, _now, out _), Is.False, "the window is full");
    }

    private List<string> Transfer(int bytes, int dropped, bool usesRuns, out int inRuns)
    {
        List<string> sent = [];
        inRuns = 0;
        Establish();
        _server.CloseRead(_now);
        _client.WriteUnseen(bytes);
        List<Packet> underWay = PacketsOf(_client, usesRuns, ref inRuns);
        for (int round = 0; round < Rounds; round++)
        {
            List<Packet> answers = [];
            foreach (Packet packet in underWay)
            {
                sent.Add($"{_now} {packet.SequenceNumber} {packet.PayloadLength} {packet.Length} {packet.Flags} {packet.AcknowledgmentNumber} "
                    + $"{packet.Window} {packet.TimestampValue} {packet.TimestampEcho} {packet.Traits}");
                if (sent.Count != dropped)
                {
                    _server.OnPacket(in packet, _now);
                }

                Collect(_server, answers);
            }

            _now += _roundTrip;
            _server.OnAckTimer(_now);
            Collect(_server, answers);
            underWay = [];
            foreach (Packet answer in answers)
            {
                _client.OnPacket(in answer, _now);
                underWay.AddRange(PacketsOf(_client, usesRuns, ref inRuns));
            }

            _client.OnTimer(_now);
            underWay.AddRange(PacketsOf(_client, usesRuns, ref inRuns));
        }

        return sent;
    }

    private List<Packet> PacketsOf(TcpConnection connection, bool usesRuns, ref int inRuns)
    {
        List<Packet> packets = [];
        if (usesRuns && SegmentRun.TryBegin(connection, _now, out SegmentRun run))
        {
            while (run.TryNext(_now))
            {
                packets.Add(run.Packet);
            }

            inRuns += packets.Count;
        }

        Collect(connection, packets);
        return packets;
    }

    private void Collect(TcpConnection connection, List<Packet> packets)
    {
        while (connection.TryTransmit(_now, out Packet packet))
        {
            packets.Add(packet);
        }
    }

    private void Establish()
    {
        _client.Connect();
        Assert.That(_client.TryTransmit(_now, out Packet syn));
        _server.Accept(in syn);
        Assert.That(_server.TryTransmit(_now, out Packet answer));
        _client.OnPacket(in answer, _now);
        Assert.That(_client.TryTransmit(_now, out Packet ack));
        _server.OnPacket(in ack, _now);
    }

    private TcpConnection NewConnection(string from, string to, uint initialSequenceNumber)
    {
        Assert.That(IpAddress.TryParse(from, out IpAddress source) & IpAddress.TryParse(to, out IpAddress destination));
        FlowKey path = new(new Endpoint(source, 80), new Endpoint(destination, 80), IpProtocol.Tcp);
        return new TcpConnection(TcpConfig.Default, _packets, path, new TcpSetup
        {
            InitialSequenceNumber = initialSequenceNumber,
            TimestampOffset = 7,
            Mtu = 1500,
            CongestionControl = new NewReno(),
            SendBytes = ByteStore.Counting(),
        });
    }
}
