using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;
using Sim.Network.Middleboxes;

namespace Tests.Network;

/// <summary>Middleboxes that look at options and segments, fed by hand.</summary>
public class MiddleboxTests
{
    // IPv6 40, TCP 20, timestamps 12.
    private const int Headers = 72;

    private Simulation _simulation = null!;
    private Fabric _fabric = null!;
    private PacketLog _log = null!;
    private int _flow;

    private PacketOptionPool Pool => _fabric.Packets.Options;

    [SetUp]
    public void CreateFabric()
    {
        _simulation = new Simulation(seed: 1);
        _fabric = new Fabric(_simulation, new PacketContext());
        _log = new PacketLog(_simulation);
        _flow = _fabric.Packets.Flows.Intern(new FlowKey(
            new Endpoint(IpAddress.Parse("fd00::1"), 5_000), new Endpoint(IpAddress.Parse("fd00::2"), 80), IpProtocol.Tcp));
    }

    // RFC 8684, 3.1: MP_CAPABLE on a SYN has 4 bytes. What stays: MSS 4, window scale with its padding 4, timestamps with SACK-permitted 12.
    [TestCase(StrippedPackets.Syn, TcpFlags.Syn, true)]
    [TestCase(StrippedPackets.SynAck, TcpFlags.Syn, false)]
    [TestCase(StrippedPackets.Syn, TcpFlags.Syn | TcpFlags.Ack, false)]
    [TestCase(StrippedPackets.SynAck, TcpFlags.Syn | TcpFlags.Ack, true)]
    [TestCase(StrippedPackets.Established, TcpFlags.Ack, true)]
    [TestCase(StrippedPackets.Syn | StrippedPackets.SynAck, TcpFlags.Ack, false)]
    [TestCase(StrippedPackets.All, TcpFlags.Ack, true)]
    public void The_mptcp_option_is_taken_off_the_chosen_packets(StrippedPackets packets, TcpFlags flags, bool isStripped)
    {
        OptionStripper box = new(Pool, PacketOptionKinds.AnyMptcp, packets);
        Packet packet = Segment(flags: flags);
        packet.Options = Pool.Rent();
        ref PacketOptions options = ref Pool[packet.Options];
        options.Kinds = PacketOptionKinds.MaximumSegmentSize | PacketOptionKinds.WindowScale | PacketOptionKinds.SackPermitted
            | PacketOptionKinds.MpCapable;
        packet.Length = 40 + 20 + 20 + 4;
        Pass(box, packet);

        Assert.That(_log.Packets[0].Length, Is.EqualTo(isStripped ? 80 : 84));
        Assert.That(Pool[_log.Packets[0].Options].Has(PacketOptionKinds.MpCapable), Is.Not.EqualTo(isStripped));
        Assert.That(Pool[_log.Packets[0].Options].Has(PacketOptionKinds.WindowScale), Is.True);
    }

    // A DSS with a 64-bit acknowledgment and a 64-bit mapping has 4 + 8 + 8 + 4 + 2 = 26 bytes, padded to 28.
    [Test]
    public void A_packet_that_has_lost_its_last_option_has_none_and_gives_the_slot_back()
    {
        OptionStripper box = new(Pool, OptionStripper.UnknownOptions, StrippedPackets.All);
        Pass(box, Mapped(0, 1_000, checksum: false));

        Assert.That((_log.Packets[0].Options, _log.Packets[0].Length, _log.Packets[0].PayloadLength), Is.EqualTo((0, Headers + 1_000, 1_000)));
        Assert.That((Pool.Rented, box.ChangedPackets), Is.EqualTo((0, 1L)));
    }

    [Test]
    public void A_SYN_with_the_option_is_dropped_and_others_pass()
    {
        SynDropper box = new(_fabric, PacketOptionKinds.AnyMptcp);
        Packet syn = Segment(flags: TcpFlags.Syn);
        syn.Options = Pool.Rent();
        Pool[syn.Options].Kinds = PacketOptionKinds.MpJoin;
        Pass(box, syn);
        Pass(box, Segment(flags: TcpFlags.Syn));
        Pass(box, Mapped(0, 100, checksum: false));

        Assert.That((_log.Packets.Count, box.DroppedPackets, Pool.Rented), Is.EqualTo((2, 1L, 1)));
    }

