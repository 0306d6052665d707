using NUnit.Framework;

namespace Tests.Bench;

/// <summary>Runs each benchmark once, small, so that none of them rots.</summary>
public class BenchmarkTests
{
    [Test]
    public void The_event_queue_benchmark_holds_its_events_and_moves_time_on()
    {
        EventQueueBenchmark benchmark = new() { Waiting = 100 };
        benchmark.Fill();
        long first = benchmark.Hold();

        Assert.That(benchmark.Hold(), Is.GreaterThan(first));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void The_packet_hop_benchmark_does_the_hops_it_says(bool feedForward)
    {
        PacketHopBenchmark benchmark = new() { Flows = 5, FeedForward = feedForward };
        benchmark.Warm();
        long before = benchmark.Slice();

        Assert.That((benchmark.Slice() - before) * 6, Is.EqualTo(benchmark.HopsPerInvoke).Within(6 + 1));
    }
}
