using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Experiments.Composition;
using Results.Figures;
using Results.Recording;

namespace Experiments.Sweep;

/// <summary>
/// Does a sweep on a cluster: one job array of parts (<c>--shard</c>), and a job that puts the table together when all of them are over.
/// The folder must be one that all machines see.
/// </summary>
/// <remarks>
/// Slurm starts a part again when its machine dies. Since finished runs appear one by one, nothing that is finished is repeated.
/// </remarks>
public sealed class SlurmSweep
{
    private const string ScriptFolder = "slurm";
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly SweepPlan _plan;
    private readonly SweepRequest _request;
    private readonly SlurmRequest _slurm;

    /// <summary>Prepares it.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="request">How it is carried out.</param>
    /// <param name="slurm">How it is spread.</param>
    public SlurmSweep(SweepPlan plan, SweepRequest request, SlurmRequest slurm)
    {
        _plan = plan;
        _request = request;
        _slurm = slurm;
    }

    /// <summary>Submits the jobs and waits for them.</summary>
    /// <param name="observer">Is told how it goes on.</param>
    /// <param name="submitted">Is told what was submitted, and how to stop it.</param>
    /// <param name="cancellation">Signalled when the user does not want to wait any more; the jobs go on.</param>
    /// <exception cref="MachineLacksException">There is no Slurm here, or it refuses the jobs.</exception>
    /// <exception cref="ResultsException">The folder cannot be used.</exception>
    public SweepOutcome Run(ISweepObserver observer, Action<string> submitted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(observer);
        ArgumentNullException.ThrowIfNull(submitted);
        string folder;
        using (SweepFolder held = SweepFolder.Open(_request.OutputFolder, _plan.Scenario.Name, SweepShard.Whole))
        {
            folder = held.Path;
            SweepRecord begun = SweepRecords.Of(_plan, _request);
            held.Write(SweepManifest.Name, path => File.WriteAllBytes(path, BytesOf(begun)));
            held.Write($"{ScriptFolder}/part.sh", path => File.WriteAllText(path, Script(folder, "--shard \"$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT\" --wait --quiet")));
            held.Write($"{ScriptFolder}/merge.sh", path => File.WriteAllText(path, Script(folder, "--wait")));
        }

        string parts = Submit([$"--array=1-{Text(_slurm.Tasks)}", "--requeue", $"--cpus-per-task={Text(_slurm.Jobs)}", Log(folder, "part-%a"), Script(folder, "part")]);

        // Whatever became of the parts: the last job does what they left, and puts the table together.
        string merge = Submit([$"--dependency=afterany:{parts}", "--requeue", $"--cpus-per-task={Text(_slurm.Jobs)}", Log(folder, "merge"), Script(folder, "merge")]);
        submitted($"submitted to Slurm: parts {parts}_[1-{Text(_slurm.Tasks)}], table {merge}; 'scancel {parts} {merge}' stops them");
        Stopwatch clock = Stopwatch.StartNew();
        FinishedRuns finished = new(Path.Combine(folder, "finished"));
        int before = Count(finished);
        while (IsQueued(merge) && !cancellation.WaitHandle.WaitOne(_pause))
        {
            Tell(observer, finished);
        }

        Tell(observer, finished);
        SweepRecord record = SweepManifest.Read(folder);
        bool interrupted = cancellation.IsCancellationRequested;
        if (record.Planned == 0 && !interrupted)
        {
            throw new ResultsException($"The job that puts the table together failed; {Path.Combine(folder, ScriptFolder, "merge.log")} says why.");
        }

        return new SweepOutcome
        {
            Folder = folder,
            Planned = interrupted ? Planned() : record.Planned,
            Finished = interrupted ? Count(finished) : record.Finished,
            Done = Count(finished) - before,
            Seconds = clock.Elapsed.TotalSeconds,
            Unmet = record.Unmet,
            Interrupted = interrupted,
            Files = interrupted ? [] : [SweepReport.TableName, ReportWriter.Name],
        };
    }

    private static byte[] BytesOf(SweepRecord record)
    {
        using MemoryStream stream = new();
        SweepManifest.Write(record, stream);
        return stream.ToArray();
    }

    private int Planned() => _plan.Points.Count * _plan.Sweep.Repetitions;

    // With a goal of precision there may be more runs than one knows before.
    private void Tell(ISweepObserver observer, FinishedRuns finished)
    {
        int count = Count(finished);
        observer.Planned(Math.Max(Planned(), count), count);
    }

    private int Count(FinishedRuns finished)
    {
        int most = _plan.Sweep.Precision is null ? _plan.Sweep.Repetitions : _plan.Sweep.MostRepetitions;
        HashSet<string> ids = finished.Ids;
        return _plan.Points.SelectMany(point => _plan.RunsOf(point, most)).Count(run => ids.Contains(run.Id));
    }

    private string Script(string folder, string name) => name.StartsWith('-')
        ? $"#!/bin/sh\nexec {ShellText.Join([.. _slurm.PartCommand, "--out", folder, "--jobs", Text(_slurm.Jobs)])} {name}\n"
        : Path.Combine(folder, ScriptFolder, name + ".sh");

    private static string Log(string folder, string name) => $"--output={Path.Combine(folder, ScriptFolder, name + ".log")}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Submit(IEnumerable<string> arguments)
    {
        string[] partition = _slurm.Partition is null ? [] : [$"--partition={_slurm.Partition}"];
        string[] name = [$"--job-name=sweep-{_plan.Scenario.Name}", "--parsable", $"--chdir={Directory.GetCurrentDirectory()}"];
        (int code, string output, string error) = Call("sbatch", [.. name, .. partition, .. arguments]);
        return code == 0
            ? output.Trim().Split(';')[0]
            : throw new MachineLacksException($"Slurm does not take the jobs: {error.Trim()}");
    }

    // A job that is over is forgotten after a while: then squeue fails.
    private static bool IsQueued(string job)
    {
        (int code, string output, _) = Call("squeue", ["--noheader", "--format=%T", "--jobs", job]);
        return code == 0 && output.Trim().Length > 0;
    }

    private static (int Code, string Output, string Error) Call(string program, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            System.Threading.Tasks.Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception problem)
        {
            throw new MachineLacksException(
                $"{program} cannot be started ({problem.Message}): '--on slurm' needs Slurm's commands; on Debian: apt-get install slurm-wlm, and a cluster behind it",
                problem);
        }
    }
}