    [Test]
    public void Sequence_numbers_are_shifted_and_acknowledgments_shifted_back()
    {
        SequenceRewriter box = new(_fabric.Packets, new RandomStream(3));
        int back = _fabric.Packets.Flows.Reverse(_flow);
        Pass(box, Segment(sequence: 1_000, flags: TcpFlags.Syn));
        Pass(box, Segment(sequence: 5_000, acknowledgment: 1_001, flags: TcpFlags.Syn | TcpFlags.Ack, flow: back), Passage.Down);
        Pass(box, Segment(sequence: 1_001, acknowledgment: 5_001, payload: 100));
        Packet[] seen = [.. _log.Packets];
        uint shift = unchecked(seen[0].SequenceNumber - 1_000);
        uint shiftBack = unchecked(seen[1].SequenceNumber - 5_000);

        Assert.That((shift, shiftBack), Is.Not.EqualTo((0u, 0u)));
        Assert.That(shift, Is.Not.EqualTo(shiftBack));

        // Each end acknowledges the numbers that it sees; what comes back are those that the other one sent.
        Assert.That(seen[2].SequenceNumber, Is.EqualTo(unchecked(1_001 + shift)));
        Assert.That(seen[2].AcknowledgmentNumber, Is.EqualTo(unchecked(5_001 - shiftBack)));

        Packet acknowledgment = Segment(acknowledgment: unchecked(1_001 + shift), flow: back);
        acknowledgment.Options = Pool.Rent();
        ref PacketOptions options = ref Pool[acknowledgment.Options];
        options.Kinds = PacketOptionKinds.Sack;
        options.SackCount = 1;
        options.SackBlocks[0] = new SackBlock(unchecked(1_101 + shift), unchecked(1_201 + shift));
        Pass(box, acknowledgment, Passage.Down);

        Assert.That(_log.Packets[3].AcknowledgmentNumber, Is.EqualTo(1_001));
        Assert.That(Pool[_log.Packets[3].Options].SackBlocks[0], Is.EqualTo(new SackBlock(1_101, 1_201)));
    }

    [Test]
    public void A_flow_whose_SYN_was_not_seen_keeps_its_numbers()
    {
        Pass(new SequenceRewriter(_fabric.Packets, new RandomStream(3)), Segment(sequence: 1_000, acknowledgment: 2_000));

        Assert.That((_log.Packets[0].SequenceNumber, _log.Packets[0].AcknowledgmentNumber), Is.EqualTo((1_000u, 2_000u)));
    }

