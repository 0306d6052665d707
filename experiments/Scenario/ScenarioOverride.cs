using System;
using System.Diagnostics.CodeAnalysis;
using Experiments.Scenario.Records;

namespace Experiments.Scenario;

/// <summary>A value that replaces or completes one of the file, as <c>--set path=value</c> gives it.</summary>
/// <param name="Path">The path, such as <c>isps.isp1.delay</c>, <c>applications.push.media</c> or
/// <c>timeline[0].at</c>.</param>
/// <param name="Value">The value as one would write it in the file; YAML's flow form for more than one value.</param>
/// <param name="At">What errors of this override point at, such as <c>--set #1</c>.</param>
public sealed record ScenarioOverride(string Path, string Value, SourcePosition At)
{
    /// <summary>Splits <c>path=value</c> at the first equals sign.</summary>
    /// <param name="text">The text as the user gave it.</param>
    /// <param name="label">What errors point at.</param>
    /// <param name="result">The override.</param>
    /// <returns>False when there is no equals sign, or no path in front of it.</returns>
    public static bool TryParse(string text, string label, [NotNullWhen(true)] out ScenarioOverride? result)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        result = equals > 0
            ? new ScenarioOverride(text[..equals].Trim(), text[(equals + 1)..].Trim(), new SourcePosition(label, 0, 0))
            : null;
        return result is { Path.Length: > 0 };
    }
}
