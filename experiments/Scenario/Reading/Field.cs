using Experiments.Scenario.Records;
using Experiments.Scenario.Yaml;

namespace Experiments.Scenario.Reading;

/// <summary>A value of the file together with its path, which starts every message about it.</summary>
/// <param name="Path">Such as <c>isps.isp1.delay</c>.</param>
/// <param name="Node">The value; null when the user left it out.</param>
internal readonly record struct Field(string Path, Node? Node)
{
    /// <summary>Whether the user wrote it.</summary>
    public bool IsGiven => Node is not null;

    /// <summary>Where it stands; asked only of fields that are given.</summary>
    public SourcePosition At => Node!.At;
}