    [Test]
    public void A_long_segment_is_cut_and_each_piece_has_the_mapping()
    {
        SegmentSplitter box = new(Pool, 700);
        Packet packet = Mapped(1, 1_600, checksum: false);
        packet.Flags |= TcpFlags.Psh | TcpFlags.Fin;
        Pass(box, packet);

        Assert.That(_log.Packets.Select(piece => (piece.SequenceNumber, (int)piece.PayloadLength, (int)piece.Length)), Is.EqualTo(new[]
        {
            (1u, 700, Headers + 28 + 700), (701u, 700, Headers + 28 + 700), (1_401u, 200, Headers + 28 + 200),
        }));
        Assert.That(_log.Packets.Select(piece => piece.Flags & (TcpFlags.Psh | TcpFlags.Fin)), Is.EqualTo(new[]
        {
            TcpFlags.None, TcpFlags.None, TcpFlags.Psh | TcpFlags.Fin,
        }));
        Assert.That(_log.Packets.Select(piece => (Pool[piece.Options].Dss.SubflowSequence, Pool[piece.Options].Dss.DataLength)),
            Is.All.EqualTo((1u, (ushort)1_600)));
        Assert.That(_log.Packets.Select(piece => piece.Options).Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public void A_short_segment_passes_whole()
    {
        Pass(new SegmentSplitter(Pool, 700), Segment(payload: 700));

        Assert.That(_log.Packets.Single().PayloadLength, Is.EqualTo(700));
    }

    [Test]
    public void Segments_that_follow_each_other_become_one_with_the_options_of_the_first()
    {
        SegmentCoalescer box = new(_fabric, 1_500, Ms(1));
        Pass(box, Mapped(1, 400, checksum: false));
        Packet second = Mapped(401, 300, checksum: false);
        second.AcknowledgmentNumber = 77;
        second.Window = 9;
        Pass(box, second);
        Assert.That(_log.Packets, Is.Empty);

        _simulation.Run(At(5));
        Packet merged = _log.Packets.Single();

        Assert.That(_log.Times.Single(), Is.EqualTo(At(1)));
        Assert.That(
            (merged.SequenceNumber, merged.PayloadLength, merged.Length, merged.AcknowledgmentNumber, merged.Window),
            Is.EqualTo((1u, (ushort)700, (ushort)(Headers + 28 + 700), 77u, (ushort)9)));
        Assert.That(Pool[merged.Options].Dss.DataLength, Is.EqualTo(400));
        Assert.That((Pool.Rented, box.MergedPackets), Is.EqualTo((1, 1L)));
    }

    // A gap, a packet that would not fit, one that pushes: each lets what is held go on before it.
    [TestCase(701u, 100, TcpFlags.Ack)]
    [TestCase(401u, 1_100, TcpFlags.Ack)]
    [TestCase(401u, 0, TcpFlags.Ack)]
    [TestCase(401u, 100, TcpFlags.Ack | TcpFlags.Fin)]
    public void What_does_not_fit_lets_the_held_segment_go_first(uint sequence, int payload, TcpFlags flags)
    {
        SegmentCoalescer box = new(_fabric, 1_500, Ms(1));
        Pass(box, Segment(sequence: 1, payload: 400));
        Pass(box, Segment(sequence: sequence, payload: payload, flags: flags));
        _simulation.Run(At(5));

        Assert.That(_log.Packets.Select(packet => packet.SequenceNumber), Is.EqualTo(new[] { 1u, sequence }));
        Assert.That(_log.Times[0], Is.EqualTo(At(0)));
    }

    [Test]
    public void A_changed_payload_shows_in_the_checksum_of_its_mapping_only()
    {
        PayloadCorrupter box = new(Pool, 1, new RandomStream(1));
        Pass(box, Mapped(1, 400, checksum: true));
        Pass(box, Mapped(401, 400, checksum: false));
        Pass(box, Segment(payload: 400));

        Assert.That(Pool[_log.Packets[0].Options].Dss.Checksum, Is.Not.EqualTo(0x1234));
        Assert.That((box.ChangedPackets, _log.Packets.Count), Is.EqualTo((1L, 3)));
    }

    [Test]
    public void Boxes_on_a_link_are_met_in_the_order_of_the_way()
    {
        TestNetwork network = new();
        network.Topology.Connect("cable", network.Nic("a.nic1"), network.Nic("b.nic1"), new LinkSpec(), new LinkSpec());
        network.Topology.Complete();
        List<string> met = [];
        Nic nic = network.Nic("a.nic1");
        MiddleboxChain.Insert(
            [(new Witness("first", met), true, true), (new Witness("up only", met), true, false), (new Witness("last", met), true, true)],
            nic.Outgoing,
            nic.Incoming);
        network.Send("a.nic1", "b.nic1");
        network.RunFor(Ms(1));
        network.Send("b.nic1", "a.nic1");
        network.RunFor(Ms(1));

        Assert.That(met, Is.EqualTo(new[] { "first Up", "up only Up", "last Up", "last Down", "first Down" }));
        Assert.That((network["a"].Numbers.Count, network["b"].Numbers.Count), Is.EqualTo((1, 1)));
    }

    private Packet Segment(uint sequence = 0, uint acknowledgment = 0, int payload = 0, TcpFlags flags = TcpFlags.Ack, int? flow = null) => new()
    {
        Flow = flow ?? _flow,
        SequenceNumber = sequence,
        AcknowledgmentNumber = acknowledgment,
        Flags = flags,
        Traits = PacketTraits.Timestamps,
        PayloadLength = (ushort)payload,
        Length = (ushort)(Headers + payload),
    };

    private Packet Mapped(uint sequence, int payload, bool checksum)
    {
        Packet packet = Segment(sequence: sequence, payload: payload);
        packet.Options = Pool.Rent();
        ref PacketOptions options = ref Pool[packet.Options];
        options.Kinds = PacketOptionKinds.DataSequenceSignal;
        options.Dss = new DataSequenceSignal
        {
            HasAck = true,
            Ack64 = true,
            HasMapping = true,
            Sequence64 = true,
            HasChecksum = checksum,
            Checksum = 0x1234,
            SubflowSequence = sequence,
            DataSequence = sequence,
            DataLength = (ushort)payload,
        };
        packet.Length += 28;
        return packet;
    }

    private void Pass(IMiddlebox box, Packet packet, Passage direction = Passage.Up) => box.Pass(packet, direction, _simulation.Now, _log);

    private static Duration Ms(int milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static Instant At(int milliseconds) => Instant.Zero + Ms(milliseconds);

    private sealed class Witness(string name, List<string> met) : IMiddlebox
    {
        public void Pass(in Packet packet, Passage direction, Instant at, IPacketReceiver next)
        {
            met.Add($"{name} {direction}");
            next.Receive(packet, at);
        }
    }
}
