using System.Linq;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NUnit.Framework;

namespace Tests.Bench;

/// <summary>
/// Runs each benchmark once, small, so that none of them rots; and, where asked for, all of them in earnest.
/// </summary>
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

    [Test]
    [Explicit("Takes minutes, and other tests would disturb it.")]
    public void All_benchmarks_run()
    {
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance);
        Summary[] summaries = BenchmarkRunner.Run([typeof(EventQueueBenchmark), typeof(PacketHopBenchmark)], config);

        Assert.That(summaries.SelectMany(summary => summary.Reports).All(report => report.Success), Is.True);
    }
}
