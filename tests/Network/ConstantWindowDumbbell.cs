using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Network;
using Sim.Queues;

namespace Tests.Network;

/// <summary>
/// Sources that keep a constant number of full frames under way to as many sinks over one bottleneck, each answered by a bare
/// acknowledgment: six packet-hops for each frame, RTT 40 ms, 10 Mbit/s for each flow, a queue of one bandwidth-delay product.
/// </summary>
internal sealed class ConstantWindowDumbbell
{
    private static readonly Duration _delay = Duration.FromMilliseconds(1);

    private readonly List<Source> _sources = [];

    public ConstantWindowDumbbell(int flows, int window, bool feedForward, ulong seed = 1)
    {
        Simulation = new Simulation(seed);
        PacketContext packets = new();
        Topology = new Topology(Simulation, packets, AddressFamily.Ipv6);
        BitRate rate = BitRate.FromMegabitsPerSecond(10.0 * flows);
        QueueLimit queue = QueueLimit.OfBandwidthDelayProduct(rate, Duration.FromMilliseconds(40));
        LinkSpec access = new() { Rate = BitRate.FromMegabitsPerSecond(10_000), Delay = _delay };
        LinkSpec trunk = new() { Rate = rate, Delay = _delay * 18, Queue = queue };
        Router left = Topology.AddRouter("left");
        Router right = Topology.AddRouter("right");
        Bottleneck = Topology.Connect("bottleneck", left, right, trunk, trunk).Forward;
        RandomStream random = Simulation.Random.Fork("starts");
        List<(Nic Source, Nic Sink)> ends = [];
        for (int i = 1; i <= flows; i++)
        {
            Source source = new(Simulation, packets, $"src{i}", window);
            Answerer sink = new(packets, $"dst{i}", this);
            ends.Add((Topology.AddNic(source, "nic1"), Topology.AddNic(sink, "nic1")));
            Topology.Connect($"access{i}", ends[^1].Source, left, access, access);
            Topology.Connect($"exit{i}", ends[^1].Sink, right, access, access);
            _sources.Add(source);
        }

        Topology.Complete();
        foreach (((Nic from, Nic to), Source source) in ends.Zip(_sources))
        {
            source.Begin(from, to.Addresses[0], Instant.Zero + new Duration((long)(random.NextDouble() * Duration.PicosecondsPerSecond / 10)));
        }

        ForwardingLinks = feedForward
            ? FeedForward.Plan(Topology, ends.SelectMany(pair => new[] { (pair.Source.Addresses[0], pair.Sink.Addresses[0]), (pair.Sink.Addresses[0], pair.Source.Addresses[0]) }))
            : 0;
    }

    public Simulation Simulation { get; }

    public Topology Topology { get; }

    public Link Bottleneck { get; }

    public int ForwardingLinks { get; }

    /// <summary>A hash over what arrives at the sinks, where and when.</summary>
    public ulong Trace { get; private set; }

    /// <summary>Frames that arrived at the sinks.</summary>
    public long Delivered { get; private set; }

    public void RunFor(Duration time) => Simulation.Run(Simulation.Now + time);

    private void Record(in Packet packet)
    {
        Delivered++;
        ulong entry = unchecked((ulong)Simulation.Now.Picoseconds * 31 + packet.SequenceNumber * 7 + (uint)packet.Flow);
        Trace = unchecked((Trace ^ entry) * 0x9E3779B97F4A7C15);
    }

    private sealed class Source(Simulation simulation, PacketContext packets, string name, int window) : EventTarget(simulation), INicOwner
    {
        private Nic _nic = null!;
        private int _flow;
        private uint _next;

        public string Name { get; } = name;

        public void Begin(Nic nic, IpAddress sink, Instant at)
        {
            _nic = nic;
            _flow = packets.Flows.Intern(new FlowKey(new Endpoint(nic.Addresses[0], 1), new Endpoint(sink, 1), IpProtocol.Tcp));
            Simulation.Schedule(at, this);
        }

        public override void OnEvent()
        {
            for (int i = 0; i < window; i++)
            {
                SendNext();
            }
        }

        public void Receive(in Packet packet, Nic nic) => SendNext();

        private void SendNext() => _nic.Send(new Packet { Flow = _flow, SequenceNumber = _next++, Length = 1_500, PayloadLength = 1_448 });
    }

    private sealed class Answerer(PacketContext packets, string name, ConstantWindowDumbbell dumbbell) : INicOwner
    {
        public string Name { get; } = name;

        public void Receive(in Packet packet, Nic nic)
        {
            dumbbell.Record(packet);
            nic.Send(new Packet { Flow = packets.Flows.Reverse(packet.Flow), AcknowledgmentNumber = packet.SequenceNumber + 1, Length = 52 });
        }
    }
}
