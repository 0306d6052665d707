namespace Experiments.Composition.Nodes;

/// <summary>Why a node did not come to the end of its run.</summary>
/// <param name="ExitCode">What to tell the shell.</param>
/// <param name="Text">What to tell a person.</param>
public sealed record NodeFailure(int ExitCode, string Text);
