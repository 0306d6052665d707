using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Yaml;

/// <summary>Keys with values.</summary>
/// <param name="At">Where it starts.</param>
/// <param name="Entries">The entries in the order written; no key occurs twice.</param>
internal sealed record MappingNode(SourcePosition At, IReadOnlyList<KeyValuePair<ScalarNode, Node>> Entries) : Node(At)
{
    /// <inheritdoc/>
    public override string Description => "a group of keys";

    /// <summary>The value of a key, or null.</summary>
    public Node? this[string key] => Entries.FirstOrDefault(entry => entry.Key.Text == key).Value;

    /// <summary>The same with one value replaced, or added at the end.</summary>
    public MappingNode With(ScalarNode key, Node value)
    {
        bool found = this[key.Text] is not null;
        return this with
        {
            Entries = found
                ? [.. Entries.Select(entry => entry.Key.Text == key.Text ? new(entry.Key, value) : entry)]
                : [.. Entries, new(key, value)],
        };
    }
}
