using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Results.Recording;
using static Tests.Results.SampleRun;

namespace Tests.Results;

public class NicMeterTests
{
    private static readonly Duration _interval = Duration.FromMilliseconds(100);

    [Test]
    public void A_packet_counts_with_its_Ethernet_header_from_the_first_sample_after_it()
    {
        NicMeter meter = new(_interval, At(0.3));
        meter.Sent(At(0.15), 1500);
        meter.Received(At(0.25), 100);
        meter.Dropped(At(0.05));

        Assert.That(meter.SamplesTo(At(0.3)), Is.EqualTo(new[]
        {
            new NicSample(At(0), 0, 0, 0, 0, 0),
            new NicSample(At(0.1), 0, 0, 0, 0, 1),
            new NicSample(At(0.2), 1514, 0, 1, 0, 1),
            new NicSample(At(0.3), 1514, 114, 1, 1, 1),
        }));
    }

    [Test]
    public void A_packet_on_a_boundary_belongs_to_the_interval_that_begins_there()
    {
        NicMeter meter = new(_interval, At(0.3));
        meter.Sent(At(0.1), 86);

        Assert.That(
            meter.SamplesTo(At(0.3)).Select(sample => sample.TxBytes), Is.EqualTo(new long[] { 0, 0, 100, 100 }));
    }

    [Test]
    public void The_last_interval_may_be_shorter()
    {
        NicMeter meter = new(_interval, At(0.25));
        meter.Sent(At(0.24), 86);

        Assert.That(
            meter.SamplesTo(At(0.25)).Select(sample => (sample.At, sample.TxBytes)),
            Is.EqualTo(new[] { (At(0), 0L), (At(0.1), 0L), (At(0.2), 0L), (At(0.25), 100L) }));
    }

    [TestCase(0.25)]
    [TestCase(1e6)]
    public void What_would_leave_at_the_end_of_the_run_or_later_is_not_counted(double leaves)
    {
        NicMeter meter = new(_interval, At(0.25));
        meter.Sent(At(leaves), 86);

        Assert.That(meter.SamplesTo(At(0.25))[^1], Is.EqualTo(new NicSample(At(0.25), 0, 0, 0, 0, 0)));
    }

    [Test]
    public void A_packet_counted_ahead_and_dropped_before_it_left_is_taken_back()
    {
        NicMeter meter = new(_interval, At(1));
        meter.Sent(At(0.05), 86);
        meter.Sent(At(0.55), 1500);
        meter.Unsent(At(0.55), 1500);
        meter.Sent(At(0.06), 86);

        IReadOnlyList<NicSample> samples = meter.SamplesTo(At(1));
        Assert.That(samples[1], Is.EqualTo(new NicSample(At(0.1), 200, 0, 2, 0, 0)));
        Assert.That(samples[^1], Is.EqualTo(new NicSample(At(1), 200, 0, 2, 0, 0)));
    }

    [Test]
    public void A_meter_without_a_known_end_grows_with_its_traffic()
    {
        NicMeter meter = new(_interval, Instant.Never);
        for (int i = 0; i < 5000; i++)
        {
            meter.Received(Instant.Zero + Duration.FromMilliseconds(10 * i), 86);
        }

        IReadOnlyList<NicSample> samples = meter.SamplesTo(At(50));
        Assert.That(samples, Has.Count.EqualTo(501));
        Assert.That(
            samples.Select(sample => sample.RxPackets), Is.EqualTo(Enumerable.Range(0, 501).Select(i => 10L * i)));
    }
}
