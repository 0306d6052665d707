using System;
using System.Collections.Generic;
using System.CommandLine;
using Experiments.Composition;
using Experiments.Composition.Live;
using Experiments.Scenario.Reading;
using Protocols.Core;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Cli;

/// <summary>The options that the verbs in real time have in common.</summary>
internal sealed class LiveOptions
{
    private static readonly string[] _transports = ["mptcp", "tcp"];

    private readonly Option<string?> _transport = new("--transport")
    {
        Description = "mptcp or tcp [default: mptcp where the kernel has it]",
        HelpName = "KIND",
    };

    private readonly Option<string?> _duration = new("--duration")
    {
        Description = "End after this time, such as \"60 s\" [default: when it is over, or Ctrl-C]",
        HelpName = "TIME",
    };

    private readonly Option<string?> _record = new("--record")
    {
        Description = "Write the results into this folder: the same files as of a run",
        HelpName = "DIR",
    };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print errors only" };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_transport);
        command.Add(_duration);
        command.Add(_record);
        command.Add(_quiet);
    }

    /// <summary>Whether only errors are to be printed.</summary>
    public bool IsQuiet(ParseResult arguments) => arguments.GetValue(_quiet);

    /// <summary>Reads what was given; null after telling the user what is wrong.</summary>
    /// <exception cref="MachineLacksException">MPTCP is asked for, and the kernel has none.</exception>
    public LiveSettings? Read(ParseResult arguments, Terminal terminal)
    {
        Duration duration = Duration.MaxValue;
        if (arguments.GetValue(_duration) is { } text && (!Duration.TryParse(text, out duration) || duration <= Duration.Zero))
        {
            terminal.Error.WriteLine($"--duration: found '{text}', expected a positive time with its unit, such as \"60 s\"");
            return null;
        }

        if (Transport(arguments, terminal) is not { } transport)
        {
            return null;
        }

        return new LiveSettings
        {
            Transport = transport,
            Duration = duration,
            RecordFolder = arguments.GetValue(_record),
            Command = ShellText.Join(["simulator", .. Words(arguments)]),
        };
    }

    private static IEnumerable<string> Words(ParseResult arguments)
    {
        foreach (System.CommandLine.Parsing.Token token in arguments.Tokens)
        {
            yield return token.Value;
        }
    }

    private KernelTransport? Transport(ParseResult arguments, Terminal terminal)
    {
        string? asked = arguments.GetValue(_transport);
        if (asked is not null && Array.IndexOf(_transports, asked) < 0)
        {
            terminal.Error.WriteLine($"--transport: found '{asked}'; {Spelling.Suggest(asked, _transports)}");
            return null;
        }

        if (asked == "tcp")
        {
            return KernelTransport.Tcp;
        }

        if (KernelMptcp.WhyMissing() is not { } missing)
        {
            return KernelTransport.Mptcp;
        }

        if (asked is not null)
        {
            throw new MachineLacksException(missing);
        }

        if (!IsQuiet(arguments))
        {
            terminal.Error.WriteLine($"notice: plain TCP is used: {missing}");
        }

        return KernelTransport.Tcp;
    }
}
