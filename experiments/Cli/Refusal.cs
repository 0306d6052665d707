using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Composition;
using Experiments.Composition.Nodes;
using Experiments.Scenario;
using Results.Recording;

namespace Experiments.Cli;

/// <summary>Tells the user what is wrong, and the shell by an exit code.</summary>
internal static class Refusal
{
    private const int MostErrors = 20;

    /// <summary>Whether an exception is about the user's input or machine rather than about the program.</summary>
    public static bool IsExpected(Exception error) =>
        error is ScenarioException or ResultsException or MachineLacksException or HostLostException;

    /// <summary>Tells of an expected exception.</summary>
    /// <returns>The exit code.</returns>
    public static int Of(Terminal terminal, Exception error)
    {
        if (error is ScenarioException { Errors.Count: > 0 } wrong)
        {
            return Of(terminal, wrong.Errors);
        }

        terminal.Error.WriteLine(error.Message);
        return error switch
        {
            MachineLacksException => ExitCode.MachineLacks,
            HostLostException => ExitCode.NotAsExpected,
            _ => ExitCode.WrongInput,
        };
    }

    /// <summary>Tells of errors in a scenario.</summary>
    /// <returns>The exit code.</returns>
    public static int Of(Terminal terminal, IReadOnlyList<ScenarioError> errors)
    {
        foreach (ScenarioError error in errors.Take(MostErrors))
        {
            terminal.Error.WriteLine(error);
        }

        if (errors.Count > MostErrors)
        {
            terminal.Error.WriteLine(FormattableString.Invariant($"and {errors.Count - MostErrors} more errors"));
        }

        return ExitCode.WrongInput;
    }
}
