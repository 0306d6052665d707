using System.Linq;
using NUnit.Framework;
using Results.Statistics;

namespace Tests.Results;

public class TransientTests
{
    [Test]
    public void A_beginning_that_differs_is_cut_off()
    {
        double[] series = [.. Enumerable.Repeat(0.0, 20), .. Enumerable.Range(0, 180).Select(i => i % 2 == 0 ? 9.0 : 11.0)];
        Assert.That(Transient.LengthOf(series), Is.EqualTo(20));
    }

    [Test]
    public void A_constant_series_has_no_beginning() =>
        Assert.That(Transient.LengthOf([.. Enumerable.Repeat(3.0, 100)]), Is.Zero);

    [Test]
    public void A_series_that_never_settles_is_too_short() =>
        Assert.That(Transient.LengthOf([.. Enumerable.Range(0, 200).Select(i => i < 150 ? 0.0 : 10.0)]), Is.Null);

    [Test]
    public void Of_a_few_values_nothing_can_be_said() => Assert.That(Transient.LengthOf([1, 2, 3]), Is.Null);
}
