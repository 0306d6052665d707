namespace Results.Recording;

/// <summary>One line of the scenario's <c>expect</c>, judged.</summary>
/// <param name="Text">The line as the user wrote it: <c>players.client.stalls == 0</c>.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Value">The measured number; null when the run gives no such number.</param>
public sealed record RunExpectation(string Text, bool Holds, double? Value);
