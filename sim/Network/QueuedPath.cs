using Protocols.Core;
using Protocols.Net;
using Sim.Queues;

namespace Sim.Network;

/// <summary>The way through a link that computing departures ahead cannot serve: a queue discipline, a changing rate, a wire that scatters.</summary>
/// <remarks>Made only for links that need it. Packets wait in a <see cref="QueueServer"/> and travel on a <see cref="ScatteredWire"/>.</remarks>
internal sealed class QueuedPath : IQueueServerOwner
{
    private readonly Fabric _fabric;
    private readonly Link _link;
    private readonly IQueueDiscipline _discipline;
    private readonly QueueServer _server;
    private readonly ScatteredWire _wire;
    private BitRate? _rate;
    private long _queueDrops;

    /// <summary>An idle path.</summary>
    /// <param name="fabric">The network it belongs to.</param>
    /// <param name="link">The link whose way it is.</param>
    /// <param name="spec">The link's properties.</param>
    public QueuedPath(Fabric fabric, Link link, LinkSpec spec)
    {
        _fabric = fabric;
        _link = link;
        _rate = spec.Trace?.MeanRate ?? spec.Rate;
        _discipline = spec.Discipline?.Invoke(fabric.Simulation.Random.Fork("queue of " + link.Name)) ?? new DropTail(spec.Queue);
        _discipline.UseRate(_rate);
        ILine line = spec.Trace?.NewLine() ?? LineFor(spec.Rate);
        _server = new QueueServer(fabric.Simulation, _discipline, line, this);
        _wire = new ScatteredWire(
            fabric, link.Name, spec.Impairments ?? new Impairments(), entry => link.Deliver(entry.Packet, entry.Departure, entry.Arrival));
    }

    /// <summary>The rate of the moment.</summary>
    public BitRate? Rate => _discipline.KeepsRate ? _rate : _server.Line.RateAt(_fabric.Simulation.Now);

    /// <summary>When the packet taken last departs, where the discipline knows that at once and the line takes no time; else null.</summary>
    public Instant? LastDeparture => _discipline.LastDeparture;

    /// <summary>Goes on at another rate, which takes the place of a trace.</summary>
    public void ChangeRate(BitRate? rate)
    {
        _rate = rate;
        _discipline.UseRate(rate);
        _server.Line = LineFor(rate);
    }

    /// <summary>Completes the counters of its link.</summary>
    public LinkCounters Complete(LinkCounters counters) => counters with
    {
        SentPackets = _server.SentPackets,
        SentBytes = _server.SentBytes,
        QueueDrops = counters.QueueDrops + _queueDrops,
        AcceptedPackets = _server.ServedPackets,
        QueueingTime = _server.QueueingTime,
        BusyTime = _server.BusyTime,
        PeakBacklog = _server.PeakBacklog,
        BacklogBytes = _server.HeldBytes,
        DuplicatedPackets = _wire.DuplicatedPackets,
    };

    /// <summary>Takes a packet that comes now, or drops it.</summary>
    public SendResult Send(in Packet packet)
    {
        if (_server.TryEnqueue(packet))
        {
            _fabric.Simulation.CountPacketHop();
            return SendResult.Queued;
        }

        _queueDrops++;
        _fabric.Discard(packet);
        return SendResult.QueueFull;
    }

    /// <summary>Drops all that has not departed.</summary>
    public void DiscardQueue() => _server.Discard();

    /// <summary>Takes packets off the wire and out of the network.</summary>
    public void RemoveWhere(LaneFilter isRemoved) => _wire.RemoveWhere(_fabric, isRemoved);

    /// <inheritdoc/>
    public void OnTransmitting(in Packet packet, Instant departure)
    {
        if (departure != Instant.Never)
        {
            _link.Sender?.OnTransmitting(packet, departure);
        }
    }

    /// <inheritdoc/>
    public void OnRetimed(in Packet packet, Instant old, Instant departure)
    {
        if (old == Instant.Never)
        {
            _link.Sender?.OnTransmitting(packet, departure);
        }
        else
        {
            _link.Sender?.OnRetimed(packet, old, departure);
        }
    }

    /// <inheritdoc/>
    public void OnRevoked(in Packet packet, Instant departure)
    {
        if (departure == Instant.Never)
        {
            OnDropped(packet);
            return;
        }

        _queueDrops++;
        _link.Sender?.OnRevoked(packet, departure);
        _fabric.Discard(packet);
    }

    /// <inheritdoc/>
    public void OnDropped(in Packet packet)
    {
        _queueDrops++;
        _link.Sender?.OnDropped(packet);
        _fabric.Discard(packet);
    }

    /// <inheritdoc/>
    public void OnDeparted(in Packet packet) => _wire.Add(packet, _link.Delay);

    private SteadyLine LineFor(BitRate? rate) => new(_discipline.KeepsRate ? null : rate);
}
