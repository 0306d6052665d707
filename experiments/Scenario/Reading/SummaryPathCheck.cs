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
            [.. scenario.Applications.OfType<RtmpClientApplication>().Select(client => client.Name.Name)];
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
                string? problem = path.Steps[0].Name switch
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
                if (problem is not null)
                {
                    log.Add(ConditionReader.Inside(at, path.Offset), $"{where}: {problem}");
                }
            }
        }
    }

    private static string Unknown(string what, string? name, IReadOnlyCollection<string> known) =>
        $"unknown {what} '{name}'; {Spelling.Suggest(name ?? "", known)}";
}
