using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;
using Sim.Queues;

namespace Tests.Bench;

/// <summary>
/// Many TCP flows of 10 Mbit/s each through one bottleneck: what the speed of the simulator is measured on.
/// </summary>
/// <remarks>
/// Every flow has two hosts of its own, 1 ms from the bottleneck at 10 Gbit/s; the bottleneck is 18 ms long and holds
/// one bandwidth-delay product of the 40 ms round trip. The flows start one after the other within half a second and
/// never end.
/// </remarks>
internal sealed class Dumbbell
{
    private const ushort Port = 5001;
    private static readonly Duration _startSpread = Duration.FromMilliseconds(500);
    private static readonly Duration _baseRoundTrip = Duration.FromMilliseconds(40);

    private readonly ArrivalTrace _trace = new();
    private readonly NameTable _names = new();
    private readonly Topology _topology;
    private readonly LinkSpec _access;
    private readonly Router _left;
    private readonly Router _right;
    private readonly List<TcpStream> _streams = [];

    public Dumbbell(int flows, Func<ICongestionControl> congestionControl)
    {
        Simulation = new Simulation(seed: 1);
        _topology = new Topology(Simulation, new PacketContext(), AddressFamily.Ipv6);
        _left = _topology.AddRouter("left");
        _right = _topology.AddRouter("right");
        Rate = BitRate.FromMegabitsPerSecond(10 * flows);
        LinkSpec bottleneck = new()
        {
            Rate = Rate,
            Delay = Duration.FromMilliseconds(18),
            Queue = QueueLimit.OfBandwidthDelayProduct(Rate, _baseRoundTrip),
        };
        _topology.Connect("bottleneck", _left, _right, bottleneck, bottleneck);
        _access = new LinkSpec
        {
            Rate = BitRate.FromMegabitsPerSecond(10_000),
            Delay = Duration.FromMilliseconds(1),
            Queue = QueueLimit.OfBytes(new ByteSize(30_000_000)),
        };
        StackConfig stack = new() { CongestionControl = congestionControl, UsesMptcp = false };
        List<SimHost> sources = [.. Enumerable.Range(1, flows).Select(i => AddHost($"src{i}", _left, stack))];
        List<SimHost> sinks = [.. Enumerable.Range(1, flows).Select(i => AddHost($"dst{i}", _right, stack))];
        _topology.Complete();
        foreach (SimHost host in sources.Concat(sinks))
        {
            host.UseRoutes(_topology.RulesOf(host));
        }

        List<(IpAddress, IpAddress)> traffic = [];
        for (int i = 0; i < flows; i++)
        {
            IpAddress source = sources[i].Nics[0].Addresses[0];
            IpAddress sink = sinks[i].Nics[0].Addresses[0];
            traffic.AddRange([(source, sink), (sink, source)]);
            sinks[i].Listen(Port, stack, "sink", discardsInput: true);
            SimHost host = sources[i];
            Instant start = Instant.Zero + _startSpread * i / flows;
            Simulation.RunAt(start, () => Start(host, new Endpoint(sink, Port)));
        }

        FeedForward.Plan(_topology, traffic);
    }

    public Simulation Simulation { get; }

    /// <summary>The rate of the bottleneck.</summary>
    public BitRate Rate { get; }

    /// <summary>The hash of all arrivals at hosts.</summary>
    public ulong Trace => _trace.Value;

    /// <summary>Bytes of payload that were acknowledged, all flows together.</summary>
    public long AcknowledgedBytes => _streams.Sum(stream => stream.Connection.Sender.Unacknowledged - 1);

    public long RetransmittedSegments => _streams.Sum(stream => stream.Connection.Sender.RetransmittedSegments);

    public long Timeouts => _streams.Sum(stream => stream.Connection.Sender.Timeouts);

    public void Run(double untilSeconds) => Simulation.Run(Instant.Zero + Duration.FromSeconds(untilSeconds));

    private SimHost AddHost(string name, Router router, StackConfig stack)
    {
        SimHost host = new(name, _topology.Fabric, _names, _trace) { Stack = stack };
        Nic nic = _topology.AddNic(host, "nic1");
        host.AddNic(nic);
        _topology.Connect(name, nic, router, _access, _access);
        return host;
    }

    private void Start(SimHost host, Endpoint sink)
    {
        TcpStream stream = (TcpStream)host.Open(default, sink, host.Stack, ByteStore.Counting(), StreamOptions.Default);
        stream.WriteUnseen(1L << 50);
        _streams.Add(stream);
    }
}
