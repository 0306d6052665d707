using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Experiments.Scenario.Records;

/// <summary>One thing that happens to the network; several targets are acted on in the order written.</summary>
public abstract record TimelineAction
{
    private TimelineAction()
    {
    }

    /// <summary>Silently loses everything that passes the target.</summary>
    /// <param name="Targets">ISPs, links or NICs.</param>
    /// <param name="Where">At which point packets are lost.</param>
    public sealed record Block(IReadOnlyList<TimelineTarget> Targets, BlockPoint Where) : TimelineAction
    {
        /// <inheritdoc/>
        public override string ToString() => Where switch
        {
            BlockPoint.Sender => $"block {Join(Targets)} at the sender",
            BlockPoint.Receiver => $"block {Join(Targets)} at the receiver",
            _ => $"block {Join(Targets)}",
        };
    }

    /// <summary>Ends a block, wherever it was set.</summary>
    /// <param name="Targets">ISPs, links or NICs.</param>
    public sealed record Unblock(IReadOnlyList<TimelineTarget> Targets) : TimelineAction
    {
        /// <inheritdoc/>
        public override string ToString() => $"unblock {Join(Targets)}";
    }

    /// <summary>Takes NICs down as <c>ip link set NIC down</c> does.</summary>
    /// <param name="Targets">NICs.</param>
    public sealed record Down(IReadOnlyList<TimelineTarget> Targets) : TimelineAction
    {
        /// <inheritdoc/>
        public override string ToString() => $"down {Join(Targets)}";
    }

    /// <summary>Brings NICs up again.</summary>
    /// <param name="Targets">NICs.</param>
    public sealed record Up(IReadOnlyList<TimelineTarget> Targets) : TimelineAction
    {
        /// <inheritdoc/>
        public override string ToString() => $"up {Join(Targets)}";
    }

    /// <summary>Changes rate, delay or loss; for an ISP those of all its access links.</summary>
    /// <param name="Target">An ISP, a link or a NIC.</param>
    /// <param name="Settings">Only rate, delay and loss can be set; null leaves a value as it is.</param>
    public sealed record Set(TimelineTarget Target, LinkSettings Settings) : TimelineAction
    {
        /// <inheritdoc/>
        public override string ToString()
        {
            string?[] parts =
            [
                Settings.Rate?.ToString(),
                Settings.Delay?.ToString(),
                Settings.Loss is double loss
                    ? string.Create(CultureInfo.InvariantCulture, $"{loss * 100:0.####} % loss")
                    : null,
                Settings.BurstLoss is not null ? "bursts of loss" : null,
            ];
            return $"set {Target} to {string.Join(", ", parts.Where(part => part is not null))}";
        }
    }

    /// <summary>Removes the MPTCP endpoint of NICs gracefully, as <c>ip mptcp endpoint del</c> does.</summary>
    /// <param name="Targets">NICs.</param>
    public sealed record RemoveEndpoint(IReadOnlyList<TimelineTarget> Targets) : TimelineAction
    {
        /// <inheritdoc/>
        public override string ToString() => $"remove-endpoint {Join(Targets)}";
    }

    /// <summary>Adds the MPTCP endpoint of NICs again, as <c>ip mptcp endpoint add</c> does.</summary>
    /// <param name="Targets">NICs.</param>
    public sealed record AddEndpoint(IReadOnlyList<TimelineTarget> Targets) : TimelineAction
    {
        /// <inheritdoc/>
        public override string ToString() => $"add-endpoint {Join(Targets)}";
    }

    private static string Join(IReadOnlyList<TimelineTarget> targets) => string.Join(" and ", targets);
}
