using System;

namespace Protocols.Core;

/// <summary>A point in time: picoseconds since the start of the run (virtual time) or of the process (real time).</summary>
/// <param name="Picoseconds">Picoseconds since the start; never negative on a running clock.</param>
public readonly record struct Instant(long Picoseconds) : IComparable<Instant>
{
    /// <summary>The start of the run.</summary>
    public static Instant Zero => default;

    /// <summary>Later than anything: "no deadline".</summary>
    public static Instant Never => new(long.MaxValue);

    /// <summary>Seconds since the start, rounded to a double: for printing and statistics.</summary>
    public double Seconds => Picoseconds / (double)Duration.PicosecondsPerSecond;

    /// <summary>The time that has passed since the start.</summary>
    public Duration SinceStart => new(Picoseconds);

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Picoseconds.CompareTo(other.Picoseconds);

    /// <summary>Prints the time since the start, exactly: <c>25.5 s</c>.</summary>
    public override string ToString() => this == Never ? "never" : SinceStart.ToString();

    /// <summary>The sum.</summary>
    public static Instant operator +(Instant left, Duration right) => new(left.Picoseconds + right.Picoseconds);

    /// <summary>The difference.</summary>
    public static Instant operator -(Instant left, Duration right) => new(left.Picoseconds - right.Picoseconds);

    /// <summary>The difference.</summary>
    public static Duration operator -(Instant left, Instant right) => new(left.Picoseconds - right.Picoseconds);

    /// <summary>Whether left is less than right.</summary>
    public static bool operator <(Instant left, Instant right) => left.Picoseconds < right.Picoseconds;

    /// <summary>Whether left is greater than right.</summary>
    public static bool operator >(Instant left, Instant right) => left.Picoseconds > right.Picoseconds;

    /// <summary>Whether left is at most right.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Picoseconds <= right.Picoseconds;

    /// <summary>Whether left is at least right.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Picoseconds >= right.Picoseconds;

    /// <summary>The earlier of two instants.</summary>
    public static Instant Min(Instant left, Instant right) => left < right ? left : right;

    /// <summary>The later of two instants.</summary>
    public static Instant Max(Instant left, Instant right) => left > right ? left : right;
}
