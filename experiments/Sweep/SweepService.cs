using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Experiments.Composition;
using Experiments.Scenario;
using Microsoft.Extensions.DependencyInjection;
using Results.Figures;
using Results.Recording;

namespace Experiments.Sweep;

/// <summary>Carries out sweeps: plans them, runs what is missing on all processors, puts what is finished together.</summary>
/// <param name="services">What <see cref="CompositionRoot"/> put together; each run has a scope of its own.</param>
public sealed class SweepService(IServiceProvider services)
{
    /// <summary>Reads a scenario and plans its sweep. Whatever is wrong with it shows here, before anything runs.</summary>
    /// <param name="path">The scenario file.</param>
    /// <param name="overrides">Values to replace.</param>
    /// <param name="notices">What looks odd.</param>
    /// <exception cref="ScenarioException">The scenario or its sweep has errors.</exception>
    /// <exception cref="MachineLacksException">This machine cannot run it.</exception>
    public SweepPlan Plan(string path, IReadOnlyList<ScenarioOverride> overrides, out IReadOnlyList<ScenarioError> notices)
    {
        SweepReading reading = services.GetRequiredService<ScenarioReader>().ReadSweep(path, overrides);
        notices = reading.Whole.Notices;
        using IServiceScope scope = services.CreateScope();
        IMeasuringService measuring = scope.ServiceProvider.GetRequiredService<IMeasuringService>();
        return SweepPlan.Of(reading, measuring.Check);
    }

    /// <summary>Does a sweep, or the part of it that is asked for, and leaves out what is finished.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="request">How to do it.</param>
    /// <param name="observer">Is told how it goes on.</param>
    /// <param name="cancellation">Signalled when the user wants to stop; what is finished is kept.</param>
    /// <exception cref="ResultsException">The folder cannot be used.</exception>
    public SweepOutcome Run(SweepPlan plan, SweepRequest request, ISweepObserver observer, CancellationToken cancellation)
    {
        SweepFolder folder = request.Wait
            ? SweepFolder.WaitFor(request.OutputFolder, plan.Scenario.Name, request.Shard, cancellation)
            : SweepFolder.Open(request.OutputFolder, plan.Scenario.Name, request.Shard);
        SweepOutcome outcome;
        SweepRun[] rows;
        using (folder)
        {
            SweepRecord record = SweepRecords.Of(plan, request);
            folder.Write(SweepManifest.Name, path => Write(path, stream => SweepManifest.Write(record, stream)));
            RunExecutor executor = new(services, plan, request, folder, observer);
            Stopwatch clock = Stopwatch.StartNew();
            HashSet<string> ids = Start(plan, request, folder, executor, observer, cancellation);
            double seconds = clock.Elapsed.TotalSeconds;
            Repetitions repetitions = new(plan, folder.Finished);
            SweepRun[] wanted = [.. plan.Points.SelectMany(point => plan.RunsOf(point, repetitions.Of(point, ids)))];
            rows = [.. wanted.Where(run => ids.Contains(run.Id))];
            outcome = new SweepOutcome
            {
                Folder = folder.Path,
                Planned = wanted.Length,
                Finished = rows.Length,
                Done = executor.Done,
                Seconds = seconds,
                CpuSeconds = executor.CpuSeconds,
                Failures = executor.Failures,
                Interrupted = cancellation.IsCancellationRequested,
            };
            if (request.Shard == SweepShard.Whole)
            {
                return PutTogether(plan, request, folder, rows, outcome);
            }
        }

        // A part of a sweep leaves the table to whoever comes last: all is finished, and no other part is at work.
        using SweepFolder? whole = outcome.Finished == outcome.Planned ? SweepFolder.TryOpen(request.OutputFolder, plan.Scenario.Name) : null;
        return whole is null ? outcome : PutTogether(plan, request, whole, rows, outcome);
    }

    // With a goal of precision, results decide what else is to be run; then there are several rounds.
    private static HashSet<string> Start(
        SweepPlan plan, SweepRequest request, SweepFolder folder, RunExecutor executor, ISweepObserver observer, CancellationToken cancellation)
    {
        HashSet<string> ids = folder.Finished.Ids;
        Repetitions repetitions = new(plan, folder.Finished);
        while (!request.MergeOnly)
        {
            SweepRun[] wanted = [.. plan.Points.SelectMany(point => plan.RunsOf(point, repetitions.Of(point, ids)))
                .Where(run => request.Shard.Has(plan, run))];
            SweepRun[] missing = [.. wanted.Where(run => !executor.IsDone(run, ids) && !executor.HasFailed(run))];
            observer.Planned(wanted.Length, wanted.Length - missing.Length);
            if (missing.Length == 0 || cancellation.IsCancellationRequested)
            {
                break;
            }

            ids.UnionWith(executor.Run(missing, cancellation));
        }

        // Others may have been at work in the same folder.
        ids.UnionWith(folder.Finished.Ids);
        return ids;
    }

    private static SweepOutcome PutTogether(
        SweepPlan plan, SweepRequest request, SweepFolder folder, SweepRun[] rows, SweepOutcome outcome)
    {
        SweepTable table = new(plan, rows, folder.Finished);
        Dictionary<string, string> about = new() { [SweepFolder.ScenarioKey] = plan.Scenario.Name };
        folder.Write(SweepReport.TableName, path => RunsParquet.Write(path, about, table.Names, table.Groups()));
        folder.Write(CostsCsv.Name, path => Write(path, stream => CostsCsv.Write(table.Costs, stream)));
        List<string> files = [SweepReport.TableName];
        if (request.Csv)
        {
            folder.Write(SweepFolder.CsvName, path => Write(path, stream => RunsCsv.Write(table.Names, table.Groups(), stream)));
            files.Add(SweepFolder.CsvName);
        }

        SweepOutcome whole = outcome with { Unmet = table.Unmet, Files = files };
        SweepRecord record = SweepRecords.Of(plan, request) with
        {
            Planned = whole.Planned,
            Finished = whole.Finished,
            Unmet = whole.Unmet,
            Failed = [.. whole.Failures.Select(failure => new FailedRun(failure.Reason, failure.Command))],
        };
        folder.Write(SweepManifest.Name, path => Write(path, stream => SweepManifest.Write(record, stream)));
        return rows.Length > 0 ? whole with { Files = [.. files, .. SweepReport.Write(folder.Path)] } : whole;
    }

    private static void Write(string path, Action<Stream> write)
    {
        using FileStream file = File.Create(path);
        write(file);
    }
}
