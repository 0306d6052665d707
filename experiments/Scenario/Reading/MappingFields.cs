using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Yaml;

namespace Experiments.Scenario.Reading;

/// <summary>The keys of a mapping, taken one by one; what nobody asked for is an error at the end.</summary>
/// <param name="node">The mapping.</param>
/// <param name="path">Its path; empty for the root.</param>
/// <param name="log">Where errors go.</param>
internal sealed class MappingFields(MappingNode node, string path, ErrorLog log)
{
    private readonly List<string> _known = [];

    /// <summary>The path of the mapping.</summary>
    public string Path => path;

    /// <summary>The mapping itself.</summary>
    public MappingNode Node => node;

    /// <summary>The value of a key that may be left out.</summary>
    public Field Optional(string key)
    {
        _known.Add(key);
        return new Field(path.Length == 0 ? key : $"{path}.{key}", node[key]);
    }

    /// <summary>The value of a key that must be there; an error if it is not.</summary>
    public Field Required(string key)
    {
        Field field = Optional(key);
        if (!field.IsGiven)
        {
            log.Add(node.At, $"{(path.Length == 0 ? "the scenario" : path)} has no '{key}'");
        }

        return field;
    }

    /// <summary>Reports every key that was not asked for.</summary>
    public void Finish()
    {
        foreach ((ScalarNode key, _) in node.Entries.Where(entry => !_known.Contains(entry.Key.Text)))
        {
            string where = path.Length == 0 ? "" : $" in {path}";
            log.Add(key.At, $"unknown key '{key.Text}'{where}; {Spelling.Suggest(key.Text, _known)}");
        }
    }
}
