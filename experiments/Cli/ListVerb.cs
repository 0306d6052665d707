using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Experiments.Scenario.Reading;

namespace Experiments.Cli;

/// <summary><c>list [KIND]</c>: what can be named in a scenario.</summary>
internal sealed class ListVerb
{
    private readonly SimulatorServices _services;
    private readonly Terminal _terminal;
    private readonly Argument<string?> _kind = new("KIND")
    {
        Description = "Only this kind, such as schedulers",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Prepares the verb.</summary>
    public ListVerb(SimulatorServices services, Terminal terminal)
    {
        _services = services;
        _terminal = terminal;
        Command = new Command("list", "Show what can be named in a scenario") { _kind };
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private int Invoke(ParseResult arguments)
    {
        ListedKind[] kinds = [.. _services.Kinds, Scenarios()];
        if (arguments.GetValue(_kind) is not string wanted)
        {
            foreach (ListedKind kind in kinds)
            {
                _terminal.Out.WriteLine($"{kind.Kind}:");
                Write(kind, "  ");
            }

            return ExitCode.Done;
        }

        if (kinds.FirstOrDefault(kind => kind.Kind == wanted) is ListedKind found)
        {
            Write(found, "");
            return ExitCode.Done;
        }

        string suggestion = Spelling.Suggest(wanted, [.. kinds.Select(kind => kind.Kind)]);
        _terminal.Error.WriteLine($"list: unknown kind '{wanted}'; {suggestion}");
        return ExitCode.WrongInput;
    }

    private void Write(ListedKind kind, string indent)
    {
        int width = kind.Names.Select(name => name.Key.Length).DefaultIfEmpty().Max();
        foreach ((string name, string description) in kind.Names)
        {
            _terminal.Out.WriteLine($"{indent}{name.PadRight(width)}  {description}".TrimEnd());
        }
    }

    private ListedKind Scenarios() => new("scenarios", [.. _services.Files.Names.Select(name =>
        new KeyValuePair<string, string>(name, _services.Files.DescriptionOf(name)))]);
}
