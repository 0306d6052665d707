using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using Experiments.Scenario;

namespace Experiments.Cli;

/// <summary>The option <c>--set path=value</c> of the verbs that take a scenario.</summary>
/// <param name="description">What it does for the verb.</param>
internal sealed class SetOption(string description)
{
    /// <summary>The option as the parser knows it.</summary>
    public Option<string[]> Option { get; } = new("--set")
    {
        Description = description,
        HelpName = "path=value",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Reads what was given; null after telling the user what is wrong.</summary>
    public List<ScenarioOverride>? Read(ParseResult arguments, Terminal terminal)
    {
        List<ScenarioOverride> overrides = [];
        string[] given = arguments.GetValue(Option) ?? [];
        for (int i = 0; i < given.Length; i++)
        {
            string label = string.Create(CultureInfo.InvariantCulture, $"--set #{i + 1}");
            if (!ScenarioOverride.TryParse(given[i], label, out ScenarioOverride? change))
            {
                terminal.Error.WriteLine(
                    $"{label}: found '{given[i]}', expected path=value, such as isps.isp1.delay=\"80 ms\"");
                return null;
            }

            overrides.Add(change);
        }

        return overrides;
    }
}
