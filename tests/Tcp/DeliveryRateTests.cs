using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Tcp;

namespace Tests.Tcp;

/// <summary>Ten segments sent one in a millisecond; the path takes 100 ms. Read net/ipv4/tcp_rate.c.</summary>
public class DeliveryRateTests
{
    private DeliveryRate _rate = null!;

    [SetUp]
    public void Send()
    {
        _rate = new DeliveryRate();
        for (int i = 0; i < 10; i++)
        {
            _rate.OnSent(At(i));
        }
    }

    [Test]
    public void A_sample_spans_from_the_first_transmission_to_the_acknowledgment()
    {
        RateSample sample = Acknowledge(1, sentAt: 0, at: 100);

        Assert.That(sample.Delivered, Is.EqualTo(1));
        Assert.That(sample.Interval, Is.EqualTo(Duration.FromMilliseconds(100)));
        Assert.That(sample.PriorDelivered, Is.Zero);
        Assert.That(sample.TotalDelivered, Is.EqualTo(1));
    }

    [Test]
    public void A_packet_sent_after_an_acknowledgment_measures_from_that_one_on()
    {
        Acknowledge(10, sentAt: 9, at: 109);
        _rate.OnSent(At(109));
        _rate.OnSent(At(119));

        RateSample sample = Acknowledge(2, sentAt: 119, at: 229);

        Assert.That(sample.Delivered, Is.EqualTo(2));
        Assert.That(sample.PriorDelivered, Is.EqualTo(10));
        Assert.That(sample.Interval, Is.EqualTo(Duration.FromMilliseconds(120)), "109 to 229 ms");
    }

    [Test]
    public void The_slower_of_sending_and_acknowledging_counts()
    {
        // Acknowledgments that were held up and come at once: 100 ms later, but it took 500 ms to send.
        Acknowledge(1, sentAt: 0, at: 600);
        for (int i = 1; i < 10; i++)
        {
            _rate.OnSentAgain(i - 1);
        }

        RateSample sample = Acknowledge(9, sentAt: 9, at: 700);

        Assert.That(sample.Interval, Is.EqualTo(Duration.FromMilliseconds(100)), "600 to 700 ms");
        Assert.That(sample.Delivered, Is.EqualTo(9));
    }

    [Test]
    public void A_segment_counts_once_whether_it_is_reported_first_selectively()
    {
        _rate.OnDelivered(5, At(5).Picoseconds);
        Assert.That(Take(1, 105).Delivered, Is.EqualTo(1));

        for (int i = 0; i < 6; i++)
        {
            _rate.OnDelivered(0, At(i).Picoseconds);
            _rate.RemoveOldest();
        }

        Assert.That(Take(5, 106).TotalDelivered, Is.EqualTo(6));
    }

    [Test]
    public void What_is_faster_than_any_round_trip_gives_no_rate()
    {
        _rate.OnDelivered(0, At(0).Picoseconds);

        Assert.That(Take(1, 99).IsValid, Is.False);
    }

    [Test]
    public void An_acknowledgment_that_delivers_nothing_new_gives_no_rate()
    {
        Assert.That(Take(0, 200).IsValid, Is.False);
    }

    [Test]
    public void Rates_are_the_applications_until_all_that_was_in_flight_at_the_gap_is_delivered()
    {
        _rate.LimitByApplication(inFlight: 10);
        _rate.OnSent(At(10));
        Assert.That(Acknowledge(10, sentAt: 9, at: 109).IsAppLimited, Is.False, "sent before the gap");
        Assert.That(_rate.IsAppLimited, Is.True);

        Assert.That(Acknowledge(1, sentAt: 10, at: 110).IsAppLimited, Is.True, "sent after it");
        Assert.That(_rate.IsAppLimited, Is.False);
    }

    [Test]
    public void Both_parts_of_a_segment_that_was_cut_were_sent_when_it_was()
    {
        _rate.OnSplit(9);
        for (int i = 0; i < 10; i++)
        {
            _rate.RemoveOldest();
        }

        RateSample sample = Acknowledge(1, sentAt: 9, at: 109);
        Assert.That(sample.Delivered, Is.EqualTo(1));
        Assert.That(sample.Interval, Is.EqualTo(Duration.FromMilliseconds(109)));
    }

    private RateSample Acknowledge(int packets, int sentAt, double at)
    {
        for (int i = packets - 1; i >= 0; i--)
        {
            _rate.OnDelivered(0, At(sentAt - i).Picoseconds);
            _rate.RemoveOldest();
        }

        return Take(packets, at);
    }

    private RateSample Take(int packets, double at)
    {
        AckSample sample = new(At(at), packets, default, default, 0, true, 0, 0);
        return _rate.Take(in sample, lost: 0, lostEver: 0, Duration.FromMilliseconds(100), isAckDelayed: false);
    }

    private static Instant At(double milliseconds) => Instant.Zero + Duration.FromSeconds(milliseconds / 1000);
}
