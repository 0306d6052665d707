using System;
using NUnit.Framework;
using Protocols.Core;
using Sim.Emulation;
using Tests.Conformance;

namespace Tests.Bench;

/// <summary>
/// How many viewers the server serves in time, over the kernel's loopback interface. <c>make bench</c> runs it at full size and
/// prints what a viewer costs; among the other tests it runs small, so that it never rots.
/// </summary>
[Category("Bench")]
[NonParallelizable]
public class ViewersTests
{
    private const int FramesPerSecond = 25;

    private static readonly bool _isFull = Environment.GetEnvironmentVariable("BENCH") == "1";

    [Test]
    public void One_publisher_and_many_viewers_at_2_megabits_per_second_each()
    {
        KernelMachine.Require(KernelTransport.Tcp);
        int viewers = _isFull ? 500 : 10;
        int seconds = _isFull ? 10 : 1;
        using ViewersBenchmark benchmark = new(viewers, Duration.FromSeconds(seconds));
        benchmark.Run();

        TestContext.Out.WriteLine(FormattableString.Invariant(
            $"{viewers} viewers at 2 Mbit/s: {benchmark.LateFrames} of {benchmark.Frames} frames late, {benchmark.SlowFrames} on the way for more than a frame's time, the slowest for {benchmark.LongestDelay.Milliseconds:0.0} ms; the server took {benchmark.ProcessorPerViewer:0.0000 %} of a processor for each viewer"));
        Assert.That(benchmark.Frames, Is.EqualTo((long)viewers * seconds * FramesPerSecond));
        if (_isFull)
        {
            Assert.That(benchmark.LateFrames, Is.Zero);
        }
    }
}
