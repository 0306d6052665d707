using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;
using Protocols.Tcp;

namespace Tests.Tcp;

/// <summary>Two connections whose packets the tests carry by hand.</summary>
public class TcpConnectionTests
{
    private static readonly FlowKey _path = new(
        new Endpoint(Address("fd00::1"), 40_000), new Endpoint(Address("fd00::2"), 80), IpProtocol.Tcp);

    private PacketContext _packets = null!;
    private TcpConnection _client = null!;
    private TcpConnection _server = null!;
    private Instant _now;

    [SetUp]
    public void Open()
    {
        _packets = new PacketContext();
        _now = Instant.Zero + Duration.FromSeconds(1);
        _client = NewConnection(_path, initialSequenceNumber: 1000);
        _server = NewConnection(_path.Reversed, initialSequenceNumber: 5000);
    }

    [Test]
    public void Three_packets_establish_a_connection()
    {
        _client.Connect();
        Packet syn = OnlyPacketOf(_client);
        _server.Accept(in syn);
        Packet synAck = OnlyPacketOf(_server);
        _client.OnPacket(in synAck, _now);
        Packet ack = OnlyPacketOf(_client);
        _server.OnPacket(in ack, _now);

        Assert.That(syn.Flags, Is.EqualTo(TcpFlags.Syn));
        Assert.That(synAck.Flags, Is.EqualTo(TcpFlags.Syn | TcpFlags.Ack));
        Assert.That(ack.Flags, Is.EqualTo(TcpFlags.Ack));
        Assert.That((syn.SequenceNumber, synAck.AcknowledgmentNumber), Is.EqualTo((1000u, 1001u)));
        Assert.That((synAck.SequenceNumber, ack.AcknowledgmentNumber), Is.EqualTo((5000u, 5001u)));
        Assert.That((_client.State, _server.State), Is.EqualTo((TcpState.Established, TcpState.Established)));
    }

    [Test]
    public void A_close_before_the_handshake_is_complete_waits_for_it()
    {
        _client.Connect();
        Packet syn = OnlyPacketOf(_client);
        _server.Accept(in syn);
        _server.CloseWrite();

        // RFC 9293, 3.10.4: SYN-RECEIVED queues the FIN.
        Packet synAck = OnlyPacketOf(_server);
        _client.OnPacket(in synAck, _now);
        Packet ack = OnlyPacketOf(_client);
        _server.OnPacket(in ack, _now);

        Packet fin = OnlyPacketOf(_server);
        Assert.That((fin.Flags, fin.SequenceNumber), Is.EqualTo((TcpFlags.Fin | TcpFlags.Ack, 5001u)));
        Assert.That(_server.State, Is.EqualTo(TcpState.FinWait1));
    }

    // tcp_write_xmit is called when the application writes, when a segment arrives, and when the timer expires; nothing else asks the host again.
    [Test]
    public void What_the_host_refused_is_tried_again_when_there_is_more_or_the_timer_expires()
    {
        Establish();
        _client.WriteUnseen(100);
        Packet refused = OnlyPacketOf(_client);
        _client.OnSendFailed(in refused, isCongested: false, _now);

        _now += Duration.FromMilliseconds(1);
        Assert.That(_client.TryTransmit(_now, out _), Is.False, "nothing has happened");

        _client.WriteUnseen(1);
        Packet more = OnlyPacketOf(_client);
        Assert.That((more.SequenceNumber, more.PayloadLength), Is.EqualTo((refused.SequenceNumber, (ushort)101)));
        _client.OnSendFailed(in more, isCongested: false, _now);

        _now = _client.Deadline;
        _client.OnTimer(_now);
        Assert.That(OnlyPacketOf(_client).SequenceNumber, Is.EqualTo(refused.SequenceNumber));
    }

    [Test]
    public void Both_ends_close_one_after_the_other()
    {
        Establish();

        _client.CloseWrite();
        Exchange();
        Assert.That((_client.State, _server.State), Is.EqualTo((TcpState.FinWait2, TcpState.CloseWait)));
        _server.CloseWrite();
        Exchange();

        Assert.That((_client.State, _server.State), Is.EqualTo((TcpState.TimeWait, TcpState.Closed)));
        Assert.That(_client.Deadline, Is.EqualTo(_now + TcpConfig.Default.TimeWait));
    }

