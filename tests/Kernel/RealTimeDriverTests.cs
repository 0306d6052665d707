using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Core;
using Sim.Kernel;

namespace Tests.Kernel;

public class RealTimeDriverTests
{
    private static readonly Instant _start = Instant.Zero + Duration.FromSeconds(1_000);

    [Test]
    public void Events_wait_for_their_moment_on_the_wall_clock()
    {
        FakeWallClock clock = new(_start);
        Simulation simulation = new(seed: 1, new RealTimeDriver(clock));
        List<Instant> wallTimes = [];
        simulation.RunAt(At(10), () => wallTimes.Add(clock.Now));
        simulation.RunAt(At(25), () => wallTimes.Add(clock.Now));
        simulation.Run(At(40));

        Assert.That(wallTimes, Is.EqualTo(new[] { _start + Ms(10), _start + Ms(25) }));
        Assert.That(clock.Now, Is.EqualTo(_start + Ms(40)));
    }

    [Test]
    public void Lateness_is_recorded_and_does_not_add_up()
    {
        FakeWallClock clock = new(_start) { Oversleep = Duration.FromMicroseconds(300) };
        RealTimeDriver driver = new(clock);
        Simulation simulation = new(seed: 1, driver);
        List<Instant> virtualTimes = [];
        for (int i = 1; i <= 100; i++)
        {
            simulation.RunAt(At(i), () => virtualTimes.Add(simulation.Now));
        }

        simulation.Run(At(200));

        Assert.That(virtualTimes[^1], Is.EqualTo(At(100)));
        Assert.That(driver.Lateness.Count, Is.EqualTo(100));
        Assert.That(driver.Lateness.Max, Is.EqualTo(Duration.FromMicroseconds(300)));
        Assert.That(driver.Lateness.Percentile(0.5), Is.EqualTo(Duration.FromMicroseconds(300)));
    }

    [Test]
    public void What_comes_from_outside_while_waiting_runs_at_the_time_it_came()
    {
        FakeWallClock clock = new(_start);
        Simulation simulation = new(seed: 1, new RealTimeDriver(clock));
        List<Instant> arrivals = [];
        clock.Interruptions.Enqueue((_start + Ms(7), () => simulation.Post(() => arrivals.Add(simulation.Now))));
        simulation.RunAt(At(20), () => arrivals.Add(simulation.Now));
        simulation.Run(At(30));

        Assert.That(arrivals, Is.EqualTo(new[] { At(7), At(20) }));
    }

    private static Duration Ms(int milliseconds) => Duration.FromMilliseconds(milliseconds);

    private static Instant At(int milliseconds) => Instant.Zero + Ms(milliseconds);

    private sealed class FakeWallClock(Instant start) : IWallClock
    {
        public Duration Oversleep { get; init; }

        public Queue<(Instant At, System.Action Happens)> Interruptions { get; } = new();

        public Instant Now { get; private set; } = start;

        public void WaitUntil(Instant at)
        {
            if (Interruptions.TryPeek(out (Instant At, System.Action Happens) interruption) && interruption.At < at)
            {
                Interruptions.Dequeue();
                Now = Instant.Max(Now, interruption.At);
                interruption.Happens();
                return;
            }

            Now = Instant.Max(Now, at + Oversleep);
        }
    }
}
