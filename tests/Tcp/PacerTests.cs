using NUnit.Framework;
using Protocols.Core;
using Protocols.Tcp;

namespace Tests.Tcp;

/// <summary>Packets of 1,000 bytes at 1 MB/s: one in a millisecond.</summary>
public class PacerTests
{
    private const long Rate = 1_000_000;
    private Pacer _pacer = null!;

    [SetUp]
    public void Start() => _pacer = new Pacer();

    [Test]
    public void The_first_nine_packets_are_not_spaced()
    {
        for (int i = 0; i < 9; i++)
        {
            Assert.That(_pacer.Holds(hasWork: true, At(0)), Is.False);
            _pacer.OnSent(1000, Rate, At(0));
        }

        // Linux looks when it has counted the packet: the tenth one makes the eleventh wait.
        Assert.That(_pacer.Holds(hasWork: true, At(0)), Is.False);
        _pacer.OnSent(1000, Rate, At(0));
        Assert.That(_pacer.Holds(hasWork: true, At(0)), Is.True);
        Assert.That(_pacer.Deadline, Is.EqualTo(At(1)));
    }

    [Test]
    public void Nothing_is_waited_for_when_nothing_would_go()
    {
        Send(10, 0);

        Assert.That(_pacer.Holds(hasWork: false, At(0)), Is.True);
        Assert.That(_pacer.Deadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void A_packet_that_goes_late_lets_the_next_one_follow_sooner_by_half_at_most()
    {
        Send(10, 0);
        _pacer.OnSent(1000, Rate, At(1.2));
        Assert.That(_pacer.NextDeparture, Is.EqualTo(At(2)), "0.2 ms are made up for");

        _pacer.OnSent(1000, Rate, At(10));
        Assert.That(_pacer.NextDeparture, Is.EqualTo(At(10.5)), "8 ms are not");
    }

    private void Send(int packets, double at)
    {
        for (int i = 0; i < packets; i++)
        {
            _pacer.OnSent(1000, Rate, At(at));
        }
    }

    private static Instant At(double milliseconds) => Instant.Zero + Duration.FromSeconds(milliseconds / 1000);
}
