using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Text.Json;
using Results.Figures;
using Results.Recording;
using Results.Statistics;

namespace Experiments.Cli;

/// <summary><c>report DIR</c>: the figures and the report of a run or a sweep, made again from what is on disk.</summary>
internal sealed class ReportVerb
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _folder = new("DIR") { Description = "The folder of a run or of a sweep" };

    /// <summary>Prepares the verb.</summary>
    public ReportVerb(Terminal terminal)
    {
        _terminal = terminal;
        Command = new Command("report", "Make the figures and the report of a run or a sweep again") { _folder };
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private int Invoke(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(_folder);
        try
        {
            IReadOnlyList<string> files = File.Exists(Path.Combine(folder, SweepManifest.Name)) ? SweepReport.Write(folder) : WriteRun(folder);
            foreach (string file in files)
            {
                _terminal.Out.WriteLine(Path.Combine(folder, file));
            }

            return ExitCode.Done;
        }
        catch (Exception error) when (Refusal.IsExpected(error))
        {
            return Refusal.Of(_terminal, error);
        }
    }

    private static IReadOnlyList<string> WriteRun(string path)
    {
        RunRecord run = RunReader.Read(path);
        IReadOnlyList<RunExpectation> expectations = Expectations(path);
        using RunFolder folder = RunFolder.StageAgain(path);
        RunReport.Write(run, RunSummary.Of(run), expectations, folder);
        folder.Publish();
        return [ReportWriter.Name];
    }

    private static IReadOnlyList<RunExpectation> Expectations(string path)
    {
        string summary = Path.Combine(path, SummaryJson.Name);
        try
        {
            return SummaryJson.ExpectationsIn(JsonElement.Parse(File.ReadAllBytes(summary)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
            or InvalidOperationException)
        {
            throw new ResultsException($"Cannot read {summary}: {error.Message}", error);
        }
    }
}
