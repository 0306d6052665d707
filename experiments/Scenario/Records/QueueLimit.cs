using System.Globalization;
using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>
/// How much may wait in the queue of a link: a size, a time, a number of packets, or a bandwidth-delay product.
/// </summary>
public abstract record QueueLimit
{
    private QueueLimit()
    {
    }

    /// <summary>Up to this many bytes (<c>62500 B</c>).</summary>
    /// <param name="Size">Positive.</param>
    public sealed record Bytes(ByteSize Size) : QueueLimit
    {
        /// <inheritdoc/>
        public override string ToString() => Size.ToString();
    }

    /// <summary>What the link sends in this time at its rate (<c>50 ms</c>).</summary>
    /// <param name="Length">Positive.</param>
    public sealed record Time(Duration Length) : QueueLimit
    {
        /// <inheritdoc/>
        public override string ToString() => Length.ToString();
    }

    /// <summary>Up to this many packets of any size (<c>100 packets</c>).</summary>
    /// <param name="Count">1 or more.</param>
    public sealed record Packets(int Count) : QueueLimit
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} packets");
    }

    /// <summary>A multiple of rate times <see cref="LinkSettings.Rtt"/> (<c>1 bdp</c>).</summary>
    /// <param name="Multiple">Positive.</param>
    public sealed record BandwidthDelayProduct(double Multiple) : QueueLimit
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Multiple} bdp");
    }
}
