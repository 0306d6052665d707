using System.Collections.Generic;
using Protocols.Core;
using Sim.Emulation;

namespace Results.Recording;

/// <summary>Meters one interface of a kernel host by its counters, from the moment it is first looked at: that is the start of the run.</summary>
/// <param name="host">The host's name.</param>
/// <param name="nic">The interface.</param>
public sealed class KernelNicProbe(string host, KernelInterface nic) : IProbe
{
    private readonly List<NicSample> _samples = [];
    private NicSample _start;

    /// <inheritdoc/>
    public void Sample(Instant now)
    {
        NicSample read = new(
            now, nic.TransmittedBytes, nic.ReceivedBytes, nic.TransmittedPackets, nic.ReceivedPackets, nic.DroppedPackets);
        if (_samples.Count == 0)
        {
            _start = read;
        }

        _samples.Add(new NicSample(
            _samples.Count == 0 ? Instant.Zero : now,
            read.TxBytes - _start.TxBytes,
            read.RxBytes - _start.RxBytes,
            read.TxPackets - _start.TxPackets,
            read.RxPackets - _start.RxPackets,
            read.Drops - _start.Drops));
    }

    /// <summary>What it saw.</summary>
    public NicRecord ToRecord() => new() { Host = host, Name = nic.Name, Samples = _samples };
}
