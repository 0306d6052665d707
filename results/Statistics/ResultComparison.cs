using System.Collections.Generic;
using System.Linq;
using Results.Recording;

namespace Results.Statistics;

/// <summary>What changed from one result to another: in the scenario, and in what came out.</summary>
public sealed class ResultComparison
{
    // The probability that even one of the differences that are called significant is chance.
    private const double Level = 0.05;

    private ResultComparison(ComparedResult before, ComparedResult after, IReadOnlyList<ChangedSetting> settings, IReadOnlyList<ChangedNumber> numbers)
    {
        Before = before;
        After = after;
        Settings = settings;
        Numbers = numbers;
    }

    /// <summary>The first result.</summary>
    public ComparedResult Before { get; }

    /// <summary>The second.</summary>
    public ComparedResult After { get; }

    /// <summary>What differs in the scenarios.</summary>
    public IReadOnlyList<ChangedSetting> Settings { get; }

    /// <summary>Every number that both have, in the order of the first; of those that differ in any run at all.</summary>
    public IReadOnlyList<ChangedNumber> Numbers { get; }

    /// <summary>How many runs were compared pair by pair: those with the same seed at the same point. 0 where there are none.</summary>
    public int Pairs { get; private init; }

    /// <summary>How many numbers both results have.</summary>
    public int Compared { get; private init; }

    /// <summary>Compares two results.</summary>
    public static ResultComparison Of(ComparedResult before, ComparedResult after)
    {
        string[] common = [.. before.Parameters.Select(parameter => parameter.Path)
            .Intersect(after.Parameters.Select(parameter => parameter.Path))];
        (int Before, int After)[] pairs = Match(before.KeysFor(common), after.KeysFor(common));
        HashSet<string> varied = [.. before.Parameters.Concat(after.Parameters).SelectMany(parameter => new[] { parameter.Path, parameter.NumberColumn ?? "" })];
        List<(string Name, SampleComparison Comparison)> compared = [];
        foreach (RunColumn first in before.Table.Columns.Where(column => !column.IsText && column.Name != "seed" && !varied.Contains(column.Name)))
        {
            if (after.Table.Find(first.Name) is { IsText: false } second && Compare(first, second, pairs) is SampleComparison comparison)
            {
                compared.Add((first.Name, comparison));
            }
        }

        (string Name, SampleComparison Comparison)[] changed = [.. compared.Where(number =>
            number.Comparison.Difference.Estimate != 0 || number.Comparison.PValue < 1)];
        IReadOnlyList<bool> significant = Holm.Significant([.. changed.Select(number => number.Comparison.PValue)], Level);
        return new ResultComparison(
            before, after, [.. SettingsOf(before, after)], [.. changed.Select((number, i) => new ChangedNumber(number.Name, number.Comparison, significant[i]))])
        {
            Pairs = pairs.Length,
            Compared = compared.Count,
        };
    }

    private static SampleComparison? Compare(RunColumn first, RunColumn second, (int Before, int After)[] pairs)
    {
        if (pairs.Length > 0)
        {
            (double Before, double After)[] values = [.. pairs
                .Where(pair => first.Numbers[pair.Before] is not null && second.Numbers[pair.After] is not null)
                .Select(pair => (first.Numbers[pair.Before]!.Value, second.Numbers[pair.After]!.Value))];
            return values.Length == 0
                ? null
                : SampleComparison.Paired([.. values.Select(value => value.Before)], [.. values.Select(value => value.After)]);
        }

        double[] before = [.. first.Numbers.OfType<double>()];
        double[] after = [.. second.Numbers.OfType<double>()];
        return before.Length == 0 || after.Length == 0 ? null : SampleComparison.Independent(before, after);
    }

    // Runs pair up where each side has exactly one of a kind.
    private static (int Before, int After)[] Match(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        Dictionary<string, int> unique = after.Select((key, row) => (key, row)).GroupBy(item => item.key)
            .Where(group => group.Count() == 1).ToDictionary(group => group.Key, group => group.First().row);
        return [.. before.Select((key, row) => (key, row)).GroupBy(item => item.key)
            .Where(group => group.Count() == 1 && unique.ContainsKey(group.Key))
            .Select(group => (group.First().row, unique[group.Key]))];
    }

    private static IEnumerable<ChangedSetting> SettingsOf(ComparedResult before, ComparedResult after) =>
        before.Settings.Keys.Union(after.Settings.Keys).Order(System.StringComparer.Ordinal)
            .Select(path => new ChangedSetting(path, before.Settings.GetValueOrDefault(path), after.Settings.GetValueOrDefault(path)))
            .Where(setting => setting.Before != setting.After);
}
