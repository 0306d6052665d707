using Protocols.Core;

namespace Protocols.Tcp;

/// <summary>
/// When a timer of the Linux kernel really fires: at a tick, and the later the coarser (kernel/time/timer.c).
/// </summary>
/// <remarks>
/// The wheel has levels of 64 buckets; those of level n are 8^n ticks wide. A timer goes into the first level that reaches
/// far enough and fires at the end of its bucket, never early (calc_wheel_index, calc_index): with ticks of 4 ms it is up
/// to 8 ms late below 252 ms, up to 32 ms below 2 s, up to 256 ms below 16 s, up to 2 s below 129 s.
/// </remarks>
public static class TimerWheelRounding
{
    // LVL_CLK_SHIFT, LVL_START(1) and LVL_DEPTH.
    private const int LevelShift = 3;
    private const long FirstLevelEnd = 63;
    private const int HighestShift = LevelShift * 8;

    /// <summary>When a timer fires.</summary>
    /// <param name="setAt">When it was set.</param>
    /// <param name="deadline">What it was set to; not before <paramref name="setAt"/>.</param>
    /// <param name="tick">The length of a jiffy, 1/HZ; zero for timers that fire exactly.</param>
    /// <param name="phase">For how long ticks had been counted when the simulation began; 0 or more.</param>
    public static Instant Expiry(Instant setAt, Instant deadline, Duration tick, Duration phase = default)
    {
        if (tick <= Duration.Zero)
        {
            return deadline;
        }

        // Distances are rounded up to ticks (usecs_to_jiffies), and added to the tick that has begun.
        long distance = ((deadline - setAt).Picoseconds + tick.Picoseconds - 1) / tick.Picoseconds;
        long expires = (setAt + phase).Picoseconds / tick.Picoseconds + distance;
        int shift = 0;
        while (shift < HighestShift && distance >= FirstLevelEnd << shift)
        {
            shift += LevelShift;
        }

        long bucket = ((expires >> shift) + 1) << shift;
        return new Instant(bucket * tick.Picoseconds) - phase;
    }
}
