using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace Experiments.Scenario.Writing;

/// <summary>Builds JSON that leaves out what is not there.</summary>
internal static class JsonParts
{
    /// <summary>Adds a value unless it is null, and returns the object.</summary>
    public static JsonObject With(this JsonObject target, string key, JsonNode? value)
    {
        if (value is not null)
        {
            target.Add(key, value);
        }

        return target;
    }

    /// <summary>An array, or null if there is nothing to put into it.</summary>
    public static JsonArray? Of(IEnumerable<JsonNode> items)
    {
        JsonNode[] nodes = [.. items];
        return nodes.Length == 0 ? null : new JsonArray(nodes);
    }

    /// <summary>A list of names, or null if there are none.</summary>
    public static JsonArray? OfNames(IEnumerable<Records.Reference> names) =>
        Of(names.Select(name => (JsonNode)name.Name));
}
