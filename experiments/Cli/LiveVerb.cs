using System;
using System.Buffers.Binary;
using System.CommandLine;
using System.Security.Cryptography;
using System.Threading;
using Experiments.Composition.Live;
using Protocols.Core;

namespace Experiments.Cli;

/// <summary>What the verbs in real time do in the same way: run a role, show how it gets on, tell how it ended.</summary>
internal sealed class LiveVerb(LiveOptions options, Terminal terminal, CancellationToken interrupt)
{
    /// <summary>Randomness for handshakes, another one each time.</summary>
    public static RandomStream NewRandom() => new(BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <summary>Runs a role to its end.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="create">Makes the role; null after telling the user what is wrong.</param>
    /// <param name="adjust">Adds the verb's own settings.</param>
    /// <returns>The exit code.</returns>
    public int Run(
        ParseResult arguments, Func<LiveSettings, ILiveRole?> create, Func<LiveSettings, LiveSettings>? adjust = null)
    {
        try
        {
            if (options.Read(arguments, terminal) is not { } given)
            {
                return ExitCode.WrongInput;
            }

            LiveSettings settings = adjust?.Invoke(given) ?? given;
            return create(settings) is { } role ? Run(role, settings, options.IsQuiet(arguments)) : ExitCode.WrongInput;
        }
        catch (Exception error) when (Refusal.IsExpected(error))
        {
            return Refusal.Of(terminal, error);
        }
    }

    private int Run(ILiveRole role, LiveSettings settings, bool isQuiet)
    {
        LiveDisplay display = new(terminal);
        if (!isQuiet)
        {
            terminal.Error.WriteLine(role.Title);
        }

        LiveOutcome outcome = LiveRun.Run(role, settings, isQuiet ? _ => { } : display.Show, interrupt);
        if (!isQuiet)
        {
            display.ShowEnd(outcome.Last);
            foreach (string file in outcome.Files)
            {
                terminal.Out.WriteLine(file);
            }
        }

        if (outcome.Failure is { } failure)
        {
            terminal.Error.WriteLine($"{role.Name}: {failure}");
            return ExitCode.NotAsExpected;
        }

        return outcome.End == LiveEnd.Interrupted && !role.EndsByInterrupt ? ExitCode.Interrupted : ExitCode.Done;
    }
}
