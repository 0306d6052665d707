using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Experiments.Scenario.Expressions;

/// <summary>A path to a value, such as <c>nics.push.nic1.tx_mbit_s[0]</c>.</summary>
/// <param name="Steps">One or more steps; the first is a name.</param>
/// <param name="Offset">Where it starts in the expression, from 0.</param>
public sealed record ValuePath(IReadOnlyList<PathStep> Steps, int Offset)
{
    /// <summary>Whether it is a single name, which may also be just a word: <c>cubic</c>.</summary>
    public bool IsWord => Steps.Count == 1;

    /// <summary>Prints the path.</summary>
    public override string ToString() => Print(Steps);

    /// <summary>Prints the first steps of a path.</summary>
    public static string Print(IEnumerable<PathStep> steps)
    {
        StringBuilder text = new();
        foreach (PathStep step in steps)
        {
            text.Append(text.Length > 0 && step.Name is not null ? "." : "").Append(step);
        }

        return text.ToString();
    }

    /// <summary>
    /// The names from step <paramref name="first"/> up to the next index, joined by dots, shortest first.
    /// </summary>
    /// <remarks>Names of NICs contain a dot: <c>nics.push.nic1</c> is two steps into the summary.</remarks>
    public IEnumerable<(string Name, int StepCount)> JoinedNames(int first)
    {
        List<string> names = [];
        foreach (PathStep step in Steps.Skip(first).TakeWhile(step => step.Name is not null))
        {
            names.Add(step.Name!);
            yield return (string.Join('.', names), names.Count);
        }
    }
}
