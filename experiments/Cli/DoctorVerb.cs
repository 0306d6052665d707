using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Experiments.Composition;
using Experiments.Composition.Nodes;
using Experiments.Scenario;
using Experiments.Scenario.Records;

namespace Experiments.Cli;

/// <summary><c>doctor [SCENARIO]</c>: what this machine can do, and whether it is the host that a scenario describes.</summary>
internal sealed class DoctorVerb
{
    private readonly SimulatorServices _services;
    private readonly Terminal _terminal;

    private readonly Argument<string?> _scenario = new("SCENARIO")
    {
        Description = "Compare this machine's addresses, routes and MPTCP endpoints with a host of this scenario",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _host = new("--host")
    {
        Description = "Which host of the scenario this machine is to be [default: the one whose address it has]",
        HelpName = "NAME",
    };

    /// <summary>Prepares the verb.</summary>
    public DoctorVerb(SimulatorServices services, Terminal terminal)
    {
        _services = services;
        _terminal = terminal;
        Command = new Command("doctor", "Show what this machine can do, and how to get the rest") { _scenario, _host };
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private int Invoke(ParseResult arguments)
    {
        if (arguments.GetValue(_scenario) is not string name)
        {
            Write(Doctor.Examine());
            return ExitCode.Done;
        }

        if (_services.Files.Find(name, out string? problem) is not string path)
        {
            _terminal.Error.WriteLine(problem);
            return ExitCode.WrongInput;
        }

        ScenarioReading reading = _services.Reader.Read(path, []);
        if (reading.Scenario is not ScenarioDefinition scenario)
        {
            return Refusal.Of(_terminal, reading.Errors);
        }

        try
        {
            return Compare(scenario, arguments.GetValue(_host));
        }
        catch (Exception error) when (Refusal.IsExpected(error))
        {
            return Refusal.Of(_terminal, error);
        }
    }

    private int Compare(ScenarioDefinition scenario, string? host)
    {
        foreach (ScenarioError obstacle in RealHostCheck.Obstacles(scenario))
        {
            _terminal.Error.WriteLine($"notice: not on real hosts: {obstacle}");
        }

        Finding[] missing = [.. _services.Doctor.Compare(scenario, host).Where(finding => !finding.IsThere)];
        if (missing.Length == 0)
        {
            _terminal.Out.WriteLine("this machine has the addresses, rules, routes and MPTCP endpoints that the scenario wants");
            return ExitCode.Done;
        }

        // Only the commands go to the output, so that a shell can carry them out.
        _terminal.Error.WriteLine("missing on this machine:");
        foreach (Finding finding in missing)
        {
            _terminal.Out.WriteLine(finding.Remedy);
        }

        return ExitCode.MachineLacks;
    }

    private void Write(IReadOnlyList<Finding> findings)
    {
        int width = findings.Max(finding => finding.What.Length);
        foreach (Finding finding in findings)
        {
            string remedy = finding.Remedy.Length > 0 ? $"  -> {finding.Remedy}" : "";
            _terminal.Out.WriteLine($"{(finding.IsThere ? "yes" : "NO ")}  {finding.What.PadRight(width)}  {finding.Detail}{remedy}".TrimEnd());
        }
    }
}
