namespace Experiments.Scenario.Expressions;

/// <summary>Why a text is no condition.</summary>
/// <param name="Offset">The character where it goes wrong, from 0.</param>
/// <param name="Message">What was found and what is allowed.</param>
public sealed record ConditionError(int Offset, string Message);
