using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Results.Statistics;

/// <summary>Every number of a <c>summary.json</c> by its path: <c>nics.push.nic1.tx_mbit_s[0]</c>.</summary>
/// <remarks>
/// What a run cost is left out: it differs each time, and these numbers are the same each time. True counts as 1, false as 0.
/// </remarks>
public static class SummaryNumbers
{
    private const string Engine = "engine";

    // A run's seed is no result.
    private const string Seed = "seed";

    private static readonly string[] _repeatable = ["events", "packet_hops"];

    /// <summary>The numbers, in the order of the file; null where the run has none.</summary>
    public static IReadOnlyList<KeyValuePair<string, double?>> Of(JsonElement summary)
    {
        List<KeyValuePair<string, double?>> numbers = [];
        foreach (JsonProperty part in summary.EnumerateObject().Where(part => part.Name != Seed))
        {
            if (part.Name == Engine)
            {
                foreach (string name in _repeatable)
                {
                    Collect($"{Engine}.{name}", part.Value.GetProperty(name), numbers);
                }
            }
            else
            {
                Collect(part.Name, part.Value, numbers);
            }
        }

        return numbers;
    }

    /// <summary>The fingerprints by their paths; null where a run has none.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Fingerprints(JsonElement summary) =>
    [
        .. summary.GetProperty("fingerprint").EnumerateObject()
            .Where(part => part.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null)
            .Select(part => KeyValuePair.Create($"fingerprint.{part.Name}", part.Value.GetString())),
    ];

    private static void Collect(string path, JsonElement value, List<KeyValuePair<string, double?>> numbers)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                numbers.Add(new(path, value.GetDouble()));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                numbers.Add(new(path, value.GetBoolean() ? 1 : 0));
                break;
            case JsonValueKind.Null when !path.StartsWith("fingerprint.", System.StringComparison.Ordinal):
                numbers.Add(new(path, null));
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty child in value.EnumerateObject())
                {
                    Collect($"{path}.{child.Name}", child.Value, numbers);
                }

                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Collect(System.FormattableString.Invariant($"{path}[{index++}]"), item, numbers);
                }

                break;
            default:
                break;
        }
    }
}
