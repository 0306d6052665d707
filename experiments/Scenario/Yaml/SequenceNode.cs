using System.Collections.Generic;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Yaml;

/// <summary>A list.</summary>
/// <param name="At">Where it starts.</param>
/// <param name="Items">Its items.</param>
internal sealed record SequenceNode(SourcePosition At, IReadOnlyList<Node> Items) : Node(At)
{
    /// <inheritdoc/>
    public override string Description => "a list";
}
