using NUnit.Framework;
using Protocols.Tcp;

namespace Tests.Tcp;

public class ProportionalRateReductionTests
{
    [Test]
    public void The_flight_shrinks_in_proportion_to_what_is_delivered()
    {
        // RFC 6937, 3: of 20 packets one is lost; each of the others is delivered alone, and the window is to be
        // halved.
        ProportionalRateReduction reduction = default;
        reduction.Begin(window: 20);
        int inFlight = 19;
        int sent = 0;
        for (int delivered = 1; delivered <= 19; delivered++)
        {
            inFlight--;
            int window = reduction.WindowAfter(1, newlyLost: 0, advances: false, inFlight, threshold: 10);
            for (; inFlight < window; inFlight++)
            {
                reduction.OnSent();
                sent++;
            }

            // sndcnt = CEIL(prr_delivered * ssthresh / RecoverFS) - prr_out, while pipe > ssthresh.
            if (inFlight > 10)
            {
                Assert.That(sent, Is.EqualTo((delivered + 1) / 2), $"after {delivered} deliveries");
            }
        }

        Assert.That(inFlight, Is.EqualTo(10));
    }

    [Test]
    public void The_first_packet_of_a_recovery_always_goes_out()
    {
        ProportionalRateReduction reduction = default;
        reduction.Begin(window: 100);

        // One of a hundred was delivered: CEIL(1 * 1 / 100) - 0 = 1; and when nothing is due, still one.
        Assert.That(reduction.WindowAfter(1, 1, advances: false, inFlight: 96, threshold: 1), Is.EqualTo(97));
    }

    [TestCase(true, 0, 2, TestName = "Below_the_threshold_an_advance_without_new_loss_gains_one_packet")]
    [TestCase(true, 1, 1, TestName = "Below_the_threshold_new_loss_means_packet_conservation")]
    [TestCase(false, 0, 1, TestName = "Below_the_threshold_a_duplicate_means_packet_conservation")]
    public void Below_the_threshold(bool advances, int newlyLost, int expectedToSend)
    {
        // Most of the flight was lost: pipe < ssthresh, the slow start reduction bound (RFC 6937, 3; RFC 9937,
        // safeACK).
        ProportionalRateReduction reduction = default;
        reduction.Begin(window: 20);

        int window = reduction.WindowAfter(1, newlyLost, advances, inFlight: 4, threshold: 10);

        Assert.That(window - 4, Is.EqualTo(expectedToSend));
    }

    [Test]
    public void Below_the_threshold_no_more_is_sent_than_fits()
    {
        ProportionalRateReduction reduction = default;
        reduction.Begin(window: 20);

        Assert.That(reduction.WindowAfter(5, 0, advances: true, inFlight: 8, threshold: 10), Is.EqualTo(10));
    }
}
