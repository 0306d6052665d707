using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace Experiments.Scenario.Records;

/// <summary>What a command may leave open until its run is known: words in braces, such as <c>{url}</c>.</summary>
public static partial class CommandPlaceholder
{
    /// <summary>Where the stream is, with the server's address in place of its name.</summary>
    public const string Url = "url";

    /// <summary>The server's first address.</summary>
    public const string Address = "address";

    /// <summary>The server's port.</summary>
    public const string Port = "port";

    /// <summary>The media file, with its full path.</summary>
    public const string File = "file";

    /// <summary>The time from the program's start to its end, in seconds.</summary>
    public const string Duration = "duration";

    /// <summary>An empty folder for the program alone, which is removed after the run.</summary>
    public const string Folder = "folder";

    /// <summary>The folder of the scenario file.</summary>
    public const string Scenario = "scenario";

    /// <summary>The names of the placeholders in a text, in order.</summary>
    public static IEnumerable<string> In(string text)
    {
        foreach (Match match in Pattern().Matches(text))
        {
            yield return match.Groups[1].Value;
        }
    }

    /// <summary>Puts values in place of all placeholders.</summary>
    /// <param name="text">The text.</param>
    /// <param name="valueOf">The value of a name.</param>
    public static string Fill(string text, Func<string, string> valueOf) => Pattern().Replace(text, match => valueOf(match.Groups[1].Value));

    [GeneratedRegex(@"\{([a-z-]+)\}")]
    private static partial Regex Pattern();
}
