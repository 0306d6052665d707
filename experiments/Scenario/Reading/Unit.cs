using System.Collections.Generic;

namespace Experiments.Scenario.Reading;

/// <summary>The units of one kind of quantity, for messages about missing and wrong ones.</summary>
/// <param name="What">The quantity with its article: "a time".</param>
/// <param name="Names">Its units, smallest first.</param>
/// <param name="Usual">The unit that examples use.</param>
internal sealed record Unit(string What, IReadOnlyCollection<string> Names, string Usual)
{
    // What people write elsewhere for the same units.
    private static readonly Dictionary<string, string> _otherWords = new()
    {
        ["sec"] = "s",
        ["second"] = "s",
        ["seconds"] = "s",
        ["msec"] = "ms",
        ["minutes"] = "min",
        ["bps"] = "bit/s",
        ["kbps"] = "kbit/s",
        ["Mbps"] = "Mbit/s",
        ["Gbps"] = "Gbit/s",
        ["byte"] = "B",
        ["bytes"] = "B",
        ["pkts"] = "packets",
    };

    /// <summary>Times.</summary>
    public static Unit Time { get; } = new("a time", ["ns", "us", "ms", "s", "min"], "s");

    /// <summary>Rates.</summary>
    public static Unit Rate { get; } = new("a rate", ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"], "Mbit/s");

    /// <summary>Sizes.</summary>
    public static Unit Size { get; } = new("a size", ["B", "kB", "MB", "GB", "KiB", "MiB", "GiB"], "B");

    /// <summary>Limits of queues: a size, a time, packets or bandwidth-delay products.</summary>
    public static Unit Queue { get; } =
        new(
            "a queue limit", ["B", "kB", "MB", "GB", "KiB", "MiB", "GiB", "ns", "us", "ms", "s", "packets", "bdp"],
            "packets");

    /// <summary>Says why <paramref name="text"/>, which could not be read, is no such quantity.</summary>
    public string Explain(string text)
    {
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or '-' or '+'))
        {
            end++;
        }

        string number = text[..end];
        string unit = text[end..].Trim();
        string units = string.Join(", ", Names);
        if (number.Length == 0)
        {
            return $"'{text}' is not {What}; write a number and a unit, such as '10 {Usual}' (units: {units})";
        }

        if (unit.Length == 0)
        {
            return $"'{text}' has no unit; write {What} such as '{number} {Usual}' (units: {units})";
        }

        foreach (string known in Names)
        {
            if (known == unit)
            {
                return $"'{text}' is malformed or out of range; write {What} such as '10 {Usual}'";
            }
        }

        string meant = _otherWords.GetValueOrDefault(unit, unit);
        string nearest = Spelling.Nearest(meant, Names) is string name ? $"did you mean '{number} {name}'? " : "";
        return $"'{text}' has the wrong unit '{unit}' for {What}; {nearest}(units: {units})";
    }
}
