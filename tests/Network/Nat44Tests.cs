using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;
using Sim.Network.Middleboxes;

namespace Tests.Network;

public class Nat44Tests
{
    private static readonly IpAddress _outside = IpAddress.Parse("100.64.0.1");

    private Simulation _simulation = null!;
    private Fabric _fabric = null!;
    private PacketLog _log = null!;
    private Nat44 _nat = null!;

    [SetUp]
    public void CreateNat()
    {
        _simulation = new Simulation(seed: 1);
        _fabric = new Fabric(_simulation, new PacketContext());
        _log = new PacketLog(_simulation);
        _nat = new Nat44(_fabric, _outside, Duration.FromMilliseconds(60_000));
    }

    // RFC 4787, 4.2.1: the port is preserved while it is free.
    [Test]
    public void A_packet_from_inside_leaves_with_the_address_outside_and_its_answer_comes_back()
    {
        Up("10.0.0.1:5000", "192.0.2.1:80");
        Down("192.0.2.1:80", "100.64.0.1:5000");

        Assert.That(Seen(), Is.EqualTo(new[] { "100.64.0.1:5000 to 192.0.2.1:80", "192.0.2.1:80 to 10.0.0.1:5000" }));
    }

    // RFC 4787, REQ-1: endpoint-independent mapping.
    [Test]
    public void An_endpoint_has_the_same_port_towards_everybody()
    {
        Up("10.0.0.1:5000", "192.0.2.1:80");
        Up("10.0.0.1:5000", "192.0.2.2:443");

        Assert.That(Seen()[1], Is.EqualTo("100.64.0.1:5000 to 192.0.2.2:443"));
    }

    [Test]
    public void Two_endpoints_with_one_port_get_two()
    {
        Up("10.0.0.1:5000", "192.0.2.1:80");
        Up("10.0.0.2:5000", "192.0.2.1:80");
        Down("192.0.2.1:80", "100.64.0.1:1024");

        Assert.That(Seen().Skip(1), Is.EqualTo(new[] { "100.64.0.1:1024 to 192.0.2.1:80", "192.0.2.1:80 to 10.0.0.2:5000" }));
    }

    [Test]
    public void What_nobody_inside_has_asked_for_is_dropped()
    {
        Up("10.0.0.1:5000", "192.0.2.1:80");
        Down("192.0.2.2:80", "100.64.0.1:5000");
        Down("192.0.2.1:80", "100.64.0.1:6000");

        Assert.That((_log.Packets.Count, _nat.DroppedPackets), Is.EqualTo((1, 2L)));
    }

    [Test]
    public void A_mapping_that_is_used_lives_and_one_that_idles_is_forgotten()
    {
        Up("10.0.0.1:5000", "192.0.2.1:80");
        RunTo(59);
        Down("192.0.2.1:80", "100.64.0.1:5000");
        RunTo(118);
        Down("192.0.2.1:80", "100.64.0.1:5000");
        Assert.That(_nat.DroppedPackets, Is.Zero);

        RunTo(178);
        Down("192.0.2.1:80", "100.64.0.1:5000");
        Assert.That(_nat.DroppedPackets, Is.EqualTo(1));

        // The connection goes on from inside, out of another port: the peer does not know it.
        Up("10.0.0.1:5000", "192.0.2.1:80");
        Assert.That(Seen()[^1], Is.EqualTo("100.64.0.1:1024 to 192.0.2.1:80"));
        Down("192.0.2.1:80", "100.64.0.1:5000");
        Assert.That(_nat.DroppedPackets, Is.EqualTo(2));
    }

    [Test]
    public void The_payload_of_a_translated_flow_lies_where_its_sender_has_it()
    {
        ByteStore sent = new();
        FlowTable flows = _fabric.Packets.Flows;
        int inside = Flow("10.0.0.1:5000", "192.0.2.1:80");
        Up("10.0.0.1:5000", "192.0.2.1:80");
        int outside = Flow("100.64.0.1:5000", "192.0.2.1:80");
        flows.SetPayload(inside, sent, 17);

        Assert.That((flows.PayloadOf(outside), flows.FirstSequenceNumberOf(outside)), Is.EqualTo((sent, 17u)));

        ByteStore answered = new();
        flows.SetPayload(flows.Reverse(outside), answered, 4);
        Assert.That(flows.PayloadOf(flows.Reverse(inside)), Is.SameAs(answered));
    }

    [Test]
    public void IPv6_passes_as_it_is()
    {
        Up("[fd00::1]:5000", "[fd00::2]:80");

        Assert.That(Seen(), Is.EqualTo(new[] { "[fd00::1]:5000 to [fd00::2]:80" }));
    }

    private void Up(string source, string destination) => Pass(source, destination, Passage.Up);

    private void Down(string source, string destination) => Pass(source, destination, Passage.Down);

    private void Pass(string source, string destination, Passage direction) =>
        _nat.Pass(new Packet { Flow = Flow(source, destination) }, direction, _simulation.Now, _log);

    private void RunTo(int seconds) => _simulation.Run(Instant.Zero + Duration.FromMilliseconds(seconds * 1_000));

    private string[] Seen() => [.. _log.Packets.Select(packet => _fabric.Packets.Flows[packet.Flow])
        .Select(key => $"{key.Source} to {key.Destination}")];

    private int Flow(string source, string destination) =>
        _fabric.Packets.Flows.Intern(new FlowKey(Parse(source), Parse(destination), IpProtocol.Tcp));

    private static Endpoint Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        return new Endpoint(
            IpAddress.Parse(text[..colon].Trim('[', ']')), ushort.Parse(text[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }
}
