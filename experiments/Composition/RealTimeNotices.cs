using System;
using System.Collections.Generic;
using Protocols.Core;
using Sim.Kernel;

namespace Experiments.Composition;

/// <summary>Says when a run with simulated links in real time has not kept that time.</summary>
internal static class RealTimeNotices
{
    // The queues and delays of access networks are some ten milliseconds long: what is a tenth of that late changes little.
    private static readonly Duration _tolerable = Duration.FromMilliseconds(5);

    /// <summary>The notices; none when real time was kept.</summary>
    /// <param name="lateness">How late the network's events were.</param>
    /// <param name="lost">Packets that got lost between the kernels and the simulation.</param>
    public static IEnumerable<string> Of(LatenessHistogram lateness, long lost)
    {
        Duration late = lateness.Percentile(0.99);
        if (late > _tolerable)
        {
            yield return FormattableString.Invariant(
                $"real time was not kept: one event in a hundred was {late.Seconds * 1e3:0.0} ms late or more, the latest {lateness.Max.Seconds * 1e3:0.0} ms");
        }

        if (lost > 0)
        {
            yield return FormattableString.Invariant($"{lost} packets were lost between the kernels and the simulated links");
        }
    }
}
