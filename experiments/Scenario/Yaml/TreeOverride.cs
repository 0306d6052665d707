using System;
using System.Globalization;
using System.Linq;
using Experiments.Scenario.Reading;

namespace Experiments.Scenario.Yaml;

/// <summary>
/// Replaces values of a tree by path, before the tree is bound; the binder judges the result like any file.
/// </summary>
/// <remarks>
/// Keys that the file leaves out may be added, so that defaults can be overridden. What the user named - ISPs, hosts,
/// NICs, applications, links - must exist, else a misspelt name would quietly make a new one.
/// </remarks>
internal sealed class TreeOverride
{
    private readonly ErrorLog _log;
    private readonly ScenarioOverride _change;
    private readonly string[] _steps;
    private readonly Node _value;

    private TreeOverride(ErrorLog log, ScenarioOverride change, Node value)
    {
        _log = log;
        _change = change;
        _value = value;

        // "timeline[0].at" and "timeline.0.at" are the same path.
        _steps = change.Path
            .Replace("[", ".", StringComparison.Ordinal)
            .Replace("]", "", StringComparison.Ordinal)
            .Split('.');
    }

    /// <summary>The tree with one value replaced; null when there is an error, which is logged.</summary>
    public static MappingNode? Apply(MappingNode root, ScenarioOverride change, ErrorLog log)
    {
        int before = log.Count;
        if (NodeReader.ReadValue(change.Value, change.At, log) is not Node value)
        {
            return null;
        }

        Node replaced = new TreeOverride(log, change, value).Replace(root, 0);
        return log.Count == before ? (MappingNode)replaced : null;
    }

    private Node Replace(Node node, int step)
    {
        if (step == _steps.Length)
        {
            return _value;
        }

        return node switch
        {
            MappingNode mapping => ReplaceIn(mapping, step),
            SequenceNode sequence => ReplaceIn(sequence, step),
            ScalarNode scalar when step >= 2 && _steps[step - 2] == "nics" =>
                ReplaceIn(new MappingNode(scalar.At, [new(new ScalarNode(scalar.At, "to"), scalar)]), step),
            _ => Refuse(node, $"'{PathTo(step)}' is {node.Description}; there is nothing below it"),
        };
    }

    private MappingNode ReplaceIn(MappingNode mapping, int step)
    {
        // Some keys contain dots themselves (sysctl names, parameters of a sweep): the longest key that exists wins.
        int length = Enumerable.Range(1, _steps.Length - step).Reverse().FirstOrDefault(
            n => mapping[Join(step, n)] is not null);
        if (length == 0)
        {
            string parent = step == 0 ? "" : _steps[step - 1];
            if (parent is "isps" or "hosts" or "nics")
            {
                string[] names = [.. mapping.Entries.Select(entry => entry.Key.Text)];
                return (MappingNode)Refuse(
                    mapping, $"unknown name '{_steps[step]}' in '{PathTo(step)}'; "
                        + $"{Spelling.Suggest(_steps[step], names)}");
            }

            length = parent is "sysctl" or "parameters" ? _steps.Length - step : 1;
        }

        ScalarNode key = new(_change.At, Join(step, length));
        Node child = mapping[key.Text] ?? new MappingNode(_change.At, []);
        return mapping.With(key, Replace(child, step + length));
    }

    private SequenceNode ReplaceIn(SequenceNode sequence, int step)
    {
        string[] names = [.. sequence.Items.Select(NameOf)];
        int index = Array.IndexOf(names, _steps[step]);
        if (index < 0 && int.TryParse(_steps[step], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            index = number;
            if (index >= names.Length)
            {
                string has = names.Length == 0 ? "which is empty" : $"which goes from [0] to [{names.Length - 1}]";
                return (SequenceNode)Refuse(sequence, $"no item [{index}] in '{PathTo(step)}', {has}");
            }
        }

        if (index < 0)
        {
            string[] named = [.. names.Where(name => name.Length > 0)];
            return (SequenceNode)Refuse(
                sequence, $"unknown name '{_steps[step]}' in '{PathTo(step)}'; "
                    + $"{Spelling.Suggest(_steps[step], named)}");
        }

        Node item = Replace(sequence.Items[index], step + 1);
        return sequence with { Items = [.. sequence.Items.Select((old, i) => i == index ? item : old)] };
    }

    // Items of a list are known by their name; peerings, which have none, by their ends: isp1-isp2.
    private static string NameOf(Node item) => item is not MappingNode mapping ? ""
        : mapping["name"] is ScalarNode name ? name.Text
        : mapping["between"] is SequenceNode ends ? string.Join(
            '-', ends.Items.OfType<ScalarNode>().Select(end => end.Text))
        : "";

    private string Join(int step, int length) => string.Join('.', _steps.AsSpan(step, length).ToArray());

    private string PathTo(int step) => string.Join('.', _steps.Take(step));

    private Node Refuse(Node unchanged, string message)
    {
        _log.Add(_change.At, $"{_change.Path}: {message}");
        return unchanged;
    }
}
