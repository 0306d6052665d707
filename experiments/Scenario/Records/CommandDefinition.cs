using System.Collections.Generic;

namespace Experiments.Scenario.Records;

/// <summary>A program of the machine that does what an application is for, in place of ours; kernel hosts can run one.</summary>
/// <param name="Words">The program and its arguments, with <see cref="CommandPlaceholder"/>s in braces; at least one word.</param>
/// <param name="Mptcp">
/// Whether its sockets are made MPTCP, though it asks for TCP; null for what the host's stack says.
/// </param>
/// <param name="At">Where it was written.</param>
public sealed record CommandDefinition(IReadOnlyList<string> Words, bool? Mptcp, SourcePosition At)
{
    /// <summary>The program.</summary>
    public string Program => Words[0];
}
