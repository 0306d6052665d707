using System;
using System.Collections.Generic;
using Protocols.Core;

namespace Results.Recording;

/// <summary>
/// Counts what an interface sends, receives and drops, as its Linux counters would, and gives their values at every
/// interval afterwards. It needs no sampling events: a packet is counted into the bin of the time at which it passes.
/// </summary>
/// <remarks>
/// The time of a packet may lie ahead of now: a queue that knows a packet's departure when it accepts it counts it at
/// once, and takes it back with <see cref="Unsent"/> when an outage drops it before it has left. A packet that passes
/// at the very end of the run or later is not counted. Memory: 40 bytes for each interval in which there was traffic
/// before its end.
/// </remarks>
public sealed class NicMeter
{
    /// <summary>
    /// Bytes that Ethernet adds to an IP packet where Linux counts: two addresses and the type (IEEE 802.3, 3.2).
    /// </summary>
    public const int EthernetHeaderBytes = 14;

    private readonly Duration _interval;
    private readonly TrafficBins _sent;
    private readonly TrafficBins _received;
    private readonly TrafficBins _dropped;

    /// <summary>A meter whose counters are all zero.</summary>
    /// <param name="interval">The time between samples; positive.</param>
    /// <param name="end">When the run ends; <see cref="Instant.Never"/> where that is not known.</param>
    public NicMeter(Duration interval, Instant end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval.Picoseconds, 0, nameof(interval));
        _interval = interval;
        _sent = new TrafficBins(interval, end);
        _received = new TrafficBins(interval, end);
        _dropped = new TrafficBins(interval, end);
    }

    /// <summary>Counts a packet whose last bit leaves at <paramref name="at"/>.</summary>
    /// <param name="at">When it leaves.</param>
    /// <param name="ipBytes">The IP packet's length; the Ethernet header is added here.</param>
    public void Sent(Instant at, int ipBytes) => _sent.Add(at, ipBytes + EthernetHeaderBytes, 1);

    /// <summary>
    /// Takes back a packet that was counted by <see cref="Sent"/> with the same values and did not leave after all.
    /// </summary>
    public void Unsent(Instant at, int ipBytes) => _sent.Add(at, -(ipBytes + EthernetHeaderBytes), -1);

    /// <summary>Counts a packet that arrived at <paramref name="at"/>.</summary>
    /// <param name="at">When its last bit arrived.</param>
    /// <param name="ipBytes">The IP packet's length; the Ethernet header is added here.</param>
    public void Received(Instant at, int ipBytes) => _received.Add(at, ipBytes + EthernetHeaderBytes, 1);

    /// <summary>Counts a packet that the interface was given to send and dropped at <paramref name="at"/>.</summary>
    public void Dropped(Instant at) => _dropped.Add(at, 0, 1);

    /// <summary>The counters at the start, at every interval, and at <paramref name="end"/>.</summary>
    /// <remarks>A counter's value at an instant is what passed before it.</remarks>
    public IReadOnlyList<NicSample> SamplesTo(Instant end)
    {
        List<NicSample> samples = new(checked((int)(end.Picoseconds / _interval.Picoseconds)) + 2) { default };
        NicSample counters = default;
        for (int bin = 0; counters.At < end; bin++)
        {
            (long txBytes, long txPackets) = _sent[bin];
            (long rxBytes, long rxPackets) = _received[bin];
            counters = new NicSample(
                Instant.Min(counters.At + _interval, end),
                counters.TxBytes + txBytes,
                counters.RxBytes + rxBytes,
                counters.TxPackets + txPackets,
                counters.RxPackets + rxPackets,
                counters.Drops + _dropped[bin].Packets);
            samples.Add(counters);
        }

        return samples;
    }
}
