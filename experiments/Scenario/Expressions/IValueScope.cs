namespace Experiments.Scenario.Expressions;

/// <summary>Where the paths of an expression lead: the summary of a run, or one point of a sweep.</summary>
public interface IValueScope
{
    /// <summary>Looks a path up.</summary>
    /// <param name="path">The path.</param>
    /// <param name="problem">Why there is no such value, with the nearest name; null if there is one.</param>
    /// <returns>The value, or null.</returns>
    ExpressionValue? Find(ValuePath path, out string? problem);
}
