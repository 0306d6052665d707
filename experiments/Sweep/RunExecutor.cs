using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Experiments.Composition;
using Experiments.Scenario.Records;
using Microsoft.Extensions.DependencyInjection;
using Results.Recording;
using Results.Statistics;

namespace Experiments.Sweep;

/// <summary>Does the runs of a sweep, several at once, each on a thread of its own from beginning to end.</summary>
internal sealed class RunExecutor(
    IServiceProvider services, SweepPlan plan, SweepRequest request, SweepFolder folder, ISweepObserver observer)
{
    private readonly Lock _gate = new();
    private readonly FinishedRuns _finished = folder.Finished;
    private readonly List<SweepFailure> _failures = [];
    private readonly HashSet<string> _failed = [];

    /// <summary>How many runs were finished here.</summary>
    public int Done { get; private set; }

    /// <summary>The processor seconds of these runs.</summary>
    public double CpuSeconds { get; private set; }

    /// <summary>The runs that failed, in the order of the grid.</summary>
    public IReadOnlyList<SweepFailure> Failures =>
        [.. _failures.OrderBy(failure => failure.Run.Point.Index).ThenBy(failure => failure.Run.Seed)];

    /// <summary>Whether a run and the files asked of it are there.</summary>
    /// <param name="run">The run.</param>
    /// <param name="ids">The identities of all finished runs.</param>
    public bool IsDone(SweepRun run, IReadOnlySet<string> ids) => ids.Contains(run.Id)
        && (!request.Series || Directory.Exists(SeriesOf(run)))
        && (!request.KeepRuns || Directory.Exists(FolderOf(run)));

    /// <summary>Whether a run failed here; it is not tried twice.</summary>
    public bool HasFailed(SweepRun run) => _failed.Contains(run.Id);

    /// <summary>Does runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="cancellation">Signalled when the user wants to stop; runs that are not finished then are lost.</param>
    /// <returns>The identities of those that were finished.</returns>
    /// <exception cref="ResultsException">Results cannot be written.</exception>
    public IReadOnlyList<string> Run(IReadOnlyList<SweepRun> runs, CancellationToken cancellation)
    {
        List<string> finished = [];
        int next = -1;
        ResultsException? broken = null;
        Thread[] workers = [.. Enumerable.Range(0, Math.Min(request.Jobs, runs.Count)).Select(_ => new Thread(Work))];
        foreach (Thread worker in workers)
        {
            worker.Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        return broken is null ? finished : throw new ResultsException(broken.Message, broken);

        void Work()
        {
            for (int i = Interlocked.Increment(ref next); i < runs.Count; i = Interlocked.Increment(ref next))
            {
                if (cancellation.IsCancellationRequested || Volatile.Read(ref broken) is not null)
                {
                    return;
                }

                try
                {
                    FinishedRun run = Carry(runs[i], cancellation);
                    _finished.Add(run);
                    Note(runs[i], run, finished);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
                catch (ResultsException error)
                {
                    // A full disk does not get better by going on.
                    Volatile.Write(ref broken, error);
                    return;
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    // One run that cannot be done must not cost the others.
                    Note(runs[i], error);
                }
            }
        }
    }

    private void Note(SweepRun run, FinishedRun result, List<string> finished)
    {
        lock (_gate)
        {
            finished.Add(result.Id);
            Done++;
            CpuSeconds += result.CpuSeconds;
            observer.Finished(run, failure: null);
        }
    }

    private void Note(SweepRun run, Exception error)
    {
        lock (_gate)
        {
            _failed.Add(run.Id);
            _failures.Add(new SweepFailure(run, error.Message, CommandOf(run)));
            observer.Finished(run, error.Message);
        }
    }

    private FinishedRun Carry(SweepRun run, CancellationToken cancellation)
    {
        ScenarioDefinition scenario = plan.ScenarioOf(run);
        using IServiceScope scope = services.CreateScope();
        if (request.KeepRuns)
        {
            RunRequest whole = new(CommandOf(run), FolderOf(run));
            RunOutcome outcome = scope.ServiceProvider.GetRequiredService<IRunService>().Run(scenario, whole, cancellation);
            if (outcome.WhyNoReport is { } reason)
            {
                throw new ResultsException(reason);
            }
        }

        IMeasuringService measuring = scope.ServiceProvider.GetRequiredService<IMeasuringService>();
        MeasuredRun measured = measuring.Measure(scenario, request.Series ? SeriesOf(run) : null, cancellation);
        JsonElement engine = measured.Summary.GetProperty("engine");
        return new FinishedRun
        {
            Id = run.Id,
            Seed = run.Seed,
            Parameters = [.. run.Point.Values.Select(value => KeyValuePair.Create(value.Path, value.Value))],
            Texts = SummaryNumbers.Fingerprints(measured.Summary),
            Numbers =
            [
                .. measured.Quantities.Select(quantity => KeyValuePair.Create("let." + quantity.Key, (double?)quantity.Value)),
                .. SummaryNumbers.Of(measured.Summary),
            ],
            CpuSeconds = engine.GetProperty("cpu_s").GetDouble(),
            WallSeconds = engine.GetProperty("wall_s").GetDouble(),
            Unmet = [.. SummaryJson.ExpectationsIn(measured.Summary).Where(expectation => !expectation.Holds).Select(expectation => expectation.Text)],
        };
    }

    private string SeriesOf(SweepRun run) => folder.PathOf($"series/{run.Id}");

    private string FolderOf(SweepRun run) => folder.PathOf($"runs/{run.Id}");

    private string CommandOf(SweepRun run) => ShellText.Join(
    [
        .. request.RunCommand,
        .. run.Point.Values.SelectMany(value => new[] { "--set", $"{value.Path}={value.Value}" }),
        "--seed",
        run.Seed.ToString(CultureInfo.InvariantCulture),
    ]);
}
