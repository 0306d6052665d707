namespace Experiments.Scenario.Records;

/// <summary>How well a result must be known before a sweep stops to repeat: <c>5 % of players.client.stall_time_s</c>.</summary>
/// <param name="Share">
/// The half width of the 95 % confidence interval of the mean, as a share of the mean; above 0, at most 1.
/// </param>
/// <param name="Of">The path into the summary.</param>
public sealed record PrecisionGoal(double Share, Reference Of)
{
    /// <summary>Prints it as it is written in a scenario.</summary>
    public override string ToString() => System.FormattableString.Invariant($"{Share * 100:0.######} % of {Of}");
}
