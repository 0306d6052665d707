using NUnit.Framework;
using Protocols.Core;
using Protocols.Tcp;

namespace Tests.Tcp;

public class TimerWheelRoundingTests
{
    private static readonly Duration _tick = Duration.FromMilliseconds(4);

    // By hand after kernel/time/timer.c at HZ=250: expires = now + distance in ticks; level by distance (63, 504, 4032, ...
    // ticks); bucket = (expires / 8^level + 1) x 8^level.
    [TestCase(0, 200, ExpectedResult = 204)]
    [TestCase(3, 200, ExpectedResult = 204)]
    [TestCase(4, 200, ExpectedResult = 208)]
    [TestCase(0, 201, ExpectedResult = 208)]
    [TestCase(0, 248, ExpectedResult = 252)]
    [TestCase(0, 252, ExpectedResult = 256)]
    [TestCase(0, 1000, ExpectedResult = 1024)]
    [TestCase(100, 1000, ExpectedResult = 1120)]
    [TestCase(0, 2012, ExpectedResult = 2016)]
    [TestCase(0, 2016, ExpectedResult = 2048)]
    [TestCase(0, 16000, ExpectedResult = 16128)]
    [TestCase(0, 16128, ExpectedResult = 16384)]
    [TestCase(0, 60000, ExpectedResult = 61440)]
    public double A_timer_fires_at_the_end_of_its_bucket(int setAt, int distance)
    {
        Instant start = Instant.Zero + Duration.FromMilliseconds(setAt);

        return TimerWheelRounding.Expiry(start, start + Duration.FromMilliseconds(distance), _tick).SinceStart.Milliseconds;
    }

    [Test]
    public void Without_ticks_a_timer_fires_when_it_is_due()
    {
        Instant deadline = Instant.Zero + Duration.FromMicroseconds(200_001);

        Assert.That(TimerWheelRounding.Expiry(Instant.Zero, deadline, Duration.Zero), Is.EqualTo(deadline));
    }
}
