using System;
using Protocols.Core;
using Protocols.Net;

namespace Sim.Network;

/// <summary>A line that follows a <see cref="RateTable"/>: a frame that is under way when the rate changes goes on at the new one.</summary>
/// <param name="table">The table.</param>
internal sealed class TableLine(RateTable table) : ILine
{
    /// <inheritdoc/>
    public Instant BeginsAt(Instant now)
    {
        (BitRate rate, Instant until) = table.At(now);
        while (rate.BitsPerSecond == 0 && until != Instant.Never)
        {
            now = until;
            (rate, until) = table.At(now);
        }

        return rate.BitsPerSecond > 0 ? now : Instant.Never;
    }

    /// <inheritdoc/>
    public Instant Transmit(in Packet packet, Instant begin)
    {
        // Work is counted in picobits (bits x picoseconds / second), so that it stays a whole number.
        Int128 work = (Int128)packet.FrameLength * 8 * Duration.PicosecondsPerSecond;
        Instant now = begin;
        while (true)
        {
            (BitRate rate, Instant until) = table.At(now);
            if (rate.BitsPerSecond == 0 && until == Instant.Never)
            {
                return Instant.Never;
            }

            Int128 done = until == Instant.Never ? work : (Int128)rate.BitsPerSecond * (until - now).Picoseconds;
            if (done >= work)
            {
                return now + new Duration((long)((work + rate.BitsPerSecond / 2) / rate.BitsPerSecond));
            }

            work -= done;
            now = until;
        }
    }

    /// <inheritdoc/>
    public BitRate? RateAt(Instant now) => table.At(now).Rate;
}
