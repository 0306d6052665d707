using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Expressions;
using Experiments.Scenario.Records;

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

    /// <summary>Reports paths that lead nowhere.</summary>
    public static void Run(ScenarioDefinition scenario, NetworkNames names, ErrorLog log)
    {
        string[] players =
            [.. scenario.Applications.OfType<RtmpClientApplication>().Select(client => client.Name.Name)];
        foreach (Expectation expectation in scenario.Expect)
        {
            foreach (ValuePath path in expectation.Condition.Paths.Where(path => !path.IsWord))
            {
                string? problem = path.Steps[0].Name switch
                {
                    "nics" => path.JoinedNames(1).Any(name => names.Nics.Contains(name.Name)) ? null
                        : Unknown("NIC", path.JoinedNames(1).Take(2).LastOrDefault().Name, names.Nics),
                    "players" => path.Steps[1].Name is string player && players.Contains(player) ? null
                        : Unknown("player", path.Steps[1].Name, players),
                    string section => _sections.Contains(section) ? null
                        : $"unknown part '{section}' of the summary; {Spelling.Suggest(section, _sections)}",
                    null => null,
                };
                if (problem is not null)
                {
                    log.Add(ConditionReader.Inside(expectation.At, path.Offset), $"expect: {problem}");
                }
            }
        }
    }

    private static string Unknown(string what, string? name, IReadOnlyCollection<string> known) =>
        $"unknown {what} '{name}'; {Spelling.Suggest(name ?? "", known)}";
}
