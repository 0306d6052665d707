using System;
using System.Diagnostics;

namespace Experiments.Composition;

/// <summary>The processor time of the process: what a run cost.</summary>
internal static class ProcessorTime
{
    /// <summary>User and system time so far.</summary>
    public static TimeSpan Now => Process.GetCurrentProcess().TotalProcessorTime;
}
