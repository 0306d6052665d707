using System;
using NUnit.Framework;
using Protocols.Core;
using Sim.Queues;

namespace Tests.Queues;

public class QueueLimitTests
{
    [Test]
    public void The_default_is_no_limit() =>
        Assert.That((QueueLimit.None.Kind, QueueLimit.None), Is.EqualTo((QueueLimitKind.None, default(QueueLimit))));

    // 10 Mbit/s x 50 ms = 62,500 B, the limit of the tbf with which the testbed was run.
    [TestCase(10, 50, 62_500)]
    [TestCase(1_000, 40, 5_000_000)]
    [TestCase(3, 7, 2_625)]
    public void A_bandwidth_delay_product_is_a_limit_in_bytes(int megabits, int milliseconds, long bytes)
    {
        QueueLimit limit = QueueLimit.OfBandwidthDelayProduct(
            BitRate.FromMegabitsPerSecond(megabits), Duration.FromMilliseconds(milliseconds));

        Assert.That((limit.Kind, limit.Amount), Is.EqualTo((QueueLimitKind.Bytes, bytes)));
    }

    [Test]
    public void A_limit_is_not_negative() =>
        Assert.That(() => QueueLimit.OfPackets(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
}
