namespace Experiments.Scenario.Expressions;

/// <summary>The right side of a comparison of numbers, in the unit of its left side.</summary>
/// <param name="Operator">How the sides are compared: <c>==</c>, <c>&lt;</c> and so on.</param>
/// <param name="Value">The number.</param>
/// <param name="Tolerance">How far off the left side may be; 0 for an exact comparison.</param>
public readonly record struct ExpectedNumber(string Operator, double Value, double Tolerance);
