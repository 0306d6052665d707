using System;
using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Sockets;
using Sim.Kernel;

namespace Tests.Kernel;

public class SimulationTests
{
    private readonly List<string> _log = [];
    private Simulation _simulation = null!;

    [SetUp]
    public void CreateSimulation()
    {
        _log.Clear();
        _simulation = new Simulation(seed: 1);
    }

    [Test]
    public void Events_at_one_time_happen_in_the_order_of_scheduling()
    {
        Probe a = new(_simulation, "a", _log);
        Probe b = new(_simulation, "b", _log);
        _simulation.Schedule(At(5), b);
        _simulation.Schedule(At(5), a);
        _simulation.Schedule(At(4), a);
        _simulation.Run(At(10));

        Assert.That(_log, Is.EqualTo(new[] { "a 4 ms", "b 5 ms", "a 5 ms" }));
        Assert.That(_simulation.Events, Is.EqualTo(3));
    }

    [Test]
    public void A_run_includes_its_end_and_leaves_the_clock_there()
    {
        Probe a = new(_simulation, "a", _log);
        _simulation.Schedule(At(10), a);
        _simulation.Schedule(At(11), a);
        _simulation.Run(At(10));

        Assert.That(_log, Is.EqualTo(new[] { "a 10 ms" }));
        Assert.That(_simulation.Now, Is.EqualTo(At(10)));
        _simulation.Run(At(20));
        Assert.That(_log, Has.Count.EqualTo(2));
        Assert.That(_simulation.Now, Is.EqualTo(At(20)));
    }

    [Test]
    public void Posted_continuations_run_after_the_event_in_order_and_before_the_next_event()
    {
        Probe first = new(_simulation, "first", _log);
        Probe second = new(_simulation, "second", _log);
        first.Then = () =>
        {
            _simulation.Post(() =>
            {
                _log.Add("posted 1");
                _simulation.Post(() => _log.Add("posted by posted"));
            });
            _simulation.Post(() => _log.Add("posted 2"));
            _log.Add("event ends");
        };
        _simulation.Schedule(At(1), first);
        _simulation.Schedule(At(1), second);
        _simulation.Run(At(2));

        Assert.That(_log, Is.EqualTo(new[]
        {
            "first 1 ms", "event ends", "posted 1", "posted 2", "posted by posted", "second 1 ms",
        }));
    }

    [Test]
    public void What_is_posted_before_a_run_runs_at_its_start()
    {
        _simulation.Post(() => _log.Add($"at {_simulation.Now}"));
        Assert.That(_log, Is.Empty);
        _simulation.Run(At(1));

        Assert.That(_log, Is.EqualTo(new[] { "at 0 s" }));
    }

    [Test]
    public void Stop_ends_the_run_after_the_event_and_another_run_goes_on()
    {
        Probe a = new(_simulation, "a", _log) { Then = _simulation.Stop };
        _simulation.Schedule(At(1), a);
        _simulation.Schedule(At(2), a);
        _simulation.Run(At(10));
        Assert.That(_simulation.Now, Is.EqualTo(At(1)));

        a.Then = null;
        _simulation.Run(At(10));
        Assert.That(_log, Is.EqualTo(new[] { "a 1 ms", "a 2 ms" }));
        Assert.That(_simulation.Now, Is.EqualTo(At(10)));
    }

    [Test]
    public void An_event_in_the_past_is_an_error_that_says_what_time_it_is()
    {
        Probe a = new(_simulation, "a", _log);
        _simulation.Run(At(5));

        Assert.That(
            () => _simulation.Schedule(At(4), a),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("4 ms").And.Message.Contains("5 ms"));
    }

    [Test]
    public void A_run_without_an_end_ends_with_the_last_event()
    {
        Probe a = new(_simulation, "a", _log);
        _simulation.Schedule(At(1), a);
        _simulation.Run(Instant.Never);

        Assert.That(_log, Is.EqualTo(new[] { "a 1 ms" }));
    }

    [Test]
    public void Time_does_not_run_back()
    {
        _simulation.Run(At(5));

        Assert.That(() => _simulation.Run(At(4)), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void What_a_posted_continuation_schedules_for_the_end_of_the_run_still_happens()
    {
        _simulation.RunAt(At(10), () => _simulation.Post(() => _simulation.Schedule(At(10), new Probe(_simulation, "late", _log))));
        _simulation.Run(At(10));

        Assert.That(_log, Is.EqualTo(new[] { "late 10 ms" }));
    }

    // A frame at 29.97 Hz lasts no whole number of milliseconds: 100,000 of them must not drift.
    [Test]
    public void A_loop_of_awaited_delays_keeps_exact_time()
    {
        const int Frames = 100_000;
        Duration frame = Duration.FromNanoseconds(33_366_700);
        Instant end = Instant.Zero;
        IClock clock = _simulation;
        async System.Threading.Tasks.Task Loop()
        {
            for (int i = 0; i < Frames; i++)
            {
                await clock.Delay(frame);
            }

            end = clock.Now;
        }

        System.Threading.Tasks.Task loop = Loop();
        _simulation.Run(Instant.Zero + frame * (Frames + 1L));

        Assert.That(loop.IsCompletedSuccessfully, Is.True);
        Assert.That(end, Is.EqualTo(Instant.Zero + frame * Frames));
    }

    [Test]
    public void A_run_whose_time_stands_still_ends_with_an_error()
    {
        Probe restless = new(_simulation, "", null) { Period = Duration.Zero };
        _simulation.Schedule(At(5), restless);

        Assert.That(() => _simulation.Run(At(10)), Throws.InvalidOperationException.With.Message.Contains("5 ms"));
    }

    [Test]
    public void Events_and_timers_allocate_nothing_once_warm()
    {
        Probe[] probes = new Probe[64];
        for (int i = 0; i < probes.Length; i++)
        {
            probes[i] = new Probe(_simulation, "", null) { Period = Duration.FromNanoseconds(700 + 13 * i) };
            _simulation.Schedule(At(0), probes[i]);
        }

        // Until each bucket of the queue has been as full as it will ever be.
        _simulation.Run(At(40));
        long before = GC.GetAllocatedBytesForCurrentThread();
        _simulation.Run(At(80));

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(_simulation.Events, Is.GreaterThan(1_000_000));
    }

    private static Instant At(int milliseconds) => Instant.Zero + Duration.FromMilliseconds(milliseconds);

    private sealed class Probe(Simulation simulation, string name, List<string>? log) : EventTarget(simulation)
    {
        public Action? Then { get; set; }

        public Duration? Period { get; set; }

        public override void OnEvent()
        {
            log?.Add($"{name} {Simulation.Now}");
            Then?.Invoke();
            if (Period is { } period)
            {
                Simulation.Schedule(Simulation.Now + period, this);
            }
        }
    }
}
