using System;
using System.Globalization;

namespace Protocols.Core;

/// <summary>A number of bytes.</summary>
/// <param name="Bytes">Whole bytes; 1 kB is 1,000 B, 1 KiB is 1,024 B.</param>
public readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    /// <summary>A size in mebibytes (1,048,576 B).</summary>
    public static ByteSize FromMebibytes(long mebibytes) => new(mebibytes << 20);

    /// <summary>Reads <c>1500 B</c>, <c>10 kB</c>, <c>10 MB</c>, <c>64 KiB</c>, <c>64 MiB</c>, <c>1 GiB</c>.</summary>
    /// <returns>False when the unit is missing or unknown, the number is malformed, or the value is out of range.</returns>
    public static bool TryParse(string text, out ByteSize size)
    {
        size = default;
        if (!Quantity.TrySplit(text, out decimal number, out string unit))
        {
            return false;
        }

        long scale = unit switch
        {
            "B" => 1,
            "kB" => 1_000,
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            "KiB" => 1L << 10,
            "MiB" => 1L << 20,
            "GiB" => 1L << 30,
            _ => 0,
        };
        if (scale == 0 || !Quantity.TryScale(number, scale, out long bytes))
        {
            return false;
        }

        size = new ByteSize(bytes);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>Prints the size exactly: <c>64 MiB</c>, <c>10 kB</c>, <c>1514 B</c>.</summary>
    public override string ToString()
    {
        (long scale, string unit) = Bytes switch
        {
            > 0 when Bytes % (1L << 30) == 0 => (1L << 30, "GiB"),
            > 0 when Bytes % (1L << 20) == 0 => (1L << 20, "MiB"),
            > 0 when Bytes % (1L << 10) == 0 => (1L << 10, "KiB"),
            > 0 when Bytes % 1_000_000 == 0 => (1_000_000L, "MB"),
            > 0 when Bytes % 1_000 == 0 => (1_000L, "kB"),
            _ => (1L, "B"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Bytes / scale} {unit}");
    }

    /// <summary>Whether left is less than right.</summary>
    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    /// <summary>Whether left is greater than right.</summary>
    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    /// <summary>Whether left is at most right.</summary>
    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    /// <summary>Whether left is at least right.</summary>
    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;
}
