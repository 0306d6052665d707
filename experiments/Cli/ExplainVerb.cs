using System;
using System.Collections.Generic;
using System.CommandLine;
using Results.Recording;
using Results.Statistics;

namespace Experiments.Cli;

/// <summary><c>explain DIR</c>: in words, what caused each gap of a run and why a path idled.</summary>
internal sealed class ExplainVerb
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _folder = new("DIR") { Description = "The folder of a run" };

    /// <summary>Prepares the verb.</summary>
    public ExplainVerb(Terminal terminal)
    {
        _terminal = terminal;
        Command = new Command("explain", "Say in words what caused each gap of a run, and why a path carried nothing") { _folder };
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private int Invoke(ParseResult arguments)
    {
        try
        {
            RunRecord run = RunReader.Read(arguments.GetRequiredValue(_folder));
            Explanation explanation = new(run);
            _terminal.Out.WriteLine(FormattableString.Invariant($"{run.Scenario}: {run.Duration.Seconds:0.###} s, seed {run.Seed}"));
            Write("What the players saw", explanation.Gaps());
            Write("Paths that carried nothing in a phase", explanation.IdlePaths());
            Write("Beginnings", explanation.WarmUps());
            Write("Notices", run.Notices);
            return ExitCode.Done;
        }
        catch (Exception error) when (Refusal.IsExpected(error))
        {
            return Refusal.Of(_terminal, error);
        }
    }

    private void Write(string heading, IReadOnlyList<string> sentences)
    {
        if (sentences.Count == 0)
        {
            return;
        }

        _terminal.Out.WriteLine();
        _terminal.Out.WriteLine(heading + ":");
        foreach (string sentence in sentences)
        {
            _terminal.Out.WriteLine("  " + sentence);
        }
    }
}
