using System;
using System.Collections.Generic;
using System.Linq;

namespace Experiments.Scenario.Expressions;

/// <summary>The unit of a number: what it measures, and how many seconds, bit/s or bytes one of it is.</summary>
/// <param name="Dimension">What is measured.</param>
/// <param name="Scale">The size of the unit; 1 for plain numbers.</param>
public readonly record struct Measure(Dimension Dimension, double Scale)
{
    private static readonly KeyValuePair<string, Measure>[] _units =
    [
        new("ns", new(Dimension.Time, 1e-9)),
        new("us", new(Dimension.Time, 1e-6)),
        new("ms", new(Dimension.Time, 1e-3)),
        new("min", new(Dimension.Time, 60)),
        new("s", new(Dimension.Time, 1)),
        new("bit/s", new(Dimension.Rate, 1)),
        new("kbit/s", new(Dimension.Rate, 1e3)),
        new("Mbit/s", new(Dimension.Rate, 1e6)),
        new("Gbit/s", new(Dimension.Rate, 1e9)),
        new("Tbit/s", new(Dimension.Rate, 1e12)),
        new("B", new(Dimension.Size, 1)),
        new("kB", new(Dimension.Size, 1e3)),
        new("MB", new(Dimension.Size, 1e6)),
        new("GB", new(Dimension.Size, 1e9)),
        new("KiB", new(Dimension.Size, 1L << 10)),
        new("MiB", new(Dimension.Size, 1L << 20)),
        new("GiB", new(Dimension.Size, 1L << 30)),
        new("%", new(Dimension.None, 0.01)),
    ];

    // The longer suffixes come first: "_mbit_s" also ends in "_s".
    private static readonly KeyValuePair<string, Measure>[] _suffixes =
    [
        new("_mbit_s", new(Dimension.Rate, 1e6)),
        new("_kbit_s", new(Dimension.Rate, 1e3)),
        new("_bit_s", new(Dimension.Rate, 1)),
        new("_ms", new(Dimension.Time, 1e-3)),
        new("_us", new(Dimension.Time, 1e-6)),
        new("_s", new(Dimension.Time, 1)),
        new("_bytes", new(Dimension.Size, 1)),
    ];

    /// <summary>A plain number.</summary>
    public static Measure Plain { get; } = new(Dimension.None, 1);

    /// <summary>The units that a number in an expression may carry.</summary>
    public static IEnumerable<KeyValuePair<string, Measure>> Units => _units;

    /// <summary>
    /// The unit that a key of <c>summary.json</c> has at its end: <c>tx_mbit_s</c>, <c>stall_time_s</c>.
    /// </summary>
    public static Measure OfKey(string key)
    {
        const string PerPhase = "_per_phase";
        string name = key.EndsWith(PerPhase, StringComparison.Ordinal) ? key[..^PerPhase.Length] : key;
        KeyValuePair<string, Measure> suffix =
            _suffixes.FirstOrDefault(candidate => name.EndsWith(candidate.Key, StringComparison.Ordinal));
        return suffix.Key is null ? Plain : suffix.Value;
    }

    /// <summary>Names what is measured: "a time".</summary>
    public override string ToString() => Dimension switch
    {
        Dimension.Time => "a time",
        Dimension.Rate => "a rate",
        Dimension.Size => "a size",
        _ => "a number",
    };
}
