using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Experiments.Scenario;
using Experiments.Scenario.Reading;
using Experiments.Scenario.Records;
using Experiments.Sweep;
using Results.Recording;
using Spectre.Console;

namespace Experiments.Cli;

/// <summary><c>sweep SCENARIO</c>: every combination of values with every seed, on all processors, into one table.</summary>
internal sealed class SweepVerb
{
    private readonly SimulatorServices _services;
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;

    private readonly Argument<string> _scenario = new("SCENARIO")
    {
        Description = "A scenario file, or the name of a shipped scenario ('list scenarios')",
    };

    private readonly SetOption _set = new(
        "Replace a value of the scenario, or let it vary: isps.isp1.delay=\"[5 ms, 80 ms]\"; repeatable");

    private readonly Option<string?> _seed = new("--seed") { Description = "The first seed", HelpName = "N" };

    private readonly Option<string?> _repetitions = new("--repetitions")
    {
        Description = "How many seeds each combination gets",
        HelpName = "N",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "The folder for the results; what is finished there is not run again [default: results/sweeps/NAME]",
        HelpName = "DIR",
    };

    private readonly Option<string?> _jobs = new("--jobs")
    {
        Description = "How many runs go on at once [default: one for each processor]",
        HelpName = "N",
    };

    private readonly Option<string?> _shard = new("--shard")
    {
        Description = "Do only the K-th of N parts; whoever comes last, or --merge, puts the table together",
        HelpName = "K/N",
    };

    private readonly Option<bool> _merge = new("--merge") { Description = "Run nothing; put together what is finished" };

    private readonly Option<bool> _wait = new("--wait") { Description = "Wait while another sweep uses the folder, instead of giving up" };

    private readonly Option<bool> _csv = new("--csv") { Description = "Write the table as runs.csv, too" };

    private readonly Option<bool> _series = new("--series")
    {
        Description = "Keep the recorded series of each run as CSV files, in series/",
    };

    private readonly Option<bool> _keepRuns = new("--keep-runs")
    {
        Description = "Keep a whole folder of each run with its report, in runs/; takes twice the time and more",
    };

    private readonly Option<string?> _on = new("--on")
    {
        Description = "Where the runs are done: slurm, as one job array [default: this machine]",
        HelpName = "slurm",
    };

    private readonly Option<string?> _partition = new("--partition") { Description = "With --on slurm: the partition", HelpName = "P" };

    private readonly Option<string?> _tasks = new("--tasks")
    {
        Description = "With --on slurm: how many parts the array has [default: 8]; --jobs says how many runs go on at once in each [default: 1]",
        HelpName = "K",
    };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print errors only" };

