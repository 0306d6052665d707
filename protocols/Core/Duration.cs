using System;
using System.Globalization;

namespace Protocols.Core;

/// <summary>A span of time in whole picoseconds, from -106 to +106 days.</summary>
/// <remarks>
/// Picoseconds make the serialization time of any packet exact at any rate that divides 8 Tbit/s: one byte takes 80 ps at
/// 100 Gbit/s. Arithmetic is integer arithmetic, so that the same run gives the same times on every machine.
/// </remarks>
/// <param name="Picoseconds">The length in picoseconds; may be negative.</param>
public readonly record struct Duration(long Picoseconds) : IComparable<Duration>
{
    private const long PicosecondsPerNanosecond = 1_000;
    private const long PicosecondsPerMicrosecond = 1_000_000;
    private const long PicosecondsPerMillisecond = 1_000_000_000;

    /// <summary>Picoseconds in one second.</summary>
    public const long PicosecondsPerSecond = 1_000_000_000_000;

    /// <summary>No time at all.</summary>
    public static Duration Zero => default;

    /// <summary>The longest duration, used as "never".</summary>
    public static Duration MaxValue => new(long.MaxValue);

    /// <summary>The length in seconds, rounded to a double: for printing and statistics, never for deciding time.</summary>
    public double Seconds => Picoseconds / (double)PicosecondsPerSecond;

    /// <summary>The length in milliseconds, rounded to a double: for printing and statistics.</summary>
    public double Milliseconds => Picoseconds / (double)PicosecondsPerMillisecond;

    /// <summary>The length in whole microseconds, rounded towards zero.</summary>
    public long WholeMicroseconds => Picoseconds / PicosecondsPerMicrosecond;

    /// <summary>The length in whole nanoseconds, rounded towards zero.</summary>
    public long WholeNanoseconds => Picoseconds / PicosecondsPerNanosecond;

    /// <summary>The length in whole milliseconds, rounded towards zero.</summary>
    public long WholeMilliseconds => Picoseconds / PicosecondsPerMillisecond;

    /// <summary>A duration of whole nanoseconds.</summary>
    public static Duration FromNanoseconds(long nanoseconds) => new(checked(nanoseconds * PicosecondsPerNanosecond));

    /// <summary>A duration of whole microseconds.</summary>
    public static Duration FromMicroseconds(long microseconds) => new(checked(microseconds * PicosecondsPerMicrosecond));

    /// <summary>A duration of whole milliseconds.</summary>
    public static Duration FromMilliseconds(long milliseconds) => new(checked(milliseconds * PicosecondsPerMillisecond));

    /// <summary>A duration of seconds, rounded to the nearest picosecond.</summary>
    public static Duration FromSeconds(double seconds) => new(checked((long)Math.Round(seconds * PicosecondsPerSecond)));

    /// <summary>Reads a quantity with its unit: <c>25 s</c>, <c>10 ms</c>, <c>150 us</c>, <c>20 ns</c>, <c>5 min</c>.</summary>
    /// <returns>False when the unit is missing or unknown, the number is malformed, or the value is out of range.</returns>
    public static bool TryParse(string text, out Duration duration)
    {
        duration = default;
        if (!Quantity.TrySplit(text, out decimal number, out string unit))
        {
            return false;
        }

        long scale = unit switch
        {
            "s" => PicosecondsPerSecond,
            "ms" => PicosecondsPerMillisecond,
            "us" or "µs" => PicosecondsPerMicrosecond,
            "ns" => PicosecondsPerNanosecond,
            "min" => 60 * PicosecondsPerSecond,
            _ => 0,
        };
        if (scale == 0 || !Quantity.TryScale(number, scale, out long picoseconds))
        {
            return false;
        }

        duration = new Duration(picoseconds);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Picoseconds.CompareTo(other.Picoseconds);

    /// <summary>Prints the value exactly, in the largest unit that needs no more than three decimals: <c>25 ms</c>.</summary>
    public override string ToString()
    {
        long size = Math.Abs(Picoseconds);
        (long scale, string unit) = size switch
        {
            0 or >= PicosecondsPerSecond => (PicosecondsPerSecond, "s"),
            >= PicosecondsPerMillisecond => (PicosecondsPerMillisecond, "ms"),
            >= PicosecondsPerMicrosecond => (PicosecondsPerMicrosecond, "us"),
            _ => (PicosecondsPerNanosecond, "ns"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)Picoseconds / scale:0.############} {unit}");
    }

    /// <summary>The sum.</summary>
    public static Duration operator +(Duration left, Duration right) => new(left.Picoseconds + right.Picoseconds);

    /// <summary>The difference.</summary>
    public static Duration operator -(Duration left, Duration right) => new(left.Picoseconds - right.Picoseconds);

    /// <summary>The negated value.</summary>
    public static Duration operator -(Duration value) => new(-value.Picoseconds);

    /// <summary>The product.</summary>
    public static Duration operator *(Duration value, long factor) => new(value.Picoseconds * factor);

    /// <summary>The quotient, rounded towards zero.</summary>
    public static Duration operator /(Duration value, long divisor) => new(value.Picoseconds / divisor);

    /// <summary>Whether left is less than right.</summary>
    public static bool operator <(Duration left, Duration right) => left.Picoseconds < right.Picoseconds;

    /// <summary>Whether left is greater than right.</summary>
    public static bool operator >(Duration left, Duration right) => left.Picoseconds > right.Picoseconds;

    /// <summary>Whether left is at most right.</summary>
    public static bool operator <=(Duration left, Duration right) => left.Picoseconds <= right.Picoseconds;

    /// <summary>Whether left is at least right.</summary>
    public static bool operator >=(Duration left, Duration right) => left.Picoseconds >= right.Picoseconds;

    /// <summary>The shorter of two durations.</summary>
    public static Duration Min(Duration left, Duration right) => left < right ? left : right;

    /// <summary>The longer of two durations.</summary>
    public static Duration Max(Duration left, Duration right) => left > right ? left : right;
}
