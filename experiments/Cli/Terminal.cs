using System;
using System.IO;

namespace Experiments.Cli;

/// <summary>Where the program talks to the user.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Errors and notices.</param>
/// <param name="colours">Whether to mark words by colour: only on a terminal.</param>
public sealed class Terminal(TextWriter output, TextWriter error, bool colours)
{
    private const string Green = "\e[32m";
    private const string Red = "\e[31m";
    private const string Plain = "\e[0m";

    /// <summary>Whether a person watches the lines for errors, so that they may change while one looks.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Results.</summary>
    public TextWriter Out => output;

    /// <summary>Errors and notices.</summary>
    public TextWriter Error => error;

    /// <summary>
    /// The console of the process. Colours only where a person sees them and did not set <c>NO_COLOR</c>.
    /// </summary>
    public static Terminal OfProcess() => new(
        Console.Out,
        Console.Error,
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
    {
        IsWatched = !Console.IsErrorRedirected,
    };

    /// <summary>A word that means well.</summary>
    public string Good(string word) => colours ? $"{Green}{word}{Plain}" : word;

    /// <summary>A word that means ill.</summary>
    public string Bad(string word) => colours ? $"{Red}{word}{Plain}" : word;
}
