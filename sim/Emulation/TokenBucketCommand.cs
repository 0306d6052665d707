using System;
using System.Globalization;
using Protocols.Core;
using Sim.Queues;

namespace Sim.Emulation;

/// <summary>The <c>tc</c> command that gives an interface the rate and the queue of a link (tc-tbf(8)).</summary>
internal static class TokenBucketCommand
{
    private const int FrameBytes = 1514;

    // An unlimited queue of the scenario: more than any window.
    private const long Unlimited = 64L << 20;

    /// <summary>The command.</summary>
    /// <param name="device">The interface.</param>
    /// <param name="rate">The rate, spent on bytes with their Ethernet headers, as in the simulation.</param>
    /// <param name="queue">How much may wait.</param>
    public static string Of(string device, BitRate rate, QueueLimit queue)
    {
        long burst = TokenBucketSettings.BurstOf(rate).Bytes;
        long limit = queue.Kind switch
        {
            QueueLimitKind.Bytes => queue.Amount,
            QueueLimitKind.Time => rate.BytesIn(new Duration(queue.Amount)),
            QueueLimitKind.Packets => queue.Amount * FrameBytes,
            _ => Unlimited,
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"qdisc replace dev {device} root handle 1: tbf rate {rate.BitsPerSecond}bit burst {burst} limit {Math.Max(limit, FrameBytes)}");
    }
}
