using System;
using System.Collections.Generic;
using Protocols.Core;

namespace Results.Statistics;

/// <summary>A cumulative counter over time, known at its samples and taken to grow evenly between them.</summary>
/// <remarks>Before the first sample it is 0, after the last it stays what it was.</remarks>
public sealed class CounterSeries
{
    private readonly long[] _times;
    private readonly long[] _values;

    private CounterSeries(long[] times, long[] values)
    {
        _times = times;
        _values = values;
    }

    /// <summary>How many samples it has.</summary>
    public int Count => _times.Length;

    /// <summary>One counter out of a list of samples in order of time.</summary>
    public static CounterSeries Of<T>(IReadOnlyList<T> samples, Func<T, Instant> at, Func<T, long> value)
    {
        long[] times = new long[samples.Count];
        long[] values = new long[samples.Count];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = at(samples[i]).Picoseconds;
            values[i] = value(samples[i]);
        }

        return new CounterSeries(times, values);
    }

    /// <summary>The counter's value at an instant.</summary>
    public double At(Instant at)
    {
        int found = Array.BinarySearch(_times, at.Picoseconds);
        if (found >= 0)
        {
            return _values[found];
        }

        int after = ~found;
        if (after == 0)
        {
            return 0;
        }

        if (after == _times.Length)
        {
            return _values[^1];
        }

        double share = (at.Picoseconds - _times[after - 1]) / (double)(_times[after] - _times[after - 1]);
        return _values[after - 1] + (share * (_values[after] - _values[after - 1]));
    }

    /// <summary>How much it grew between two instants.</summary>
    public double Growth(Instant from, Instant to) => At(to) - At(from);

    /// <summary>A counter of bytes as the mean rate between two instants in Mbit/s; 0 for an empty span.</summary>
    public double MegabitsPerSecond(Instant from, Instant to) =>
        to > from ? Growth(from, to) * 8 / (to - from).Seconds / 1e6 : 0;
}
