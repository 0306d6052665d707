using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using NUnit.Framework;
using Protocols.Congestion;

namespace Tests.Bench;

/// <summary>
/// What a packet-hop costs, beside a program in C++ that does as little as possible for the same dumbbell.
/// </summary>
/// <remarks>
/// <c>make bench</c> runs it at full size and prints one line for each number of flows; among the other tests it runs
/// tiny, so that it never rots. The variable <c>BENCH_PEER</c> names the other program, if there is one: called with
/// flows and seconds, it prints its user time in seconds (<c>run_s=</c>) and its packet-hops (<c>hops=</c>). The two
/// run alternately, and medians are compared. Both are measured in the second half of the simulated time, when slow
/// start and the compiler are done.
/// </remarks>
[Category("Bench")]
[NonParallelizable]
public class DumbbellBenchmark
{
    private static readonly bool _isFull = Environment.GetEnvironmentVariable("BENCH") == "1";
    private static readonly string? _peer = Environment.GetEnvironmentVariable("BENCH_PEER");

    [TestCase(10, 200, "reno")]
    [TestCase(100, 40, "reno")]
    [TestCase(1_000, 8, "reno")]
    [TestCase(10_000, 3, "reno")]
    [TestCase(100, 40, "cubic")]
    public void Cost_of_a_packet_hop(int flows, double seconds, string congestionControl)
    {
        Func<ICongestionControl> make = congestionControl == "cubic" ? () => new Cubic() : () => new NewReno();
        int rounds = !_isFull ? 1 : flows < 10_000 ? 5 : 3;
        (flows, seconds) = _isFull ? (flows, seconds) : (Math.Min(flows, 100), 0.2);
        new Dumbbell(Math.Min(flows, 100), make).Run(seconds);
        List<double> ours = [];
        List<double> theirs = [];
        double eventsPerHop = 0;
        string facts = "";
        for (int round = 0; round < rounds; round++)
        {
            if (_peer is not null)
            {
                theirs.Add(RunPeer(_peer, flows, seconds));
            }

            ours.Add(Measure(flows, seconds, make, out eventsPerHop, out facts));
        }

        double median = Median(ours);
        string comparison = _peer is null ? "" : $", peer {Median(theirs):0.0}, ratio {median / Median(theirs):0.00}";
        TestContext.Out.WriteLine(
            $"{flows} flows, {congestionControl}: {median:0.0} ns of CPU per packet-hop{comparison}; {facts}");
        Assert.That(eventsPerHop, Is.InRange(0.5, 0.7));
    }

    private static double Measure(
        int flows, double seconds, Func<ICongestionControl> make, out double eventsPerHop, out string facts)
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        long memoryBefore = Process.GetCurrentProcess().WorkingSet64;
        Dumbbell dumbbell = new(flows, make);
        dumbbell.Run(seconds / 2);
        TimeSpan begin = Environment.CpuUsage.UserTime;
        long hopsBefore = dumbbell.Simulation.PacketHops;
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        dumbbell.Run(seconds);
        double cpu = (Environment.CpuUsage.UserTime - begin).TotalSeconds;
        double allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        double memory = Process.GetCurrentProcess().WorkingSet64 - memoryBefore;
        long hops = dumbbell.Simulation.PacketHops;
        double goodput = dumbbell.AcknowledgedBytes * 8 / seconds / dumbbell.Rate.BitsPerSecond;
        eventsPerHop = (double)dumbbell.Simulation.Events / hops;
        double allocatedPerHop = allocated / (hops - hopsBefore);
        double kibibytesPerFlow = memory / flows / 1024;
        facts = $"{eventsPerHop:0.000} events and {allocatedPerHop:0.0000} bytes allocated per hop, "
            + $"{kibibytesPerFlow:0.0} KiB per flow, goodput {goodput:0.000}, "
            + $"{dumbbell.RetransmittedSegments} retransmissions, {dumbbell.Timeouts} timeouts, "
            + $"trace {dumbbell.Trace:x16}";
        return cpu * 1e9 / (hops - hopsBefore);
    }

    private static double RunPeer(string program, int flows, double seconds)
    {
        (double halfCpu, double halfHops) = CostOfPeer(program, flows, seconds / 2);
        (double cpu, double hops) = CostOfPeer(program, flows, seconds);
        return (cpu - halfCpu) * 1e9 / (hops - halfHops);
    }

    private static (double Cpu, double Hops) CostOfPeer(string program, int flows, double seconds)
    {
        ProcessStartInfo start = new(program, [Text(flows), Text(seconds)]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Dictionary<string, string> values = output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]);
        return (Number(values["run_s"]), Number(values["hops"]));
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
