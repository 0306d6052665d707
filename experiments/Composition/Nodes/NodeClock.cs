using System.Diagnostics;

namespace Experiments.Composition.Nodes;

/// <summary>A machine's monotonic clock in nanoseconds, as nodes tell it.</summary>
internal static class NodeClock
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The time now; its zero is the machine's own.</summary>
    public static long Now => (long)(Stopwatch.GetTimestamp() / (decimal)Stopwatch.Frequency * NanosecondsPerSecond);

    /// <summary>The same instant as the machine's <see cref="Stopwatch"/> counts it.</summary>
    public static long ToTimestamp(long nanoseconds) => (long)(nanoseconds / (decimal)NanosecondsPerSecond * Stopwatch.Frequency);
}