    [Test]
    public void A_reset_must_name_the_next_byte_exactly()
    {
        // RFC 5961, 3.2: anything else in the window is answered with a challenge.
        Establish();
        Packet reset = Data(sequenceNumber: 1002, length: 0);
        reset.Flags = TcpFlags.Rst;
        _server.OnPacket(in reset, _now);

        Packet challenge = OnlyPacketOf(_server);
        Assert.That((challenge.Flags, challenge.AcknowledgmentNumber), Is.EqualTo((TcpFlags.Ack, 1001u)));
        reset.SequenceNumber = 1001;
        _server.OnPacket(in reset, _now);

        Assert.That((_server.State, _server.Failure), Is.EqualTo((TcpState.Closed, TcpFailure.Reset)));
    }

    [Test]
    public void A_segment_that_arrives_twice_is_reported_as_a_duplicate()
    {
        Establish();
        Packet data = Data(sequenceNumber: 1001, length: 100);
        _server.OnPacket(in data, _now);
        OnlyPacketOf(_server);
        _server.OnPacket(in data, _now);

        Packet ack = OnlyPacketOf(_server);

        PacketOptions options = _packets.Options[ack.Options];
        Assert.That(options.SackCount, Is.EqualTo(1));
        Assert.That(options.SackBlocks[0], Is.EqualTo(new SackBlock(1001, 1101)));
    }

    [Test]
    public void A_segment_beyond_the_window_is_answered_but_not_reported_as_received()
    {
        Establish();
        Packet data = Data(sequenceNumber: 1001 + 1_000_000, length: 100);
        _server.OnPacket(in data, _now);

        Packet ack = OnlyPacketOf(_server);

        Assert.That((ack.AcknowledgmentNumber, ack.Options), Is.EqualTo((1001u, 0)));
    }

    [Test]
    public void A_segment_older_than_one_already_seen_is_not_taken()
    {
        // PAWS (RFC 7323, 5): its timestamp lies before the newest one, by more than TCP_PAWS_WINDOW = 1.
        Establish();
        Packet data = Data(sequenceNumber: 1001, length: 100);
        data.TimestampValue -= 2;

        _server.OnPacket(in data, _now);

        Assert.That(_server.Receiver.Next, Is.EqualTo(1));
    }

    private static IpAddress Address(string text)
    {
        Assert.That(IpAddress.TryParse(text, out IpAddress address));
        return address;
    }

    private TcpConnection NewConnection(FlowKey path, uint initialSequenceNumber) => new(
        TcpConfig.Default,
        _packets,
        path,
        new TcpSetup
        {
            InitialSequenceNumber = initialSequenceNumber,
            TimestampOffset = 0,
            Mtu = 1500,
            CongestionControl = new NewReno(),
            SendBytes = ByteStore.Counting(),
        });

    private void Establish()
    {
        _client.Connect();
        Packet syn = OnlyPacketOf(_client);
        _server.Accept(in syn);
        Exchange();
        Assert.That((_client.State, _server.State), Is.EqualTo((TcpState.Established, TcpState.Established)));
    }

    private void Exchange()
    {
        int carried;
        do
        {
            carried = Carry(_client, _server) + Carry(_server, _client);
        }
        while (carried > 0);
    }

    private int Carry(TcpConnection from, TcpConnection to)
    {
        List<Packet> packets = PacketsOf(from);
        packets.ForEach(packet => to.OnPacket(in packet, _now));
        return packets.Count;
    }

    private Packet OnlyPacketOf(TcpConnection connection)
    {
        List<Packet> packets = PacketsOf(connection);
        Assert.That(packets, Has.Count.EqualTo(1));
        return packets[0];
    }

    private List<Packet> PacketsOf(TcpConnection connection)
    {
        List<Packet> packets = [];
        while (connection.TryTransmit(_now, out Packet packet))
        {
            packets.Add(packet);
        }

        return packets;
    }

    /// <summary>A segment of the client that the client itself knows nothing of.</summary>
    private Packet Data(uint sequenceNumber, int length) => new()
    {
        Flow = _client.Flow,
        SequenceNumber = sequenceNumber,
        AcknowledgmentNumber = 5001,
        Flags = TcpFlags.Ack,
        Traits = PacketTraits.Timestamps,
        TimestampValue = (uint)_now.SinceStart.WholeMilliseconds,
        Window = 1000,
        PayloadLength = (ushort)length,
        Length = (ushort)(72 + length),
    };
}
