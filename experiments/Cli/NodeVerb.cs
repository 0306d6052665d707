using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using Experiments.Composition.Nodes;

namespace Experiments.Cli;

/// <summary><c>node</c>: this machine as one host of a run on real hosts, led by a coordinator.</summary>
internal sealed class NodeVerb
{
    // The only place that both come from and go to: the ssh that has started the node.
    private const string OverSsh = "-";

    private readonly SimulatorServices _services;
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;

    private readonly Option<string> _role = new("--role")
    {
        Description = "Which host of the scenario this machine is, such as push, server or client",
        HelpName = "HOST",
        Required = true,
    };

    private readonly Option<string> _scenario = new("--scenario")
    {
        Description = "Where the scenario comes from: - is the coordinator, and there is nothing else",
        HelpName = "FROM",
        DefaultValueFactory = _ => OverSsh,
    };

    private readonly Option<string> _coordinator = new("--coordinator")
    {
        Description = "Where the coordinator is: - is at the other end of this program's input and output",
        HelpName = "WHERE",
        DefaultValueFactory = _ => OverSsh,
    };

    /// <summary>Prepares the verb.</summary>
    public NodeVerb(SimulatorServices services, Terminal terminal, CancellationToken interrupt)
    {
        _services = services;
        _terminal = terminal;
        _interrupt = interrupt;
        Command = new Command("node", "Be one host of a run on real hosts; 'run --hosts' starts it over ssh")
        {
            _role, _scenario, _coordinator,
        };
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private int Invoke(ParseResult arguments)
    {
        foreach (Option<string> option in (Option<string>[])[_scenario, _coordinator])
        {
            if (arguments.GetValue(option) is { } given && given != OverSsh)
            {
                _terminal.Error.WriteLine($"{option.Name}: found '{given}', expected {OverSsh}: the coordinator sends it over the standard input");
                return ExitCode.WrongInput;
            }
        }

        using Stream input = Console.OpenStandardInput();
        using Stream output = Console.OpenStandardOutput();
        using NodeSession session = new(arguments.GetRequiredValue(_role), _services.Catalogue, input, output);
        if (session.Run(_interrupt) is not { } failure)
        {
            return ExitCode.Done;
        }

        _terminal.Error.WriteLine(failure.Text);
        return failure.ExitCode;
    }
}
