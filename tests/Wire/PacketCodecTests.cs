using System;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

public class PacketCodecTests
{
    private const uint FirstSequenceNumber = 0xFFFF_FF00;
    private const ulong FirstDataSequence = 0x0000_0000_FFFF_FF80;
    private const int Ipv4Headers = 40;

    private PacketContext _context = null!;
    private readonly byte[] _target = new byte[2000];
    private PacketCodec _codec = null!;
    private int _flow;

    [SetUp]
    public void SetUp()
    {
        _context = new PacketContext();
        _codec = new PacketCodec(_context);
        Endpoint source = new(IpAddress.Parse("10.0.0.1"), 1000);
        Endpoint destination = new(IpAddress.Parse("10.0.0.2"), 2000);
        _flow = _context.Flows.Intern(new FlowKey(source, destination, IpProtocol.Tcp));
    }

    private static byte[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i % 251))];

    private static ByteStore StoreOf(byte[] bytes)
    {
        ByteStore store = new();
        store.Append(bytes);
        return store;
    }

    private Packet Data(uint sequenceNumber, ushort length, int options = 0)
    {
        int optionsLength = options == 0 ? 0 : PacketOptionsLength.Of(in _context.Options[options], timestamps: false);
        return new Packet
        {
            Flow = _flow,
            SequenceNumber = sequenceNumber,
            Flags = TcpFlags.Ack,
            PayloadLength = length,
            Length = (ushort)(Ipv4Headers + optionsLength + length),
            Options = options,
        };
    }

    private int Mapping(ulong dataSequence, uint subflowSequence, bool is64)
    {
        int handle = _context.Options.Rent();
        ref PacketOptions options = ref _context.Options[handle];
        options.Kinds = PacketOptionKinds.DataSequenceSignal;
        options.Dss = new DataSequenceSignal
        {
            HasMapping = true,
            Sequence64 = is64,
            DataSequence = is64 ? dataSequence : (uint)(dataSequence & uint.MaxValue),
            SubflowSequence = subflowSequence,
            DataLength = 1000,
        };
        return handle;
    }

    private byte[] Payload(in Packet packet)
    {
        int length = _codec.Encode(in packet, _target);
        return _target[(length - packet.PayloadLength)..length];
    }

    [TestCase(0)]
    [TestCase(0x300)]
    public void Plain_payload_is_found_by_its_sequence_number_even_past_the_wrap(int offset)
    {
        byte[] bytes = Numbered(2000);
        _context.Flows.SetPayload(_flow, StoreOf(bytes), FirstSequenceNumber);
        Packet packet = Data(unchecked(FirstSequenceNumber + (uint)offset), 700);
        Assert.That(Payload(in packet), Is.EqualTo(bytes[offset..(offset + 700)]));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Mapped_payload_is_found_by_its_mapping(bool is64)
    {
        // The third packet of a mapping that starts at data offset 100 and subflow byte 51; the packet starts 400 bytes
        // into it.
        byte[] bytes = Numbered(2000);
        _context.Flows.SetMappedPayload(_flow, StoreOf(bytes), FirstDataSequence, initialSequenceNumber: 0xFFFF_FFF0);
        int options = Mapping(FirstDataSequence + 100, subflowSequence: 51, is64);
        Packet packet = Data(unchecked(0xFFFF_FFF0 + 51 + 400), 300, options);
        Assert.That(Payload(in packet), Is.EqualTo(bytes[500..800]));
    }

    [Test]
    public void Payload_with_MP_CAPABLE_starts_the_data()
    {
        byte[] bytes = Numbered(2000);
        _context.Flows.SetMappedPayload(_flow, StoreOf(bytes), FirstDataSequence, initialSequenceNumber: 7);
        int handle = _context.Options.Rent();
        _context.Options[handle].Kinds = PacketOptionKinds.MpCapable;
        _context.Options[handle].MpCapable = new MpCapableOption
        {
            KeyCount = 2,
            HasDataLength = true,
            DataLength = 100,
        };
        Packet packet = Data(8, 100, handle);
        Assert.That(Payload(in packet), Is.EqualTo(bytes[..100]));
    }

    [TestCase(-10)]
    [TestCase(1950)]
    public void Payload_that_the_store_does_not_hold_is_zeros(int offset)
    {
        _context.Flows.SetPayload(_flow, StoreOf(Numbered(2000)), FirstSequenceNumber);
        Packet packet = Data(unchecked(FirstSequenceNumber + (uint)offset), 100);
        Array.Fill(_target, (byte)0xEE);
        Assert.That(Payload(in packet), Is.EqualTo(new byte[100]));
    }

    [Test]
    public void Payload_that_was_released_is_zeros()
    {
        ByteStore store = StoreOf(Numbered(2000));
        store.ReleaseBySender(1000);
        store.ReleaseByReader(1000);
        _context.Flows.SetPayload(_flow, store, FirstSequenceNumber);
        Packet packet = Data(unchecked(FirstSequenceNumber + 950), 100);
        Assert.That(Payload(in packet), Is.EqualTo(new byte[100]));
    }

    [Test]
    public void Payload_of_a_subflow_without_a_mapping_is_zeros()
    {
        _context.Flows.SetMappedPayload(_flow, StoreOf(Numbered(2000)), FirstDataSequence, initialSequenceNumber: 7);
        Packet packet = Data(8, 100);
        Assert.That(Payload(in packet), Is.EqualTo(new byte[100]));
    }

    [Test]
    public void A_length_that_is_not_that_of_the_headers_and_the_payload_is_our_own_mistake()
    {
        Packet packet = Data(1, 100);
        packet.Length++;
        Assert.That(() => _codec.Encode(in packet, _target), Throws.InvalidOperationException);
    }

    [TestCase("10.0.0.1", "10.0.0.2", 28)]
    [TestCase("fd00::1", "fd00::2", 48)]
    public void A_datagram_keeps_its_flow_its_length_and_its_ECN_field(string source, string destination, int headers)
    {
        FlowKey key = new(
            new Endpoint(IpAddress.Parse(source), 5000),
            new Endpoint(IpAddress.Parse(destination), 6000),
            IpProtocol.Udp);
        Packet packet = new()
        {
            Flow = _context.Flows.Intern(key),
            PayloadLength = 1000,
            Length = (ushort)(headers + 1000),
            Traits = PacketTraits.EcnCapable | PacketTraits.CongestionExperienced,
        };
        int length = _codec.Encode(in packet, _target);
        Assert.That(
            _codec.TryDecode(_target.AsSpan(0, length), out Packet read, out ReadOnlySpan<byte> payload, out _),
            Is.True);
        Assert.That(read, Is.EqualTo(packet));
        Assert.That(payload.ToArray(), Is.EqualTo(new byte[1000]));
    }

    [TestCase("10.0.0.1", 27)]
    [TestCase("fd00::1", 1)]
    public void Of_a_datagram_shorter_than_its_headers_their_beginning_is_written(string source, int length)
    {
        Endpoint end = new(IpAddress.Parse(source), 5000);
        Packet packet = new() { Flow = _context.Flows.Intern(new FlowKey(end, end, IpProtocol.Udp)), Length = (ushort)length };
        _target.AsSpan().Fill(0xAA);

        Assert.That(_codec.Encode(in packet, _target), Is.EqualTo(length));
        Assert.That(_target[0], Is.EqualTo(end.Address.Family == AddressFamily.Ipv6 ? 0x60 : 0x45));
        Assert.That(_target[length], Is.EqualTo(0xAA));
    }

    [Test]
    public void A_packet_with_every_field_set_is_the_same_after_a_trip_over_the_wire()
    {
        Packet packet = Data(0x01020304, 10, Mapping(5, 6, is64: true));
        packet.AcknowledgmentNumber = 0x05060708;
        packet.Window = 0x090A;
        packet.Flags = TcpFlags.Ack | TcpFlags.Psh | TcpFlags.Fin;
        packet.Traits = PacketTraits.Timestamps | PacketTraits.EcnCapable;
        packet.TimestampValue = 11;
        packet.TimestampEcho = 12;
        packet.Length += PacketOptionsLength.Timestamps;
        int length = _codec.Encode(in packet, _target);

        Assert.That(_codec.TryDecode(_target.AsSpan(0, length), out Packet read, out _, out _), Is.True);
        Assert.That(
            OptionsText.Of(in _context.Options[read.Options]),
            Is.EqualTo(OptionsText.Of(in _context.Options[packet.Options])));
        read.Options = packet.Options;
        Assert.That(read, Is.EqualTo(packet));
    }

    [Test]
    public void A_packet_without_options_rents_none()
    {
        Packet packet = Data(1, 10);
        int length = _codec.Encode(in packet, _target);
        Assert.That(_codec.TryDecode(_target.AsSpan(0, length), out Packet read, out _, out _), Is.True);
        Assert.That((read.Options, _context.Options.Rented), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_packet_goes_over_the_wire_without_an_allocation()
    {
        _context.Flows.SetMappedPayload(_flow, StoreOf(Numbered(2000)), FirstDataSequence, initialSequenceNumber: 7);
        Packet packet = Data(8, 100, Mapping(FirstDataSequence, 1, is64: true));
        RoundTrip(in packet);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            RoundTrip(in packet);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private void RoundTrip(in Packet packet)
    {
        int length = _codec.Encode(in packet, _target);
        _codec.TryDecode(_target.AsSpan(0, length), out Packet read, out _, out _);
        _context.Options.Return(read.Options);
    }

    [Test]
    public void Bytes_from_outside_cannot_add_flows_without_end()
    {
        PacketCodec narrow = new(_context) { MaximumFlows = 1 };
        Packet packet = Data(1, 0);
        int length = narrow.Encode(in packet, _target);
        Assert.That(narrow.TryDecode(_target.AsSpan(0, length), out _, out _, out _), Is.True);

        packet.Flow = _context.Flows.Reverse(_flow);
        length = narrow.Encode(in packet, _target);
        PacketContext other = new();
        other.Flows.Intern(_context.Flows[_flow]);
        narrow = new PacketCodec(other) { MaximumFlows = 1 };
        Assert.That(narrow.TryDecode(_target.AsSpan(0, length), out _, out _, out ParseError error), Is.False);
        Assert.That((error, other.Flows.Count), Is.EqualTo((ParseError.TooManyFlows, 1)));
    }

    [Test]
    public void A_packet_of_another_protocol_is_not_ours()
    {
        Ipv4Packet ping = new()
        {
            Protocol = 1,
            Source = IpAddress.Parse("10.0.0.1"),
            Destination = IpAddress.Parse("10.0.0.2"),
        };
        ping.Write(_target);
        Assert.That(_codec.TryDecode(_target.AsSpan(0, ping.Length), out _, out _, out ParseError error), Is.False);
        Assert.That(error, Is.EqualTo(ParseError.Protocol));
    }
}
