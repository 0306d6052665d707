using Experiments.Scenario.Records;

namespace Experiments.Scenario.Yaml;

/// <summary>A single value.</summary>
/// <param name="At">Where it starts.</param>
/// <param name="Text">The text without quotes.</param>
internal sealed record ScalarNode(SourcePosition At, string Text) : Node(At)
{
    /// <summary>Whether it was written without quotes.</summary>
    public bool IsPlain { get; init; }

    /// <inheritdoc/>
    public override string Description => Text.Length == 0 ? "nothing" : $"'{Text}'";
}
