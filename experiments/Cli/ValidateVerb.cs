using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Experiments.Composition.Nodes;
using Experiments.Scenario;
using Experiments.Scenario.Reading;
using Experiments.Validation;
using Results.Figures;
using Results.Recording;
using Results.Statistics;

namespace Experiments.Cli;

/// <summary><c>validate SCENARIO</c>: the same scenario on several stacks, and how far they are apart.</summary>
internal sealed class ValidateVerb
{
    private readonly SimulatorServices _services;
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;

    private readonly Argument<string> _scenario = new("SCENARIO")
    {
        Description = "A scenario file, or the name of a shipped scenario ('list scenarios')",
    };

    private readonly Option<string> _stacks = new("--stacks")
    {
        Description = "The stacks, with commas: model; kernel (this machine's); hybrid (this machine's kernel on simulated links)",
        HelpName = "A,B",
        DefaultValueFactory = _ => "model,kernel",
    };

    private readonly Option<string> _repetitions = new("--repetitions")
    {
        Description = "How often each stack runs, with the seeds from the scenario's upwards",
        HelpName = "N",
        DefaultValueFactory = _ => "5",
    };

    private readonly HostsOption _hosts = new();

    private readonly SetOption _set = new("Replace a value of the scenario, such as isps.isp1.delay=\"80 ms\"; repeatable");

    private readonly Option<string?> _out = new("--out")
    {
        Description = "The folder for the results; runs that are there already are not repeated [default: results/validation/NAME/ID]",
        HelpName = "DIR",
    };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print errors only" };

    /// <summary>Prepares the verb.</summary>
    public ValidateVerb(SimulatorServices services, Terminal terminal, CancellationToken interrupt)
    {
        _services = services;
        _terminal = terminal;
        _interrupt = interrupt;
        Command = new Command("validate", "Run a scenario on several stacks and say how far they are apart")
        {
            _scenario, _stacks, _repetitions, _set.Option, _out, _quiet,
        };
        _hosts.AddTo(Command);
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private int Invoke(ParseResult arguments)
    {
        if (_set.Read(arguments, _terminal) is not List<ScenarioOverride> overrides
            || Stacks(arguments.GetValue(_stacks)!) is not IReadOnlyList<string> stacks
            || Repetitions(arguments.GetValue(_repetitions)!) is not int repetitions
            || !_hosts.TryRead(arguments, _terminal, out RemoteHosts? hosts))
        {
            return ExitCode.WrongInput;
        }

        if (_services.Files.Find(arguments.GetRequiredValue(_scenario), out string? problem) is not string path)
        {
            _terminal.Error.WriteLine(problem);
            return ExitCode.WrongInput;
        }

        if (hosts is not null && !stacks.Contains(StackValidation.Kernel))
        {
            _terminal.Error.WriteLine($"--hosts: real hosts are the stack '{StackValidation.Kernel}', which --stacks does not name");
            return ExitCode.WrongInput;
        }

        bool quiet = arguments.GetValue(_quiet);
        StackPlan plan = new()
        {
            Path = path,
            Stacks = stacks,
            Repetitions = repetitions,
            Overrides = overrides,
            Command = ShellText.Join(["simulator", .. arguments.Tokens.Select(token => token.Value)]),
            OutputFolder = arguments.GetValue(_out),
            Hosts = hosts,
        };
        return Run(plan, quiet);
    }

    private int Run(StackPlan plan, bool quiet)
    {
        try
        {
            StackOutcome outcome = new StackValidation(_services.Reader, _services.Runs, TimeProvider.System).Run(plan, Tell, _interrupt);
            if (!quiet)
            {
                Write(outcome);
            }

            return outcome.Holds ? ExitCode.Done : ExitCode.NotAsExpected;
        }
        catch (Exception error) when (Refusal.IsExpected(error))
        {
            return Refusal.Of(_terminal, error);
        }
        catch (OperationCanceledException)
        {
            _terminal.Error.WriteLine("interrupted; the runs that were finished are kept");
            return ExitCode.Interrupted;
        }

        void Tell(string line)
        {
            if (!quiet)
            {
                _terminal.Error.WriteLine(line);
            }
        }
    }

    private void Write(StackOutcome outcome)
    {
        foreach (string notice in outcome.Notices)
        {
            _terminal.Error.WriteLine($"notice: {notice}");
        }

        foreach ((string stack, IReadOnlyList<StackVerdict> verdicts) in outcome.Judged)
        {
            foreach (IGrouping<string, StackVerdict> group in verdicts.GroupBy(verdict => verdict.Group))
            {
                TextTable table = new();
                table.Add(group.Key, outcome.Reference, "spread", stack, "spread", "distance", "near");
                foreach (StackVerdict verdict in group)
                {
                    table.Add([.. StackReport.Cells(verdict)]);
                }

                table.Write(_terminal.Out);
                _terminal.Out.WriteLine();
            }

            _terminal.Out.WriteLine(StackReport.Headline(stack, outcome.Reference, verdicts));
            foreach (StackVerdict verdict in verdicts.Where(verdict => !verdict.Holds))
            {
                _terminal.Out.WriteLine($"  {StackReport.Sentence(verdict)}");
            }
        }

        _terminal.Out.WriteLine();
        _terminal.Out.WriteLine(Path.Combine(outcome.Folder, ReportWriter.Name));
    }

    private string[]? Stacks(string text)
    {
        string[] stacks = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? unknown = stacks.FirstOrDefault(stack => !StackValidation.Stacks.Contains(stack));
        if (unknown is not null)
        {
            _terminal.Error.WriteLine($"--stacks: unknown stack '{unknown}'; {Spelling.Suggest(unknown, [.. StackValidation.Stacks])}");
            return null;
        }

        if (stacks.Distinct().Count() < 2)
        {
            _terminal.Error.WriteLine($"--stacks: found '{text}', expected two or more different ones of {string.Join(", ", StackValidation.Stacks)}");
            return null;
        }

        return [.. stacks.Distinct()];
    }

    private int? Repetitions(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= 1)
        {
            return count;
        }

        _terminal.Error.WriteLine($"--repetitions: found '{text}', expected a number of 1 or more");
        return null;
    }
}
