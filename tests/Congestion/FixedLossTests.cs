using System;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;

namespace Tests.Congestion;

/// <summary>
/// Two subflows of 50 ms that each lose one packet in a thousand, as a chain of windows without any transport below.
/// </summary>
public class FixedLossTests
{
    private const double Loss = 0.001;
    private const double RoundTrip = 0.05;
    private const double Seconds = 6_000;

    // The totals of the same chains with real-valued windows, in packets per second; ours are whole.
    [TestCase(typeof(Ewtcp), 823)]
    [TestCase(typeof(Coupled), 857)]
    [TestCase(typeof(SemiCoupled), 1114)]
    [TestCase(typeof(Lia), 901)]
    [TestCase(typeof(Olia), 820)]
    [TestCase(typeof(Balia), 864)]
    public void The_rate_is_that_of_the_chain(Type control, double expected)
    {
        Assert.That(Rate(control), Is.EqualTo(expected).Within(4).Percent);
    }

    private static double Rate(Type control)
    {
        Subflows subflows = new();
        subflows.Add((CoupledControl)Activator.CreateInstance(control)!, 10, 50);
        subflows.Add((CoupledControl)Activator.CreateInstance(control)!, 10, 50);
        RandomStream random = new(1);
        double[] next = [0, 0];
        double[] blindUntil = [0, 0];
        long sent = 0;
        while (next[0] < Seconds || next[1] < Seconds)
        {
            int path = next[0] <= next[1] ? 0 : 1;
            sent++;
            next[path] += RoundTrip / subflows[path].Window;
            if (random.NextDouble() >= Loss)
            {
                subflows[path].Acknowledge(1);
            }
            else if (next[path] >= blindUntil[path])
            {
                // Losses within one round trip are one congestion event.
                blindUntil[path] = next[path] + RoundTrip;
                subflows[path].Lose();
            }
        }

        return sent / Seconds;
    }
}
