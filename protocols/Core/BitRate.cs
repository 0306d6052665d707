using System;
using System.Globalization;

namespace Protocols.Core;

/// <summary>A rate in whole bits per second, from 0 to 9.2 Ebit/s.</summary>
/// <param name="BitsPerSecond">Bits per second; units are decimal, 1 Mbit/s is 1,000,000 bit/s.</param>
public readonly record struct BitRate(long BitsPerSecond) : IComparable<BitRate>
{
    /// <summary>The rate in Mbit/s, for printing and statistics.</summary>
    public double MegabitsPerSecond => BitsPerSecond / 1e6;

    /// <summary>A rate in Mbit/s, rounded to the nearest bit per second.</summary>
    public static BitRate FromMegabitsPerSecond(double megabitsPerSecond) => new((long)Math.Round(megabitsPerSecond * 1e6));

    /// <summary>Reads <c>10 Mbit/s</c>, <c>1 Gbit/s</c>, <c>96 kbit/s</c>, <c>500 bit/s</c>.</summary>
    /// <returns>False when the unit is missing or unknown, the number is malformed, or the value is out of range.</returns>
    public static bool TryParse(string text, out BitRate rate)
    {
        rate = default;
        if (!Quantity.TrySplit(text, out decimal number, out string unit))
        {
            return false;
        }

        long scale = unit switch
        {
            "bit/s" => 1,
            "kbit/s" => 1_000,
            "Mbit/s" => 1_000_000,
            "Gbit/s" => 1_000_000_000,
            "Tbit/s" => 1_000_000_000_000,
            _ => 0,
        };
        if (scale == 0 || !Quantity.TryScale(number, scale, out long bitsPerSecond))
        {
            return false;
        }

        rate = new BitRate(bitsPerSecond);
        return true;
    }

    /// <summary>The time that <paramref name="bytes"/> take at this rate, rounded to the nearest picosecond.</summary>
    /// <remarks>The rate must be positive. Exact beyond 64 bits: 2^63 bytes at 1 bit/s saturate at the longest duration.</remarks>
    public Duration TimeToSend(long bytes)
    {
        Int128 picoseconds = ((Int128)bytes * 8 * Duration.PicosecondsPerSecond + BitsPerSecond / 2) / BitsPerSecond;
        return picoseconds > long.MaxValue ? Duration.MaxValue : new Duration((long)picoseconds);
    }

    /// <summary>The whole bytes that fit into <paramref name="time"/> at this rate, rounded down.</summary>
    public long BytesIn(Duration time) =>
        (long)((Int128)time.Picoseconds * BitsPerSecond / (8 * (Int128)Duration.PicosecondsPerSecond));

    /// <inheritdoc/>
    public int CompareTo(BitRate other) => BitsPerSecond.CompareTo(other.BitsPerSecond);

    /// <summary>Prints the rate exactly, in the largest fitting unit: <c>10 Mbit/s</c>.</summary>
    public override string ToString()
    {
        (long scale, string unit) = BitsPerSecond switch
        {
            >= 1_000_000_000 => (1_000_000_000L, "Gbit/s"),
            >= 1_000_000 => (1_000_000L, "Mbit/s"),
            >= 1_000 => (1_000L, "kbit/s"),
            _ => (1L, "bit/s"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)BitsPerSecond / scale:0.#########} {unit}");
    }

    /// <summary>Whether left is less than right.</summary>
    public static bool operator <(BitRate left, BitRate right) => left.BitsPerSecond < right.BitsPerSecond;

    /// <summary>Whether left is greater than right.</summary>
    public static bool operator >(BitRate left, BitRate right) => left.BitsPerSecond > right.BitsPerSecond;

    /// <summary>Whether left is at most right.</summary>
    public static bool operator <=(BitRate left, BitRate right) => left.BitsPerSecond <= right.BitsPerSecond;

    /// <summary>Whether left is at least right.</summary>
    public static bool operator >=(BitRate left, BitRate right) => left.BitsPerSecond >= right.BitsPerSecond;
}
