using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Experiments.Composition;
using Experiments.Scenario;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Validation;

/// <summary>The program of <c>make validation</c>: runs the suite and prints its table.</summary>
public static class ValidationCommand
{
    /// <summary>Runs the suite, or the scenarios that the arguments name.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="output">Where the table goes, in Markdown.</param>
    /// <param name="progress">Where a line about every finished run goes, and errors.</param>
    /// <returns>The exit code: 0 if all expectations hold with all seeds, 1 if not, 2 if the arguments are wrong.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter progress)
    {
        Argument<string[]> names = new("NAME") { Description = "Scenarios of the suite, such as mm1", Arity = ArgumentArity.ZeroOrMore };
        Option<int> seeds = new("--seeds") { Description = "How many seeds", DefaultValueFactory = _ => 5 };
        Option<int> jobs = new("--jobs") { Description = "Runs at once", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<string[]> set = new("--set") { Description = "Replace a value in every scenario", HelpName = "path=value" };
        string now = TimeProvider.System.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        Option<string> folder = new("--out")
        {
            Description = "Where the results of the runs go; must be new",
            DefaultValueFactory = _ => Path.Combine("results", "runs", "validation", now),
        };
        RootCommand root = new("Runs the validation suite and prints its table") { names, seeds, jobs, set, folder };
        root.SetAction((parsed, cancellation) => System.Threading.Tasks.Task.FromResult(Invoke(parsed, cancellation)));
        return root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = progress });

        int Invoke(ParseResult parsed, CancellationToken cancellation)
        {
            List<ScenarioOverride> overrides = [];
            foreach (string text in parsed.GetValue(set) ?? [])
            {
                if (!ScenarioOverride.TryParse(text, "--set", out ScenarioOverride? change))
                {
                    progress.WriteLine($"--set: found '{text}', expected path=value, such as duration=\"10 s\"");
                    return 2;
                }

                overrides.Add(change);
            }

            ValidationPlan plan = new()
            {
                Seeds = Math.Max(parsed.GetValue(seeds), 1),
                Jobs = Math.Max(parsed.GetValue(jobs), 1),
                Overrides = overrides,
                OutputFolder = parsed.GetValue(folder)!,
            };
            return Run(parsed.GetValue(names) ?? [], plan, output, progress, cancellation);
        }
    }

    private static int Run(
        string[] names, ValidationPlan plan, TextWriter output, TextWriter progress, CancellationToken cancellation)
    {
        using ServiceProvider services = CompositionRoot.Build(plugIns: null);
        ValidationSuite suite = new(services);
        try
        {
            IReadOnlyList<ValidationCase> cases = suite.CasesOf(names.Length == 0 ? suite.Names : names.Select(NameInSuite));
            int runs = cases.Count * plan.Seeds;
            int done = 0;
            IReadOnlyList<ValidationRow> rows = suite.Run(
                cases,
                plan,
                (one, seed) => progress.WriteLine(FormattableString.Invariant(
                    $"{++done} of {runs}: {one.Name} {one.PointText} seed {seed}")),
                cancellation);
            ValidationTable.Write(rows, output);
            return rows.All(row => row.Holds) ? 0 : 1;
        }
        catch (ScenarioException error)
        {
            progress.WriteLine(error.Errors.Count > 0 ? string.Join(Environment.NewLine, error.Errors) : error.Message);
            return 2;
        }
    }

    private static string NameInSuite(string name) =>
        name.StartsWith(ValidationSuite.Folder, StringComparison.Ordinal) ? name : ValidationSuite.Folder + name;
}
