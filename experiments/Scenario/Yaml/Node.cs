using Experiments.Scenario.Records;

namespace Experiments.Scenario.Yaml;

/// <summary>A node of a YAML document; immutable.</summary>
/// <param name="At">Where it starts.</param>
internal abstract record Node(SourcePosition At)
{
    /// <summary>What it is, for error messages: "a list".</summary>
    public abstract string Description { get; }
}
