using System.Runtime.InteropServices;

namespace Tests.Bench;

/// <summary>The processor time of the calling thread (Linux).</summary>
internal static unsafe partial class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of <time.h>.
    private const int ThreadProcessorTime = 3;

    /// <summary>Nanoseconds of processor time since the thread began.</summary>
    public static long Nanoseconds
    {
        get
        {
            TimeSpec time;
            _ = ReadClock(ThreadProcessorTime, &time);
            return time.Seconds * 1_000_000_000 + time.Nanoseconds;
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, TimeSpec* time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
