#:project ../Experiments.csproj
#:property PublishAot=false
#:property TieredCompilationQuickJit=false

// A scheduler of one's own beside the built-in ones: dotnet run -c Release experiments/scripts/own-scheduler.cs
using System;
using System.Linq;
using Experiments.Cli;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Mptcp.Schedulers;

return SimulatorApp.Run(
    ["sweep", "sweeps/buffer-scheduler", "--set", "stack.scheduler=[lowest-rtt, blest, widest]", "--out", "results/sweeps/own-scheduler", .. args],
    add => add.Scheduler("widest", () => new Widest()));

/// <summary>Gives data to the subflow with the largest congestion window of those that have room in it.</summary>
internal sealed class Widest : IPacketScheduler
{
    public string Name => "widest";

    public bool SplitsFragments => true;

    public SchedulerChoice Select(MptcpConnection connection, Instant now)
    {
        DataSendQueue queue = connection.SendQueue;
        Subflow? widest = connection.Subflows.Where(SubflowAvailability.IsAvailable)
            .MaxBy(subflow => subflow.Tcp.Sender.CongestionWindow.Packets);
        if (widest is null || !queue.TryPeek(out long start, out int length))
        {
            return SchedulerChoice.Wait;
        }

        bool isNew = start >= queue.Next;
        int segment = (int)Math.Min(isNew ? queue.WriteEnd - start : length, widest.SegmentLength);
        return isNew && queue.Allowed(start, segment) < segment ? SchedulerChoice.Wait : new SchedulerChoice(widest, segment);
    }
}
