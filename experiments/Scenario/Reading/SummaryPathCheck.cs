using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Expressions;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;

namespace Experiments.Scenario.Reading;

/// <summary>
/// Conditions on the results start at a part of the summary that exists, so that a misspelt name is found before the
/// run.
/// </summary>
internal static class SummaryPathCheck
{
    // The parts of summary.json that hold values below a name of the scenario or a fixed one.
    private static readonly string[] _sections =
        ["connections", "engine", "fingerprint", "links", "nics", "phases", "players"];

    // Its values that are words by themselves.
    private static readonly string[] _words = ["duration_s", "expect", "scenario", "seed", "stack"];

    /// <summary>Whether a word means something in the summary, so that it is no name for a quantity.</summary>
    public static bool IsWordOfSummary(string word) => _sections.Contains(word) || _words.Contains(word);

    /// <summary>Reports paths that lead nowhere.</summary>
    public static void Run(ScenarioDefinition scenario, NetworkNames names, ErrorLog log)
    {
        string[] players =
            [.. scenario.Applications.OfType<RtmpClientApplication>().Where(client => client.Command is null).Select(client => client.Name.Name)];
        Lazy<ScenarioScope> resolved = new(() => new ScenarioScope(ScenarioJson.ToElement(scenario)));
        IEnumerable<(string Where, Condition Condition, SourcePosition At)> conditions =
        [
            .. scenario.Let.Select(quantity => ($"let.{quantity.Name.Name}", quantity.Value, quantity.At)),
            .. scenario.Expect.Select(expectation => ("expect", expectation.Condition, expectation.At)),
        ];
        foreach ((string where, Condition condition, SourcePosition at) in conditions)
        {
            foreach (ValuePath path in condition.Paths.Where(path => !path.IsWord))
            {
                if (Problem(path, names, players, resolved) is string problem)
                {
                    log.Add(ConditionReader.Inside(at, path.Offset), $"{where}: {problem}");
                }
            }
        }

        foreach ((string where, Reference wanted) in PathsOfSweep(scenario.Sweep))
        {
            if (ProblemOfResult(wanted.Name, scenario, path => Problem(path, names, players, resolved)) is string problem)
            {
                log.Add(wanted.At, $"{where}: {problem}");
            }
        }
    }

    private static IEnumerable<(string Where, Reference Wanted)> PathsOfSweep(SweepDefinition? sweep) =>
        (sweep?.Figures ?? []).Select((figure, i) => (FormattableString.Invariant($"sweep.figures[{i}].y"), figure.Y))
            .Concat(sweep?.Precision is PrecisionGoal goal ? [("sweep.precision", goal.Of)] : []);

    // A result is one number of each run: a path into the summary, or a quantity of 'let'.
    private static string? ProblemOfResult(string text, ScenarioDefinition scenario, Func<ValuePath, string?> problemOf)
    {
        bool isPath = Condition.TryParse(text, out Condition? parsed, out _)
            && parsed.Paths is [ValuePath only] && only.ToString() == text && !only.Steps.Contains(PathStep.Any);
        if (!isPath)
        {
            return $"found '{text}', expected the path of one number of the summary, such as players.client.stall_time_s, or let.NAME";
        }

        ValuePath path = parsed!.Paths[0];
        string[] quantities = [.. scenario.Let.Select(quantity => quantity.Name.Name)];
        return path.Steps is [{ Name: "let" }, { Name: string name }]
            ? quantities.Contains(name) ? null : Unknown("quantity", name, quantities)
            : path.IsWord ? $"'{text}' is no number of the summary; {Spelling.Suggest(text, _sections)}"
            : problemOf(path);
    }

    private static string? Problem(
        ValuePath path, NetworkNames names, string[] players, Lazy<ScenarioScope> resolved) => path.Steps[0].Name switch
        {
            _ when ExpectationScope.IsOfScenario(path) =>
                resolved.Value.Find(ExpectationScope.WithinScenario(path), out string? missing) is null ? missing : null,
            "nics" when path.Steps[1] != PathStep.Any =>
                path.JoinedNames(1).Any(name => names.Nics.Contains(name.Name)) ? null
                : Unknown("NIC", path.JoinedNames(1).Take(2).LastOrDefault().Name, names.Nics),
            "players" when path.Steps[1] != PathStep.Any =>
                path.Steps[1].Name is string player && players.Contains(player) ? null
                : Unknown("player", path.Steps[1].Name, players),
            string section => _sections.Contains(section) ? null
                : $"unknown part '{section}' of the summary; {Spelling.Suggest(section, _sections)}",
            null => null,
        };

    private static string Unknown(string what, string? name, IReadOnlyCollection<string> known) =>
        $"unknown {what} '{name}'; {Spelling.Suggest(name ?? "", known)}";
}
