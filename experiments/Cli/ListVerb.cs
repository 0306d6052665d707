using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Reading;

namespace Experiments.Cli;

/// <summary><c>list [KIND]</c>: what can be named in a scenario.</summary>
internal sealed class ListVerb
{
    private readonly SimulatorServices _services;
    private readonly Terminal _terminal;
    private readonly Argument<string?> _kind = new("KIND")
    {
        Description = "Only this kind, one name a line",
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
        KeyValuePair<string, IEnumerable<string>>[] kinds = Kinds();
        string? wanted = arguments.GetValue(_kind);
        if (wanted is null)
        {
            foreach ((string kind, IEnumerable<string> names) in kinds)
            {
                _terminal.Out.WriteLine($"{kind}: {string.Join(", ", names)}");
            }

            return ExitCode.Done;
        }

        foreach ((string kind, IEnumerable<string> names) in kinds.Where(entry => entry.Key == wanted))
        {
            foreach (string name in names)
            {
                _terminal.Out.WriteLine(name);
            }

            return ExitCode.Done;
        }

        string suggestion = Spelling.Suggest(wanted, [.. kinds.Select(entry => entry.Key)]);
        _terminal.Error.WriteLine($"list: unknown kind '{wanted}'; {suggestion}");
        return ExitCode.WrongInput;
    }

    private KeyValuePair<string, IEnumerable<string>>[] Kinds()
    {
        KnownNames known = _services.Known;
        return
        [
            new("schedulers", Sorted(known.Schedulers)),
            new("congestion-controls", Sorted(known.CongestionControls)),
            new("path-managers", Sorted(known.PathManagers)),
            new("queue-disciplines", Sorted(known.QueueDisciplines)),
            new("media-sources", Sorted(known.MediaSources)),
            new("profiles", Sorted(known.Profiles)),
            new("sysctls", Sorted(known.Sysctls)),
            new("scenarios", _services.Files.Names),
        ];
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);
}
