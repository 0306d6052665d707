using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Experiments.Composition.Nodes;

namespace Experiments.Cli;

/// <summary>The options of the verbs that can run a scenario on real hosts.</summary>
internal sealed class HostsOption
{
    private const string Example = "push=user@a,server=user@b,client=user@c";

    private readonly Option<string?> _hosts = new("--hosts")
    {
        Description = "Real machines as its hosts, reached by ssh: push=user@a,server=user@b,...",
        HelpName = "LIST",
    };

    private readonly Option<string?> _remote = new("--remote")
    {
        Description = $"How the simulator is started on those machines [default: {RemoteHosts.DefaultProgram}]",
        HelpName = "COMMAND",
    };

    private readonly Option<string[]> _sshOption = new("--ssh-option")
    {
        Description = "An option for ssh, such as Port=2222 (see ssh_config(5)); repeatable",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_hosts);
        command.Add(_remote);
        command.Add(_sshOption);
    }

    /// <summary>Reads what was given.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Where the user is told what is wrong.</param>
    /// <param name="hosts">The machines; null when none were given.</param>
    /// <returns>False after telling the user what is wrong.</returns>
    public bool TryRead(ParseResult arguments, Terminal terminal, out RemoteHosts? hosts)
    {
        hosts = null;
        string? remote = arguments.GetValue(_remote);
        string[] options = arguments.GetValue(_sshOption) ?? [];
        if (arguments.GetValue(_hosts) is not { } text)
        {
            if (remote is null && options.Length == 0)
            {
                return true;
            }

            terminal.Error.WriteLine($"{(remote is null ? "--ssh-option" : "--remote")}: is about machines that are hosts; say which with --hosts {Example}");
            return false;
        }

        if (Targets(text, terminal) is not { } targets)
        {
            return false;
        }

        hosts = new RemoteHosts { Targets = targets, Program = remote ?? RemoteHosts.DefaultProgram, SshOptions = options };
        return true;
    }

    private static Dictionary<string, string>? Targets(string text, Terminal terminal)
    {
        Dictionary<string, string> targets = [];
        foreach (string item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] parts = item.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || parts.Any(part => part.Length == 0))
            {
                terminal.Error.WriteLine($"--hosts: found '{item}', expected HOST=USER@MACHINE, such as {Example}");
                return null;
            }

            if (!targets.TryAdd(parts[0], parts[1]))
            {
                terminal.Error.WriteLine($"--hosts: host '{parts[0]}' is given twice");
                return null;
            }
        }

        return targets;
    }
}
