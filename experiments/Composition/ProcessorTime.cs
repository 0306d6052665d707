using System;
using System.Globalization;
using System.IO;
using System.Runtime;

namespace Experiments.Composition;

/// <summary>The processor time of the thread that simulates: what a run cost, however many run beside it in the same process.</summary>
internal static class ProcessorTime
{
    // The first number is the time the thread spent on a processor, in nanoseconds (Documentation/scheduler/sched-stats.rst).
    private const string ThreadStatistics = "/proc/thread-self/schedstat";

    /// <summary>The time this thread has spent so far waiting for methods to be compiled that it called for the first time.</summary>
    public static TimeSpan Compilation => JitInfo.GetCompilationTime(currentThread: true);

    /// <summary>The time so far; where the system does not tell it of a thread, that of the process.</summary>
    public static TimeSpan Now
    {
        get
        {
            if (!OperatingSystem.IsLinux() || !File.Exists(ThreadStatistics))
            {
                return Environment.CpuUsage.TotalTime;
            }

            string[] numbers = File.ReadAllText(ThreadStatistics).Split(' ');
            return TimeSpan.FromMicroseconds(long.Parse(numbers[0], CultureInfo.InvariantCulture) / 1000.0);
        }
    }
}
