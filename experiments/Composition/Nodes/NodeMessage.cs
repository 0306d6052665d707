using System.Collections.Generic;

namespace Experiments.Composition.Nodes;

/// <summary>One message between the coordinator of a run on real hosts and a node.</summary>
/// <param name="Kind">What it is about; one of <see cref="NodeProtocol"/>.</param>
/// <param name="Fields">What it says, by name.</param>
/// <param name="Body">What follows it; empty for most.</param>
internal sealed record NodeMessage(string Kind, IReadOnlyDictionary<string, string> Fields, byte[] Body)
{
    /// <summary>What it says under a name; empty when it says nothing.</summary>
    public string this[string name] => Fields.GetValueOrDefault(name, "");
}
