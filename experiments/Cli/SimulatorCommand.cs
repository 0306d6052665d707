using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Linq;
using System.Threading;
using Experiments.Scenario.Reading;

namespace Experiments.Cli;

/// <summary>The command line <c>simulator VERB ...</c>.</summary>
public sealed class SimulatorCommand
{
    private const int HelpWidth = 110;

    private readonly Terminal _terminal;
    private readonly Command _root;

    /// <summary>Prepares the verbs.</summary>
    /// <param name="services">What they work with.</param>
    /// <param name="terminal">Where they talk.</param>
    /// <param name="interrupt">Signalled when the user presses Ctrl-C.</param>
    public SimulatorCommand(SimulatorServices services, Terminal terminal, CancellationToken interrupt)
    {
        _terminal = terminal;
        _root = new Command("simulator", "What happens to a live stream when links differ, degrade, fail and come back")
        {
            new RunVerb(services, terminal, interrupt).Command,
            new SweepVerb(services, terminal, interrupt).Command,
            new ValidateVerb(services, terminal, interrupt).Command,
            new DoctorVerb(services, terminal).Command,
            new NodeVerb(services, terminal, interrupt).Command,
            new ReportVerb(terminal).Command,
            new CompareVerb(terminal).Command,
            new ExplainVerb(terminal).Command,
            new NewVerb(terminal).Command,
            new ServeVerb(services, terminal, interrupt).Command,
            new PushVerb(terminal, interrupt).Command,
            new PlayVerb(terminal, interrupt).Command,
            new ListVerb(services, terminal).Command,
            new HelpOption("--help", "-h") { Action = new HelpAction { MaxWidth = HelpWidth }, Recursive = true },
        };
    }

    /// <summary>Does what the arguments ask for.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Invoke(IReadOnlyList<string> arguments)
    {
        // '@name' is a name here, not a file with more arguments.
        ParseResult parsed = _root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (Complaint(parsed) is string complaint)
        {
            _terminal.Error.WriteLine(complaint);
            return ExitCode.WrongInput;
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            Output = _terminal.Out,
            Error = _terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private string? Complaint(ParseResult parsed)
    {
        if (parsed.Action is HelpAction)
        {
            return null;
        }

        Command verb = parsed.CommandResult.Command;
        string[] verbs = [.. _root.Subcommands.Select(command => command.Name)];
        string help = verb == _root ? "simulator --help" : $"simulator {verb.Name} --help";
        if (parsed.UnmatchedTokens is [string unmatched, ..])
        {
            if (unmatched.StartsWith('-'))
            {
                string[] options = [.. verb.Options.Concat(_root.Options).Select(option => option.Name).Distinct()];
                return $"unknown option '{unmatched}'; {Spelling.Suggest(unmatched, options)}";
            }

            return verb == _root
                ? $"unknown verb '{unmatched}'; {Spelling.Suggest(unmatched, verbs)}"
                : $"unexpected argument '{unmatched}'; see '{help}'";
        }

        if (verb == _root)
        {
            return $"a verb is missing; allowed: {string.Join(", ", verbs)}; see '{help}'";
        }

        return parsed.Errors is [ParseError error, ..] ? $"{verb.Name}: {Plain(error)} See '{help}'." : null;
    }

    private static string Plain(ParseError error) => error.Message.TrimEnd('.') + '.';
}
