using System;
using System.Collections.Generic;
using System.Linq;

namespace Results.Figures;

/// <summary>Says in words what a column of the table of runs is, with its unit, from its name.</summary>
internal static class ResultLabel
{
    // The longer suffixes come first: "_mbit_s" also ends in "_s".
    private static readonly (string Suffix, string Unit)[] _units =
    [
        ("_mbit_s", "Mbit/s"), ("_kbit_s", "kbit/s"), ("_bit_s", "bit/s"), ("_ms", "ms"), ("_us", "µs"), ("_s", "s"), ("_bytes", "bytes"),
        ("_packets", "packets"), ("_bdp", "bandwidth-delay products"), ("_segments", "segments"),
    ];

    private static readonly string[] _sections = ["players", "connections", "nics", "links", "let"];

    private static readonly Dictionary<string, string> _words = new()
    {
        ["tx"] = "sending rate",
        ["rx"] = "receiving rate",
        ["peak_tx"] = "highest sending rate",
        ["srtt"] = "smoothed round-trip time",
        ["cwnd"] = "congestion window",
        ["gap_after_event"] = "longest gap after event",
    };

    /// <summary>The unit of a column; empty for plain numbers.</summary>
    public static string UnitOf(string column) => Split(column).Unit;

    /// <summary>What a result is, with its unit: <c>stall time of client in s</c>.</summary>
    public static string OfResult(string column)
    {
        (string words, string unit) = Split(column);
        return unit.Length == 0 ? words : $"{words} in {unit}";
    }

    /// <summary>What a result is, without its unit.</summary>
    public static string NameOf(string column) => Split(column).Words;

    /// <summary>The part of a parameter's path that a reader needs: without what it repeats.</summary>
    public static string OfParameter(string path) => path.StartsWith("stack.", StringComparison.Ordinal) ? path["stack.".Length..] : path;

    private static (string Words, string Unit) Split(string column)
    {
        string index = "";
        string name = column;
        if (name.EndsWith(']'))
        {
            int bracket = name.LastIndexOf('[');
            index = name[(bracket + 1)..^1];
            name = name[..bracket];
        }

        bool perPhase = name.EndsWith("_per_phase", StringComparison.Ordinal);
        name = perPhase ? name[..^"_per_phase".Length] : name;
        int dot = name.LastIndexOf('.');
        string last = name[(dot + 1)..];
        string owner = dot < 0 ? "" : name[..dot];
        foreach (string section in _sections)
        {
            owner = owner == section ? "" : owner.StartsWith(section + ".", StringComparison.Ordinal) ? owner[(section.Length + 1)..] : owner;
        }

        (string suffix, string unit) = _units.FirstOrDefault(candidate => last.EndsWith(candidate.Suffix, StringComparison.Ordinal));
        string bare = suffix is null || suffix.Length == last.Length ? last : last[..^suffix.Length];
        string words = _words.GetValueOrDefault(bare, bare).Replace('_', ' ').Replace('-', ' ');
        string what = owner.Length == 0 ? words : $"{words} of {owner}";
        string number = index.Length == 0 ? "" : perPhase || last.StartsWith("tx_mbit", StringComparison.Ordinal) || last.StartsWith("rx_mbit", StringComparison.Ordinal)
            ? $", phase {int.Parse(index, System.Globalization.CultureInfo.InvariantCulture) + 1}"
            : $" {int.Parse(index, System.Globalization.CultureInfo.InvariantCulture) + 1}";
        return (bare == "gap_after_event" ? what.Replace("event", $"event{number}", StringComparison.Ordinal) : what + number, unit ?? "");
    }
}
