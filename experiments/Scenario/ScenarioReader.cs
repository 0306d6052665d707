using System;
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

    /// <summary>Reads a file whose sweep is to be run, so that its points can be read without opening it again.</summary>
    /// <param name="path">Its path; errors are reported under it as given.</param>
    /// <param name="overrides">Values to replace, in this order, before anything is judged.</param>
    public SweepReading ReadSweep(string path, IReadOnlyList<ScenarioOverride> overrides)
    {
        ReadingContext context = new(path, known, media);
        MappingNode? tree = SourceText.Read(path, context.Log) is string text ? ReadTree(text, context) : null;
        MappingNode? changed = tree is null ? null : Change(tree, [.. overrides.Select(change => AsParameter(tree, change))], context);
        return changed is null
            ? new SweepReading(Finish(context, null), _ => Finish(context, null))
            : new SweepReading(Bind(changed, context), changes => BindPoint(WithoutSweep(changed), changes, context));
    }

    // Of what varies, an override says what values it takes; of anything else, several values make it vary.
    private static ScenarioOverride AsParameter(MappingNode tree, ScenarioOverride change)
    {
        bool isList = change.Value.StartsWith('[') && !change.Path.StartsWith("sweep.", StringComparison.Ordinal);
        bool varies = tree["sweep"] is MappingNode sweep && sweep["parameters"] is MappingNode parameters && parameters[change.Path] is not null;
        return isList || varies ? change with { Path = "sweep.parameters." + change.Path } : change;
    }

    private static ScenarioReading Read(string text, ReadingContext context, IReadOnlyList<ScenarioOverride> overrides) =>
        ReadTree(text, context) is MappingNode tree
            ? Bind(Change(tree, overrides, context), context)
            : Finish(context, null);

    private static MappingNode Change(MappingNode tree, IReadOnlyList<ScenarioOverride> overrides, ReadingContext context)
    {
        foreach (ScenarioOverride change in overrides)
        {
            tree = TreeOverride.Apply(tree, change, context.Log) ?? tree;
        }

        return tree;
    }

    private static ScenarioReading Bind(MappingNode tree, ReadingContext context)
    {
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
        MappingNode point = WithoutSweep(tree);
        foreach (SweepParameter parameter in sweep.Parameters)
        {
            foreach (Reference value in parameter.Values)
            {
                ScenarioOverride change = new(parameter.Path.Name, value.Name, value.At);
                foreach (ScenarioError error in BindPoint(point, [change], context).Errors)
                {
                    context.Log.Add(error.At, error.Message);
                }
            }
        }
    }

    private static ScenarioReading BindPoint(MappingNode tree, IReadOnlyList<ScenarioOverride> changes, ReadingContext context)
    {
        ReadingContext trial = context.Again();
        MappingNode changed = Change(tree, changes, trial);
        return Finish(trial, trial.Log.Count == 0 ? new ScenarioBinder(trial).Bind(changed) : null);
    }

    private static MappingNode WithoutSweep(MappingNode tree) =>
        tree with { Entries = [.. tree.Entries.Where(entry => entry.Key.Text != "sweep")] };

    private static ScenarioReading Finish(ReadingContext context, ScenarioDefinition? scenario) => new()
    {
        Scenario = context.Log.Count == 0 ? scenario : null,
        Errors = [.. context.Log.Errors.OrderBy(error => error.At.File != context.File)
            .ThenBy(error => error.At.Line).ThenBy(error => error.At.Column)],
        Notices = context.Log.Notices,
    };
}
