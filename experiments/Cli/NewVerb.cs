using System;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace Experiments.Cli;

/// <summary><c>new NAME</c>: a commented scenario to start from.</summary>
internal sealed class NewVerb
{
    private const int LongestName = 64;

    private readonly Terminal _terminal;

    private readonly Argument<string> _name = new("NAME")
    {
        Description = "The name of the experiment; the file is NAME.yaml in this folder",
    };

    /// <summary>Prepares the verb.</summary>
    public NewVerb(Terminal terminal)
    {
        _terminal = terminal;
        Command = new Command("new", "Write a commented scenario to start from") { _name };
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private int Invoke(ParseResult arguments)
    {
        string written = arguments.GetRequiredValue(_name);
        string path = written.EndsWith(".yaml", StringComparison.Ordinal) ? written : written + ".yaml";
        string name = Path.GetFileNameWithoutExtension(path);
        bool isName = name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        if (!isName)
        {
            _terminal.Error.WriteLine(
                $"new: '{name}' is not a name; names are up to {LongestName} letters, digits, '-' and '_', and start with a letter or digit");
            return ExitCode.WrongInput;
        }

        try
        {
            using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
            using StreamWriter writer = new(file);
            writer.Write(ScenarioTemplate.For(name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _terminal.Error.WriteLine($"new: cannot write {path}: {error.Message}");
            return ExitCode.WrongInput;
        }

        _terminal.Out.WriteLine(path);
        _terminal.Out.WriteLine($"now: simulator run {path}");
        _terminal.Out.WriteLine($"     simulator sweep {path}");
        return ExitCode.Done;
    }
}
