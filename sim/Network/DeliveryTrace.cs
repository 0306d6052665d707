using System;
using System.Collections.Generic;
using Protocols.Core;

namespace Sim.Network;

/// <summary>Instants at which a link can deliver one full packet each, over and over again: a trace of Mahimahi (Netravali et al., 2015).</summary>
public sealed class DeliveryTrace : RateTrace
{
    /// <summary>
    /// The bytes of one opportunity: an IP packet of 1,500 bytes and the 4 that the TUN device of mm-link puts before each packet
    /// (PACKET_SIZE in its link_queue.hh).
    /// </summary>
    public const int OpportunityBytes = 1504;

    /// <summary>What a packet takes of an opportunity beyond its own length, in bytes.</summary>
    public const int PacketOverhead = 4;

    private readonly long[] _milliseconds;

    /// <summary>A trace.</summary>
    /// <param name="milliseconds">
    /// When each opportunity comes, in whole milliseconds since the start of the trace: not negative, in order, the last above 0. The
    /// same instant may stand there many times. After the last one the trace begins again.
    /// </param>
    public DeliveryTrace(IEnumerable<long> milliseconds)
    {
        _milliseconds = [.. milliseconds];
        if (_milliseconds.Length == 0 || _milliseconds[^1] <= 0 || _milliseconds[0] < 0)
        {
            throw new ArgumentException("A trace has opportunities, none of them before 0 and the last after it.", nameof(milliseconds));
        }

        for (int i = 1; i < _milliseconds.Length; i++)
        {
            if (_milliseconds[i] < _milliseconds[i - 1])
            {
                throw new ArgumentException("The opportunities of a trace are in order.", nameof(milliseconds));
            }
        }
    }

    /// <summary>How many opportunities there are before it begins again.</summary>
    public int Count => _milliseconds.Length;

    /// <summary>After what time it begins again.</summary>
    public Duration Period => Duration.FromMilliseconds(_milliseconds[^1]);

    /// <inheritdoc/>
    public override BitRate MeanRate => new((long)(8.0 * OpportunityBytes * Count / Period.Seconds));

    /// <summary>When an opportunity comes.</summary>
    /// <param name="number">Its number since the start of the run, from 0.</param>
    public Instant At(long number) => Instant.Zero
        + Period * (number / Count) + Duration.FromMilliseconds(_milliseconds[number % Count]);

    /// <summary>The number of the first opportunity at <paramref name="now"/> or later.</summary>
    public long FirstFrom(Instant now)
    {
        // Where the trace begins anew, the last opportunity of one round and the first of the next may fall together.
        long rounds = Math.Max((now.Picoseconds - 1) / Period.Picoseconds, 0);
        Duration within = now.SinceStart - Period * rounds;
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Duration.FromMilliseconds(_milliseconds[middle]) < within)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return rounds * Count + low;
    }

    /// <inheritdoc/>
    internal override ILine NewLine() => new DeliveryLine(this);
}
