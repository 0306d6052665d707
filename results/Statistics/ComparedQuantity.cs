namespace Results.Statistics;

/// <summary>One number of a run that can be compared between stacks.</summary>
/// <param name="Group">What it is about, a heading of the report: <c>Rates (Mbit/s)</c>.</param>
/// <param name="Name">Its name in the group, the same for all runs of the scenario.</param>
/// <param name="Value">Its value.</param>
/// <param name="Tolerance">What is no difference, however small the value: the resolution of the measurement.</param>
public sealed record ComparedQuantity(string Group, string Name, double Value, double Tolerance);
