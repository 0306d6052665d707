using System.Globalization;

namespace Experiments.Scenario.Records;

/// <summary>Where the user wrote something, so that an error can point at it.</summary>
/// <param name="File">The path as the user gave it, or <c>--set #2</c> for the second override of the command
/// line.</param>
/// <param name="Line">The line from 1, or 0 where lines mean nothing (an override, a file that cannot be
/// opened).</param>
/// <param name="Column">The column from 1, or 0 together with <paramref name="Line"/>.</param>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    /// <summary>Prints <c>file:line:column</c>, or the file alone where there is no line.</summary>
    public override string ToString() =>
        Line == 0 ? File : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
