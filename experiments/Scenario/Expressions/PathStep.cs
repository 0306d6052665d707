using System.Globalization;

namespace Experiments.Scenario.Expressions;

/// <summary>One step of a path: into a name, or into the item of a list.</summary>
/// <param name="Name">The name; null for an item.</param>
/// <param name="Index">The number of the item, from 0.</param>
public readonly record struct PathStep(string? Name, int Index)
{
    /// <summary>How the step into every name or item is written.</summary>
    public const string AnyName = "*";

    /// <summary>The step into every name or item at once.</summary>
    public static PathStep Any { get; } = new(AnyName, 0);

    /// <summary>Prints the step as it stands in a path.</summary>
    public override string ToString() =>
        Name is null ? string.Create(CultureInfo.InvariantCulture, $"[{Index}]")
        : Name.Contains('.', System.StringComparison.Ordinal) ? $"\"{Name}\"" : Name;
}
