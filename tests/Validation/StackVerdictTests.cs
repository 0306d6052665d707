using System.Linq;
using NUnit.Framework;
using Results.Statistics;

namespace Tests.Validation;

public class StackVerdictTests
{
    // The spread of the real runs decides where it is wider than 10 % of their median, and the resolution where both are narrower.
    [TestCase(new double[] { 8, 9, 12 }, 12.0, true)]
    [TestCase(new double[] { 8, 9, 12 }, 12.1, false)]
    [TestCase(new double[] { 8, 9, 12 }, 7.9, false)]
    [TestCase(new double[] { 10, 10, 10 }, 11.0, true)]
    [TestCase(new double[] { 10, 10, 10 }, 11.1, false)]
    [TestCase(new double[] { 10, 10, 10 }, 9.0, true)]
    [TestCase(new double[] { 0.01, 0.01, 0.02 }, 0.1, true)]
    [TestCase(new double[] { 0.01, 0.01, 0.02 }, 0.2, false)]
    public void A_number_is_near_enough_within_the_spread_or_ten_percent_or_the_resolution(double[] real, double judged, bool holds)
    {
        StackVerdict verdict = Judge(real, [judged]);

        Assert.That(verdict.Holds, Is.EqualTo(holds));
    }

    [Test]
    public void The_median_over_seeds_is_judged()
    {
        StackVerdict verdict = Judge([10, 10, 10], [1, 10.5, 100]);

        Assert.That(verdict.Holds);
        Assert.That(verdict.Distance, Is.EqualTo(0.05).Within(1e-9));
    }

    [Test]
    public void A_number_that_only_one_side_has_is_not_judged()
    {
        ComparedQuantity known = new("Rates", "push.nic1", 1, 0.1);
        ComparedQuantity other = new("Rates", "push.nic2", 1, 0.1);

        Assert.That(StackVerdict.Of([[known, other]], [[known]]).Select(verdict => verdict.Name), Is.EqualTo(new[] { "push.nic1" }));
    }

    private static StackVerdict Judge(double[] real, double[] judged) => StackVerdict.Of(
        [.. real.Select(value => new[] { new ComparedQuantity("Rates", "push.nic1", value, 0.1) })],
        [.. judged.Select(value => new[] { new ComparedQuantity("Rates", "push.nic1", value, 0.1) })]).Single();
}
