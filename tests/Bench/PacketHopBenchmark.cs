using BenchmarkDotNet.Attributes;
using Protocols.Core;
using Tests.Network;

namespace Tests.Bench;

/// <summary>
/// The network alone: a dumbbell of sources with a constant window. Divide by <see cref="HopsPerInvoke"/> for the time
/// of a packet-hop.
/// </summary>
public class PacketHopBenchmark
{
    private static readonly Duration _slice = Duration.FromMilliseconds(20);

    private ConstantWindowDumbbell _dumbbell = null!;

    /// <summary>Pairs of hosts.</summary>
    [Params(100, 1_000)]
    public int Flows { get; set; }

    /// <summary>Whether routers are told ahead of time.</summary>
    [Params(false, true)]
    public bool FeedForward { get; set; }

    /// <summary>
    /// Packets put on links by one invocation: 10 Mbit/s of full frames for 20 ms for each flow, times six.
    /// </summary>
    public double HopsPerInvoke => Flows * 10e6 * 0.02 / (1_514 * 8) * 6;

    [GlobalSetup]
    public void Warm()
    {
        _dumbbell = new ConstantWindowDumbbell(Flows, window: 40, FeedForward);
        _dumbbell.RunFor(Duration.FromSeconds(1));
    }

    [Benchmark]
    public long Slice()
    {
        _dumbbell.RunFor(_slice);
        return _dumbbell.Delivered;
    }
}
