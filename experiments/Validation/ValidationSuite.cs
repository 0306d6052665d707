using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Experiments.Composition;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Validation;

/// <summary>
/// Runs scenarios whose expected results are known from elsewhere - a formula, a paper, another simulator, a kernel - at all
/// points of their sweeps and with several seeds, and sets what came out beside what is known.
/// </summary>
public sealed class ValidationSuite
{
    /// <summary>The folder of the suite's scenarios, as their names begin.</summary>
    public const string Folder = "validation/";

    private const string SourceMark = "Source:";

    private readonly IServiceProvider _services;
    private readonly ScenarioFiles _files;
    private readonly ScenarioReader _reader;

    /// <summary>Opens the suite.</summary>
    /// <param name="services">What <see cref="CompositionRoot"/> put together.</param>
    public ValidationSuite(IServiceProvider services)
    {
        _services = services;
        _files = services.GetRequiredService<ScenarioFiles>();
        _reader = services.GetRequiredService<ScenarioReader>();
    }

    /// <summary>The names of all its scenarios, sorted.</summary>
    public IReadOnlyList<string> Names =>
        [.. _files.Names.Where(name => name.StartsWith(Folder, StringComparison.Ordinal))];

    /// <summary>The cases of some scenarios, in the order of the names and of the sweeps' points.</summary>
    /// <exception cref="ScenarioException">There is no such scenario, or it has errors.</exception>
    public IReadOnlyList<ValidationCase> CasesOf(IEnumerable<string> names) =>
        [.. names.SelectMany(name => SweepPoints.Of(Read(name, [])), (name, point) => new ValidationCase(name, point))];

    /// <summary>Runs cases; those that take the longest should come first.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="plan">How often, and where the results go.</param>
    /// <param name="finished">Told of each run that has ended, one at a time: the case and its seed.</param>
    /// <param name="cancellation">Signalled when the user wants to stop.</param>
    /// <returns>One row for each expectation of each case, in the order of the cases.</returns>
    /// <exception cref="ScenarioException">A scenario has errors, or cannot be run.</exception>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    public IReadOnlyList<ValidationRow> Run(
        IReadOnlyList<ValidationCase> cases, ValidationPlan plan, Action<ValidationCase, int> finished, CancellationToken cancellation)
    {
        (int Case, int Seed)[] runs =
            [.. Enumerable.Range(0, cases.Count).SelectMany(_ => Enumerable.Range(1, plan.Seeds), (index, seed) => (index, seed))];
        ConcurrentDictionary<(int Case, int Seed), IReadOnlyList<ExpectationOutcome>> outcomes = new();
        ParallelOptions options = new() { MaxDegreeOfParallelism = plan.Jobs, CancellationToken = cancellation };
        Parallel.ForEach(Partitioner.Create(runs, EnumerablePartitionerOptions.NoBuffering), options, run =>
        {
            outcomes[run] = Run(cases[run.Case], run.Seed, plan, cancellation);
            lock (outcomes)
            {
                finished(cases[run.Case], run.Seed);
            }
        });
        return [.. cases.SelectMany((_, index) => RowsOf(cases[index], Enumerable.Range(1, plan.Seeds).Select(seed => outcomes[(index, seed)])))];
    }

    private IReadOnlyList<ExpectationOutcome> Run(ValidationCase one, int seed, ValidationPlan plan, CancellationToken cancellation)
    {
        string seedText = seed.ToString(CultureInfo.InvariantCulture);
        ScenarioOverride seeded = new("seed", seedText, new SourcePosition("seed", 0, 0));
        ScenarioDefinition scenario = Read(one.Name, [.. one.Point, .. plan.Overrides, seeded]);
        using IServiceScope scope = _services.CreateScope();
        string folder = Path.Combine(plan.OutputFolder, FolderNameOf(one), $"seed{seedText}");
        IEnumerable<string> sets = one.Point.Concat(plan.Overrides).Select(value => $" --set '{value.Path}={value.Value}'");
        RunRequest request = new($"simulator run {one.Name}{string.Concat(sets)} --seed {seedText}", folder);
        return scope.ServiceProvider.GetRequiredService<IRunService>().Run(scenario, request, cancellation).Expectations;
    }

    private static string FolderNameOf(ValidationCase one)
    {
        string text = one.Point.Count == 0 ? one.Name : $"{one.Name}-{one.PointText}";
        return string.Concat(text[Folder.Length..].Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '=' or '.' ? c : '_'));
    }

    private IEnumerable<ValidationRow> RowsOf(ValidationCase one, IEnumerable<IReadOnlyList<ExpectationOutcome>> seeds)
    {
        IReadOnlyList<ExpectationOutcome>[] all = [.. seeds];
        string source = SourceOf(Read(one.Name, []).Description);
        return Enumerable.Range(0, all[0].Count).Select(index => new ValidationRow(one, source, [.. all.Select(outcomes => outcomes[index])]));
    }

    private static string SourceOf(string description)
    {
        int at = description.LastIndexOf(SourceMark, StringComparison.Ordinal);
        return at < 0 ? "" : description[(at + SourceMark.Length)..].Trim().TrimEnd('.');
    }

    private ScenarioDefinition Read(string name, IReadOnlyList<ScenarioOverride> overrides)
    {
        string path = _files.Find(name, out string? problem) ?? throw new ScenarioException(problem!);
        ScenarioReading reading = _reader.Read(path, overrides);
        return reading.Scenario ?? throw new ScenarioException([.. reading.Errors]);
    }
}
