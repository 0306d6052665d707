using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Results.Figures;
using Results.Statistics;

namespace Experiments.Cli;

/// <summary><c>compare A B</c>: what changed between two results, in the scenario and in what came out.</summary>
internal sealed class CompareVerb
{
    private const int MostSettings = 20;
    private const int MostNumbers = 25;

    private readonly Terminal _terminal;

    private readonly Argument<string[]> _folders = new("DIR")
    {
        Description = "The folders of runs or of sweeps; the others are compared with the first",
        Arity = new ArgumentArity(2, 100),
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "A folder for the whole comparison as report.html",
        HelpName = "DIR",
    };

    /// <summary>Prepares the verb.</summary>
    public CompareVerb(Terminal terminal)
    {
        _terminal = terminal;
        Command = new Command("compare", "Show what changed between results, and whether it is more than chance") { _folders, _out };
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private int Invoke(ParseResult arguments)
    {
        try
        {
            ComparedResult[] results = [.. arguments.GetRequiredValue(_folders).Select(ComparedResult.Read)];
            ResultComparison[] comparisons = [.. results.Skip(1).Select(result => ResultComparison.Of(results[0], result))];
            foreach (ResultComparison comparison in comparisons)
            {
                Write(comparison);
            }

            if (arguments.GetValue(_out) is string folder)
            {
                _terminal.Out.WriteLine(ComparisonReport.Write(comparisons, folder));
            }

            return ExitCode.Done;
        }
        catch (Exception error) when (Refusal.IsExpected(error))
        {
            return Refusal.Of(_terminal, error);
        }
    }

    private void Write(ResultComparison comparison)
    {
        TextWriter writer = _terminal.Out;
        writer.WriteLine($"{comparison.Before.Folder} -> {comparison.After.Folder}");
        writer.WriteLine(ComparisonReport.Method(comparison));
        foreach (ChangedSetting setting in comparison.Settings.Take(MostSettings))
        {
            writer.WriteLine($"  {setting.Path}: {setting.Before ?? "(none)"} -> {setting.After ?? "(none)"}");
        }

        if (comparison.Settings.Count > MostSettings)
        {
            writer.WriteLine(FormattableString.Invariant($"  and {comparison.Settings.Count - MostSettings} more settings"));
        }

        writer.WriteLine(Verdict(comparison));
        TextTable table = new();
        table.Add("", "before", "after", "difference", "95 %", "share", "p");
        ChangedNumber[] shown = [.. ComparisonReport.Ordered(comparison).Take(MostNumbers)];
        foreach (ChangedNumber number in shown)
        {
            table.Add(Cells(number));
        }

        if (shown.Length > 0)
        {
            table.Write(writer);
        }

        if (comparison.Numbers.Count > shown.Length)
        {
            writer.WriteLine(FormattableString.Invariant($"and {comparison.Numbers.Count - shown.Length} more; --out DIR writes all of them"));
        }

        writer.WriteLine();
    }

    private static string Verdict(ResultComparison comparison)
    {
        if (comparison.Numbers.Count == 0)
        {
            return FormattableString.Invariant($"All {comparison.Compared} numbers are the same.");
        }

        int significant = comparison.Numbers.Count(number => number.IsSignificant);
        return FormattableString.Invariant(
            $"{comparison.Numbers.Count} of {comparison.Compared} numbers differ, {significant} of them by more than chance (*: 95 %, Holm).");
    }

    private static string[] Cells(ChangedNumber number)
    {
        SampleComparison comparison = number.Comparison;
        bool known = double.IsFinite(comparison.Difference.Low);
        return
        [
            (number.IsSignificant ? "* " : "  ") + number.Name,
            Number(comparison.MeanBefore),
            Number(comparison.MeanAfter),
            Number(comparison.Difference.Estimate),
            known ? $"{Number(comparison.Difference.Low)} to {Number(comparison.Difference.High)}" : "?",
            double.IsNaN(comparison.Share) ? "?" : string.Create(CultureInfo.InvariantCulture, $"{comparison.Share * 100:+0.#;-0.#;0} %"),
            double.IsNaN(comparison.PValue) ? "?" : string.Create(CultureInfo.InvariantCulture, $"{comparison.PValue:0.####}"),
        ];
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
