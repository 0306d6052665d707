using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using Experiments.Composition;
using Experiments.Composition.Nodes;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Results.Recording;

namespace Experiments.Cli;

/// <summary><c>run SCENARIO</c>: one run, its results on disk, and a short verdict.</summary>
internal sealed class RunVerb
{
    private readonly SimulatorServices _services;
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;

    private readonly Argument<string> _scenario = new("SCENARIO")
    {
        Description = "A scenario file, or the name of a shipped scenario ('list scenarios')",
    };

    private readonly SetOption _set = new("Replace a value of the scenario, such as isps.isp1.delay=\"80 ms\"; repeatable");

    private readonly Option<string?> _seed = new("--seed")
    {
        Description = "The seed of all random numbers",
        HelpName = "N",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "The folder for the results [default: results/runs/NAME/ID]",
        HelpName = "DIR",
    };

    private readonly Option<string?> _stack = new("--stack")
    {
        Description = "Whose transport stack to run: model, kernel or linux",
        HelpName = "KIND",
    };

    private readonly HostsOption _hosts = new();

    private readonly Option<bool> _pcap = new("--pcap") { Description = "Record the packets of every NIC as pcapng" };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print errors only" };

    /// <summary>Prepares the verb.</summary>
    public RunVerb(SimulatorServices services, Terminal terminal, CancellationToken interrupt)
    {
        _services = services;
        _terminal = terminal;
        _interrupt = interrupt;
        Command = new Command("run", "Run a scenario once") { _scenario, _set.Option, _seed, _out, _stack, _pcap, _quiet };
        _hosts.AddTo(Command);
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private int Invoke(ParseResult arguments)
    {
        if (!_hosts.TryRead(arguments, _terminal, out RemoteHosts? hosts))
        {
            return ExitCode.WrongInput;
        }

        if (hosts is not null && arguments.GetValue(_stack) is { } stack && stack != "kernel")
        {
            _terminal.Error.WriteLine($"--stack: found '{stack}', but real hosts (--hosts) are of the kind 'kernel'");
            return ExitCode.WrongInput;
        }

        if (Overrides(arguments, hosts) is not IReadOnlyList<ScenarioOverride> overrides)
        {
            return ExitCode.WrongInput;
        }

        if (_services.Files.Find(arguments.GetRequiredValue(_scenario), out string? problem) is not string path)
        {
            _terminal.Error.WriteLine(problem);
            return ExitCode.WrongInput;
        }

        ScenarioReading reading = _services.Reader.Read(path, overrides);
        if (reading.Scenario is not ScenarioDefinition scenario)
        {
            return Refusal.Of(_terminal, reading.Errors);
        }

        bool quiet = arguments.GetValue(_quiet);
        if (!quiet)
        {
            foreach (ScenarioError notice in reading.Notices)
            {
                _terminal.Error.WriteLine($"notice: {notice}");
            }
        }

        RunRequest request = new(
            ShellText.Join(["simulator", .. arguments.Tokens.Select(token => token.Value)]), arguments.GetValue(_out), hosts);
        return Run(scenario, request, quiet);
    }

    private int Run(ScenarioDefinition scenario, RunRequest request, bool quiet)
    {
        try
        {
            RunOutcome outcome = _services.Runs.Run(scenario, request, _interrupt);
            if (!quiet)
            {
                foreach (string notice in outcome.Notices)
                {
                    _terminal.Error.WriteLine($"notice: {notice}");
                }

                Verdict.Write(_terminal, outcome);
            }

            if (outcome.WhyNoReport is { } reason)
            {
                _terminal.Error.WriteLine(reason);
                _terminal.Error.WriteLine($"the run's numbers are kept; once there is space, 'simulator report {outcome.Folder}' makes the rest");
                return ExitCode.NotAsExpected;
            }

            return outcome.Expectations.All(expectation => expectation.Holds) ? ExitCode.Done : ExitCode.NotAsExpected;
        }
        catch (Exception error) when (Refusal.IsExpected(error))
        {
            return Refusal.Of(_terminal, error);
        }
        catch (OperationCanceledException)
        {
            _terminal.Error.WriteLine("interrupted; nothing was written");
            return ExitCode.Interrupted;
        }
    }

    // The short options are overrides with a name of their own, so that their values are judged like those of the file.
    private List<ScenarioOverride>? Overrides(ParseResult arguments, RemoteHosts? hosts)
    {
        if (_set.Read(arguments, _terminal) is not List<ScenarioOverride> overrides)
        {
            return null;
        }

        AddShort("--seed", "seed", arguments.GetValue(_seed));
        AddShort("--stack", "stack.kind", arguments.GetValue(_stack));
        AddShort("--hosts", "stack.kind", hosts is null ? null : "kernel");
        AddShort("--pcap", "record.pcap", arguments.GetValue(_pcap) ? "all" : null);
        return overrides;

        void AddShort(string option, string path, string? value)
        {
            if (value is not null)
            {
                overrides.Add(new ScenarioOverride(path, value, new SourcePosition(option, 0, 0)));
            }
        }
    }
}
