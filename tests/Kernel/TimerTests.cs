using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Core;
using Sim.Kernel;

namespace Tests.Kernel;

public class TimerTests : ITimerOwner
{
    private readonly List<Instant> _fired = [];
    private Simulation _simulation = null!;
    private Timer _timer = null!;

    public void OnTimer(Timer timer) => _fired.Add(_simulation.Now);

    [SetUp]
    public void CreateTimer()
    {
        _fired.Clear();
        _simulation = new Simulation(seed: 1);
        _timer = new Timer(_simulation, this);
    }

    [Test]
    public void Fires_once_at_its_deadline()
    {
        _timer.Set(At(10));
        _simulation.Run(At(100));

        Assert.That(_fired, Is.EqualTo(new[] { At(10) }));
        Assert.That(_timer.IsSet, Is.False);
    }

    [TestCase(20, 30, 30)]
    [TestCase(30, 20, 20)]
    [TestCase(20, 20, 20)]
    public void Only_the_last_deadline_counts(int first, int last, int expected)
    {
        _timer.Set(At(first));
        _timer.Set(At(last));
        _simulation.Run(At(100));

        Assert.That(_fired, Is.EqualTo(new[] { At(expected) }));
    }

    [Test]
    public void A_cancelled_timer_does_not_fire()
    {
        _timer.Set(At(10));
        _timer.Cancel();
        _simulation.Run(At(100));

        Assert.That(_fired, Is.Empty);
    }

    [Test]
    public void A_deadline_that_has_passed_fires_now_but_not_from_inside_the_call()
    {
        _simulation.Run(At(50));
        _timer.Set(At(10));
        Assert.That(_fired, Is.Empty);
        _simulation.Run(At(100));

        Assert.That(_fired, Is.EqualTo(new[] { At(50) }));
    }

    [Test]
    public void Moving_the_deadline_on_a_thousand_times_costs_one_event_for_each_time_it_is_met_early()
    {
        _timer.Set(At(200));
        for (int i = 1; i <= 1_000; i++)
        {
            _simulation.RunAt(At(i), () => _timer.Set(_simulation.Now + Duration.FromMilliseconds(200)));
        }

        _simulation.Run(At(2_000));

        Assert.That(_fired, Is.EqualTo(new[] { At(1_200) }));
        // 1,000 of them are the continuations of this test; the timer meets its deadline early at 200, 399 (=199 + 200), ...
        Assert.That(_simulation.Events - 1_000, Is.LessThanOrEqualTo(7));
    }

    [Test]
    public void A_near_deadline_that_alternates_with_a_far_one_does_not_pile_up_events()
    {
        for (int i = 0; i < 1_000; i++)
        {
            Instant near = At(i) + Duration.FromMicroseconds(500);
            _simulation.RunAt(At(i), () =>
            {
                _timer.Set(_simulation.Now + Duration.FromMilliseconds(10_000));
                _timer.Set(near);
            });
        }

        _simulation.Run(At(1_000));

        Assert.That(_fired, Has.Count.EqualTo(1_000));
        Assert.That(_simulation.Events, Is.LessThanOrEqualTo(2_001));
    }

    [Test]
    public void Agrees_with_a_model_that_only_knows_the_last_deadline([Range(1, 20)] int seed)
    {
        RandomStream random = new((ulong)seed);
        Instant deadline = Instant.Never;
        List<Instant> expected = [];
        for (int step = 0; step < 300; step++)
        {
            Instant now = At(step * 3);
            if (deadline <= now)
            {
                expected.Add(deadline);
                deadline = Instant.Never;
            }

            Instant? next = random.NextInt(4) == 0 ? null : now + Duration.FromMilliseconds(1 + random.NextInt(40));
            deadline = next ?? Instant.Never;
            _simulation.Run(now);
            if (next is { } at)
            {
                _timer.Set(at);
            }
            else
            {
                _timer.Cancel();
            }
        }

        _simulation.Run(At(10_000));
        if (deadline != Instant.Never)
        {
            expected.Add(deadline);
        }

        Assert.That(_fired, Is.EqualTo(expected), $"seed {seed}");
    }

    private static Instant At(int milliseconds) => Instant.Zero + Duration.FromMilliseconds(milliseconds);
}
