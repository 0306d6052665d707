using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Core;
using Sim.Kernel;

namespace Tests.Kernel;

public class PendingEventsTests : IAlarmOwner
{
    private readonly List<(Instant At, bool IsExpected)> _came = [];
    private Simulation _simulation = null!;
    private Alarm _alarm = null!;
    private PendingEvents _events;

    public void OnAlarm() => _came.Add((_simulation.Now, _events.TryTake(_simulation.Now)));

    [SetUp]
    public void CreateAlarm()
    {
        _came.Clear();
        _simulation = new Simulation(seed: 1);
        _alarm = new Alarm(_simulation, this);
        _events = new PendingEvents();
    }

    [Test]
    public void Nothing_is_expected_at_first()
    {
        Assert.That(_events.Next, Is.EqualTo(Instant.Never));
        Assert.That(_events.TryTake(At(0)), Is.False);
    }

    [Test]
    public void An_event_that_was_overtaken_once_is_still_expected()
    {
        _events.Expect(At(30), _alarm);
        _events.Expect(At(20), _alarm);
        Assert.That(_events.Next, Is.EqualTo(At(20)));

        _simulation.Run(At(100));

        Assert.That(_came, Is.EqualTo(new[] { (At(20), true), (At(30), true) }));
        Assert.That(_events.Next, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void An_event_that_was_overtaken_twice_comes_unexpected()
    {
        _events.Expect(At(30), _alarm);
        _events.Expect(At(20), _alarm);
        _events.Expect(At(10), _alarm);

        _simulation.Run(At(100));

        Assert.That(_came, Is.EqualTo(new[] { (At(10), true), (At(20), true), (At(30), false) }));
    }

    [Test]
    public void An_event_for_a_time_that_has_passed_comes_now_but_not_from_inside_the_call()
    {
        _simulation.Run(At(50));

        _events.Expect(At(10), _alarm);

        Assert.That(_came, Is.Empty);
        _simulation.Run(At(50));
        Assert.That(_came, Is.EqualTo(new[] { (At(50), true) }));
    }

    private static Instant At(int milliseconds) => Instant.Zero + Duration.FromMilliseconds(milliseconds);
}
