using NUnit.Framework;
using Results.Statistics;

namespace Tests.Results;

public class SampleComparisonTests
{
    // Student (1908), the same ten patients: additional hours of sleep with each of two drugs.
    private static readonly double[] _first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] _second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Test]
    public void Pairs_of_students_sleep_data_differ_as_R_says()
    {
        // R: t.test(paired = TRUE): t = 4.0621, df = 9, p-value = 0.002833, 0.7001142 to 2.4598858.
        SampleComparison paired = SampleComparison.Paired(_first, _second);
        Assert.That(paired.PValue, Is.EqualTo(0.002833).Within(5e-7));
        Assert.That(paired.Difference.Low, Is.EqualTo(0.7001142).Within(1e-6));
        Assert.That(paired.Difference.High, Is.EqualTo(2.4598858).Within(1e-6));
        Assert.That((paired.Count, paired.IsPaired), Is.EqualTo((10, true)));
        Assert.That(paired.Share, Is.EqualTo(1.58 / 0.75).Within(1e-9));
    }

    [Test]
    public void The_same_data_as_two_samples_hardly_differ_as_R_says()
    {
        // R: t.test(extra ~ group): Welch, t = -1.8608, df = 17.776, p-value = 0.07939, -3.3654832 to 0.2054832.
        SampleComparison independent = SampleComparison.Independent(_first, _second);
        Assert.That(independent.PValue, Is.EqualTo(0.07939).Within(5e-6));
        Assert.That(independent.Difference.Low, Is.EqualTo(-0.2054832).Within(1e-6));
        Assert.That(independent.Difference.High, Is.EqualTo(3.3654832).Within(1e-6));
    }

    [Test]
    public void Of_a_single_pair_nothing_is_known()
    {
        SampleComparison one = SampleComparison.Paired([1], [3]);
        Assert.That((one.Difference.Estimate, double.IsNaN(one.PValue)), Is.EqualTo((2.0, true)));
    }

    [Test]
    public void A_difference_that_never_varies_is_no_chance()
    {
        Assert.That(SampleComparison.Paired([1, 2, 3], [2, 3, 4]).PValue, Is.Zero);
        Assert.That(SampleComparison.Paired([1, 2, 3], [1, 2, 3]).PValue, Is.EqualTo(1));
        Assert.That(SampleComparison.Independent([1, 1], [2, 2]).PValue, Is.Zero);
    }

    [Test]
    public void Holms_procedure_rejects_what_the_textbook_rejects()
    {
        // Four hypotheses with p = .01, .04, .03, .005 at 5 %: .005 <= .0125 and .01 <= .0167 fall, .03 > .025 stops it.
        Assert.That(Holm.Significant([0.01, 0.04, 0.03, 0.005], 0.05), Is.EqualTo((bool[])[true, false, false, true]));
        Assert.That(Holm.Significant([double.NaN, 0.04], 0.05), Is.EqualTo((bool[])[false, true]));
    }

    [TestCase(1.0, 5.0, 5.0, 5.0)]
    [TestCase(0.25, 8.0, 0.0, 0.0, 0.0)]
    [TestCase(0.5, 1.0, 1.0, 0.0, 0.0)]
    [TestCase(36.0 / 42, 1.0, 2.0, 3.0)]
    [TestCase(1.0, 0.0, 0.0)]
    public void Jains_index_is_the_square_of_the_sum_over_n_times_the_sum_of_squares(double index, params double[] shares) =>
        Assert.That(Fairness.Jain(shares), Is.EqualTo(index).Within(1e-12));
}
