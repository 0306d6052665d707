using System.IO;

namespace Tests.Scripts;

/// <summary>One line of a dialogue: a time, and what happens then.</summary>
/// <param name="File">The script's file.</param>
/// <param name="Number">The line's number in it, from 1.</param>
/// <param name="Time">When it happens.</param>
/// <param name="Text">What happens: a packet (it begins with <c>&lt;</c> or <c>&gt;</c>) or an action.</param>
internal sealed record DialogueLine(string File, int Number, DialogueTime Time, string Text)
{
    /// <summary>Whether a packet of the peer arrives.</summary>
    public bool IsArrival => Text.StartsWith('<');

    /// <summary>Whether this end must send a packet.</summary>
    public bool IsDeparture => Text.StartsWith('>');

    /// <summary>Whether it only looks at the state of this end.</summary>
    public bool IsExpectation => Text.StartsWith("expect ", System.StringComparison.Ordinal);

    /// <summary>The complaint about this line.</summary>
    public DialogueException Fail(string message) =>
        new($"{Path.GetFileName(File)}:{Number}: {Text}\n  {message}");
}
