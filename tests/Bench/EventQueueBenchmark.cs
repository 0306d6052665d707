using BenchmarkDotNet.Attributes;
using Protocols.Core;
using Sim.Kernel;

namespace Tests.Bench;

/// <summary>One pop and one push of the event queue with a constant number of events in it ("hold").</summary>
public class EventQueueBenchmark
{
    private const int Operations = 10_000;

    private readonly long[] _gaps = new long[1 << 14];
    private EventQueue _queue = null!;
    private int _next;

    /// <summary>Events waiting.</summary>
    [Params(100, 10_000)]
    public int Waiting { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        RandomStream random = new(1);
        for (int i = 0; i < _gaps.Length; i++)
        {
            _gaps[i] = (long)random.NextExponential(1e9);
        }

        _queue = new EventQueue();
        for (int i = 0; i < Waiting; i++)
        {
            _queue.Push(_gaps[i], i);
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Hold()
    {
        long last = 0;
        for (int i = 0; i < Operations; i++)
        {
            _queue.TryPop(long.MaxValue - 1, out last, out int target);
            _queue.Push(last + _gaps[_next++ & (_gaps.Length - 1)], target);
        }

        return last;
    }
}