    /// <summary>Prepares the verb.</summary>
    public SweepVerb(SimulatorServices services, Terminal terminal, CancellationToken interrupt)
    {
        _services = services;
        _terminal = terminal;
        _interrupt = interrupt;
        Command = new Command("sweep", "Run every combination of a scenario's sweep with several seeds, on all processors")
        {
            _scenario, _set.Option, _seed, _repetitions, _out, _jobs, _shard, _merge, _wait, _csv, _series, _keepRuns,
            _on, _partition, _tasks, _quiet,
        };
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private int Invoke(ParseResult arguments)
    {
        if (_set.Read(arguments, _terminal) is not List<ScenarioOverride> overrides)
        {
            return ExitCode.WrongInput;
        }

        string[] sets = [.. (arguments.GetValue(_set.Option) ?? []).Where((_, i) => !overrides[i].Value.StartsWith('['))];
        AddShort(overrides, "--seed", "seed", arguments.GetValue(_seed));
        AddShort(overrides, "--repetitions", "sweep.repetitions", arguments.GetValue(_repetitions));
        string scenario = arguments.GetRequiredValue(_scenario);
        if (_services.Files.Find(scenario, out string? problem) is not string path)
        {
            _terminal.Error.WriteLine(problem);
            return ExitCode.WrongInput;
        }

        try
        {
            SweepPlan plan = _services.Sweeps.Plan(path, overrides, out IReadOnlyList<ScenarioError> notices);
            if (plan.Scenario.Sweep is null)
            {
                _terminal.Error.WriteLine(
                    $"{path}: there is nothing to sweep; add a 'sweep:' with parameters, or say what varies: --set isps.isp1.delay=\"[5 ms, 80 ms]\"");
                return ExitCode.WrongInput;
            }

            if (Request(arguments, plan, [scenario, .. sets.SelectMany(set => new[] { "--set", set })]) is not SweepRequest request)
            {
                return ExitCode.WrongInput;
            }

            bool quiet = arguments.GetValue(_quiet);
            foreach (ScenarioError notice in quiet ? [] : notices)
            {
                _terminal.Error.WriteLine($"notice: {notice}");
            }

            SlurmRequest? slurm = null;
            if (arguments.GetValue(_on) is string on && (slurm = Slurm(arguments, on, request)) is null)
            {
                return ExitCode.WrongInput;
            }

            SweepOutcome outcome = Watch(
                observer => slurm is null
                    ? _services.Sweeps.Run(plan, request, observer, _interrupt)
                    : new SlurmSweep(plan, request, slurm).Run(observer, _terminal.Error.WriteLine, _interrupt),
                quiet);
            SweepVerdict.Write(_terminal, plan, outcome, quiet);
            return outcome.Interrupted ? ExitCode.Interrupted
                : outcome.Failures.Count > 0 || outcome.Unmet > 0 ? ExitCode.NotAsExpected
                : ExitCode.Done;
        }
        catch (Exception error) when (Refusal.IsExpected(error))
        {
            return Refusal.Of(_terminal, error);
        }
    }

    private SweepOutcome Watch(Func<ISweepObserver, SweepOutcome> run, bool quiet)
    {
        if (quiet || !_terminal.IsWatched)
        {
            TextWriter lines = quiet ? TextWriter.Null : _terminal.Error;
            return run(new SweepProgressLines(lines, TimeProvider.System));
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_terminal.Error) });
        return console.Progress().Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .Start(bar => run(new SweepProgressBar(bar, TimeProvider.System)));
    }

    // Null after telling the user what is wrong. Each part is the same command with '--shard' instead of '--on'.
    private SlurmRequest? Slurm(ParseResult arguments, string on, SweepRequest request)
    {
        if (on != "slurm")
        {
            _terminal.Error.WriteLine($"--on: unknown value '{on}'; {Spelling.Suggest(on, ["slurm"])}");
            return null;
        }

        int tasks = 8;
        string? wanted = arguments.GetValue(_tasks);
        bool isNumber = wanted is null || int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out tasks);
        if (!isNumber || tasks is < 1 or > SweepShard.Most || arguments.GetValue(_shard) is not null)
        {
            _terminal.Error.WriteLine(arguments.GetValue(_shard) is not null
                ? "--shard: the parts of a sweep on Slurm are made by --tasks; leave one of them out"
                : $"--tasks: found '{wanted}', expected a whole number from 1 to {SweepShard.Most}");
            return null;
        }

        string program = Environment.ProcessPath!;
        string[] start = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
        List<string> part = [.. start, "sweep", arguments.GetRequiredValue(_scenario)];
        part.AddRange((arguments.GetValue(_set.Option) ?? []).SelectMany(set => new[] { "--set", set }));
        AddWords(part, "--seed", arguments.GetValue(_seed));
        AddWords(part, "--repetitions", arguments.GetValue(_repetitions));
        part.AddRange(new (bool Given, string Name)[] { (request.Csv, "--csv"), (request.Series, "--series"), (request.KeepRuns, "--keep-runs") }
            .Where(flag => flag.Given).Select(flag => flag.Name));
        return new SlurmRequest
        {
            PartCommand = part,
            Partition = arguments.GetValue(_partition),
            Tasks = tasks,
            Jobs = arguments.GetValue(_jobs) is null ? 1 : request.Jobs,
        };
    }

    private static void AddWords(List<string> command, string option, string? value)
    {
        if (value is not null)
        {
            command.AddRange([option, value]);
        }
    }

    // Null after telling the user what is wrong.
    private SweepRequest? Request(ParseResult arguments, SweepPlan plan, IReadOnlyList<string> runArguments)
    {
        int jobs = Environment.ProcessorCount;
        if (arguments.GetValue(_jobs) is string wanted
            && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out jobs) || jobs is < 1 or > 1024))
        {
            _terminal.Error.WriteLine($"--jobs: found '{wanted}', expected a whole number from 1 to 1024");
            return null;
        }

        SweepShard shard = SweepShard.Whole;
        if (arguments.GetValue(_shard) is string part && !SweepShard.TryParse(part, out shard))
        {
            _terminal.Error.WriteLine($"--shard: found '{part}', expected K/N, such as 2/8: the second of eight parts");
            return null;
        }

        return new SweepRequest
        {
            Command = ShellText.Join(["simulator", .. arguments.Tokens.Select(token => token.Value)]),
            RunCommand = ["simulator", "run", .. runArguments],
            OutputFolder = arguments.GetValue(_out) ?? Path.Combine("results", "sweeps", plan.Scenario.Name),
            Jobs = jobs,
            Shard = shard,
            Wait = arguments.GetValue(_wait),
            MergeOnly = arguments.GetValue(_merge),
            Csv = arguments.GetValue(_csv),
            Series = arguments.GetValue(_series),
            KeepRuns = arguments.GetValue(_keepRuns),
        };
    }

    private static void AddShort(List<ScenarioOverride> overrides, string option, string path, string? value)
    {
        if (value is not null)
        {
            overrides.Add(new ScenarioOverride(path, value, new SourcePosition(option, 0, 0)));
        }
    }
}
