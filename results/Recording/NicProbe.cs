using Protocols.Core;
using Protocols.Net;
using Sim.Network;

namespace Results.Recording;

/// <summary>Meters one NIC of the simulation, packet by packet, without events of its own.</summary>
public sealed class NicProbe : INicObserver
{
    private readonly Nic _nic;
    private readonly NicMeter _meter;
    private readonly Instant _end;

    /// <summary>Starts to watch a NIC.</summary>
    /// <param name="nic">The NIC.</param>
    /// <param name="interval">The width of the bins it counts in.</param>
    /// <param name="end">The end of the run.</param>
    public NicProbe(Nic nic, Duration interval, Instant end)
    {
        _nic = nic;
        _end = end;
        _meter = new NicMeter(interval, end);
        nic.Observe(this);
    }

    /// <inheritdoc/>
    public void Transmitted(in Packet packet, Instant departure) => _meter.Sent(departure, packet.Length);

    /// <inheritdoc/>
    public void TransmitRevoked(in Packet packet, Instant departure) => _meter.Unsent(departure, packet.Length);

    /// <inheritdoc/>
    public void Received(in Packet packet, Instant at) => _meter.Received(at, packet.Length);

    /// <inheritdoc/>
    public void Dropped(in Packet packet) => _meter.Dropped(_nic.Outgoing.Simulation.Now);

    /// <summary>What it saw.</summary>
    public NicRecord ToRecord() => new()
    {
        Host = _nic.Owner.Name,
        Name = _nic.Name,
        Samples = _meter.SamplesTo(_end),
    };
}
