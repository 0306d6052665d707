using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Reading;
using Experiments.Scenario.Records;
using Experiments.Scenario.Yaml;

namespace Experiments.Scenario;

/// <summary>Reads scenario files: strict YAML in, records or a list of errors out.</summary>
/// <remarks>Nothing in a file makes it throw, and its work is bounded by the size of the file.</remarks>
/// <param name="known">The names registered elsewhere, such as congestion controls.</param>
/// <param name="media">Looks into the media files that a scenario names.</param>
public sealed class ScenarioReader(KnownNames known, IMediaCheck media)
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path; errors are reported under it as given.</param>
    /// <param name="overrides">Values to replace, in this order, before anything is judged.</param>
    public ScenarioReading Read(string path, IReadOnlyList<ScenarioOverride> overrides)
    {
        ReadingContext context = new(path, known, media);
        return SourceText.Read(path, context.Log) is string text
            ? Read(text, context, overrides)
            : Finish(context, null);
    }

    /// <summary>Reads the text of a file that is already in memory.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The path that errors are reported under and that relative media paths start at.</param>
    /// <param name="overrides">Values to replace, in this order, before anything is judged.</param>
    public ScenarioReading ReadText(string text, string path, IReadOnlyList<ScenarioOverride> overrides) =>
        Read(text, new ReadingContext(path, known, media), overrides);

    private static ScenarioReading Read(string text, ReadingContext context, IReadOnlyList<ScenarioOverride> overrides)
    {
        if (ReadTree(text, context) is not MappingNode tree)
        {
            return Finish(context, null);
        }

        foreach (ScenarioOverride change in overrides)
        {
            tree = TreeOverride.Apply(tree, change, context.Log) ?? tree;
        }

        ScenarioDefinition scenario = new ScenarioBinder(context).Bind(tree);
        if (scenario.Sweep is SweepDefinition sweep && context.Log.Count == 0)
        {
            TrySweep(sweep, tree, context);
        }

        return Finish(context, scenario);
    }

    private static MappingNode? ReadTree(string text, ReadingContext context)
    {
        if (!SourceText.IsClean(text, context.File, context.Log))
        {
            return null;
        }

        int before = context.Log.Count;
        Node? root = NodeReader.ReadFile(text, context.File, context.Log);
        if (root is null && context.Log.Count == before)
        {
            context.Log.Add(
                new SourcePosition(context.File, 1, 1), "the file is empty; a scenario has at least a duration");
        }

        if (root is not (null or MappingNode))
        {
            context.Log.Add(
                root.At, $"found {root.Description}, expected the keys of a scenario, such as 'duration: 10 s'");
        }

        return root as MappingNode;
    }

    // Every value of every parameter must make a valid scenario by itself. Combinations are judged when they are run.
    private static void TrySweep(SweepDefinition sweep, MappingNode tree, ReadingContext context)
    {
        MappingNode point = tree with { Entries = [.. tree.Entries.Where(entry => entry.Key.Text != "sweep")] };
        foreach (SweepParameter parameter in sweep.Parameters)
        {
            foreach (Reference value in parameter.Values)
            {
                ReadingContext trial = context.Again();
                ScenarioOverride change = new(parameter.Path.Name, value.Name, value.At);
                if (TreeOverride.Apply(point, change, trial.Log) is MappingNode changed)
                {
                    new ScenarioBinder(trial).Bind(changed);
                }

                foreach (ScenarioError error in trial.Log.Errors)
                {
                    context.Log.Add(error.At, error.Message);
                }
            }
        }
    }

    private static ScenarioReading Finish(ReadingContext context, ScenarioDefinition? scenario) => new()
    {
        Scenario = context.Log.Count == 0 ? scenario : null,
        Errors = [.. context.Log.Errors.OrderBy(error => error.At.File != context.File)
            .ThenBy(error => error.At.Line).ThenBy(error => error.At.Column)],
        Notices = context.Log.Notices,
    };
}
