using Experiments.Scenario.Records;

namespace Experiments.Scenario;

/// <summary>Something wrong with the user's input.</summary>
/// <param name="At">Where it stands.</param>
/// <param name="Message">What was found, what is allowed, and the nearest known name where there is one.</param>
public sealed record ScenarioError(SourcePosition At, string Message)
{
    /// <summary>Prints <c>file:line:column: message</c>.</summary>
    public override string ToString() => $"{At}: {Message}";
}
