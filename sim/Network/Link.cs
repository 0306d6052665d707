using System;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;

namespace Sim.Network;

/// <summary>One direction of a link: a DropTail queue, a transmitter with a rate, and a wire with a delay. First in, first out.</summary>
/// <remarks>
/// A packet's departure is computed when it is handed over (<c>busyUntil</c>), and whether it is dropped follows from the backlog, so
/// departures need no events. Packets under way wait in the link's lane; only the oldest is in the event queue. Where the far end
/// takes packets ahead of time (<see cref="ForwardsAhead"/>) there is no lane and no event at all.
/// A packet that comes to an idle link is always accepted. Packets never overtake each other, also not after the delay was cut.
/// Not modelled: queue disciplines other than DropTail, a delay that varies from packet to packet.
/// </remarks>
public sealed class Link : EventTarget
{
    private readonly Fabric _fabric;
    private readonly IPacketReceiver _receiver;
    private readonly Router? _router;
    private readonly Nic? _nic;
    private readonly Wire _wire;
    private Transmitter _transmitter;
    private Lane _lane;
    private long _delay;
    private long _lastArrival;
    private Instant _fedUntil;
    private long _oversizeDrops;
    private bool _wireIsPerfect;

    /// <summary>An idle link.</summary>
    /// <param name="fabric">The network it belongs to.</param>
    /// <param name="name">Its name in results, <c>NAME.FROM-TO</c>; its random numbers depend on it.</param>
    /// <param name="spec">Its properties.</param>
    /// <param name="receiver">The far end.</param>
    public Link(Fabric fabric, string name, LinkSpec spec, IPacketReceiver receiver)
        : base(fabric.Simulation)
    {
        spec.Validate();
        _fabric = fabric;
        _receiver = receiver;
        _router = receiver as Router;
        _nic = receiver as Nic;
        _lane = new Lane(fabric.Lanes);
        _transmitter = new Transmitter(spec.Rate, spec.Queue);
        _delay = spec.Delay.Picoseconds;
        _wire = new Wire(fabric.Simulation.Random.Fork("loss on " + name)) { Loss = spec.Loss };
        _wireIsPerfect = _wire.IsPerfect;
        Name = name;
        Mtu = spec.Mtu;
    }

    /// <summary>Its name in results.</summary>
    public string Name { get; }

    /// <summary>The largest IP packet it takes, in bytes.</summary>
    public int Mtu { get; }

    /// <summary>
    /// Whether its rate, delay, loss or block may change during the run, or somebody watches its packets in order. Such a link never
    /// takes part in feed-forward. To be said before <see cref="FeedForward.Plan"/>.
    /// </summary>
    public bool MayChange { get; set; }

    /// <summary>Whether the far end learns of arrivals when packets are handed over, not when they arrive.</summary>
    public bool ForwardsAhead { get; private set; }

    /// <summary>Whether it may be handed packets ahead of time.</summary>
    internal bool IsFedAhead { get; set; }

    /// <summary>The far end.</summary>
    internal IPacketReceiver Receiver => _receiver;

    /// <summary>The NIC at the sending end, if it is one: it is told when departures change.</summary>
    internal Nic? Sender { get; set; }

    /// <summary>When the packet accepted last departs.</summary>
    public Instant LastDeparture => new(_transmitter.BusyUntil);

    /// <summary>The rate; null: sending takes no time. A change re-times what has not departed, from the bit in transmission on.</summary>
    public BitRate? Rate
    {
        get => _transmitter.Rate;
        set
        {
            ThrowIfFixed();
            Retime(value);
        }
    }

    /// <summary>The delay. A change concerns what has not departed; what is on the wire arrives as it would have.</summary>
    public Duration Delay
    {
        get => new(_delay);
        set
        {
            ThrowIfFixed();
            _delay = value.Picoseconds;
            Retime(Rate);
        }
    }

    /// <summary>The share of packets that get lost on the wire. A change concerns all that has not arrived.</summary>
    public double Loss
    {
        get => _wire.Loss;
        set
        {
            ThrowIfFixed();
            _wire.Loss = value;
            _wireIsPerfect = _wire.IsPerfect;
        }
    }

    /// <summary>Whether its wire is blocked.</summary>
    public bool IsBlocked => _wire.IsBlocked;

    /// <summary>What it has done up to now.</summary>
    public LinkCounters Counters
    {
        get
        {
            (long waitingPackets, long waitingBytes) = CountWaiting();
            Duration unspent = Duration.Max(LastDeparture - Simulation.Now, Duration.Zero);
            return new LinkCounters(
                Simulation.Now,
                _transmitter.AcceptedPackets - waitingPackets,
                _transmitter.AcceptedBytes - waitingBytes,
                _transmitter.Refused,
                _wire.LossDrops,
                _wire.BlockDrops,
                _oversizeDrops,
                _transmitter.AcceptedPackets,
                new Duration(_transmitter.QueueingTime),
                new Duration(_transmitter.SerializedTime) - unspent,
                new Duration(_transmitter.PeakBacklog));
        }
    }

    /// <summary>Hands a packet over for transmission. A packet that is not queued has been dropped, and its options are gone.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="at">Now; later where a feed-forward link hands it on.</param>
    public SendResult Send(in Packet packet, Instant at)
    {
        if (IsFedAhead)
        {
            // Traffic that the feed-forward plan was not told of comes behind what the link has already heard of.
            at = Instant.Max(at, _fedUntil);
            _fedUntil = at;
        }

        if (packet.Length > Mtu)
        {
            _oversizeDrops++;
            return Drop(packet, SendResult.TooLarge);
        }

        if (!_transmitter.TryAccept(packet.FrameLength, at.Picoseconds, out long departure))
        {
            return Drop(packet, SendResult.QueueFull);
        }

        Simulation.CountPacketHop();

        // After a cut of the delay this keeps packets behind those that left before it.
        long arrival = Math.Max(departure + _delay, _lastArrival);
        _lastArrival = arrival;
        if (ForwardsAhead)
        {
            Deliver(packet, departure, arrival);
        }
        else
        {
            ref LaneEntry entry = ref _lane.Add();
            entry.Departure = departure;
            entry.Arrival = arrival;
            entry.Packet = packet;
            if (_lane.Count == 1)
            {
                Simulation.Schedule(new Instant(arrival), this);
            }
        }

        return SendResult.Queued;
    }

    /// <inheritdoc/>
    public override void OnEvent()
    {
        long now = Simulation.Now.Picoseconds;
        if (_lane.Count == 0 || _lane.Head.Arrival > now)
        {
            // Left over from before the lane was re-timed.
            return;
        }

        ref LaneEntry head = ref _lane.Head;
        Packet packet = head.Packet;
        long departure = head.Departure;
        _lane.RemoveHead();
        if (_lane.Count > 0)
        {
            Simulation.Schedule(new Instant(_lane.Head.Arrival), this);
        }

        Deliver(packet, departure, now);
    }

    /// <summary>From now on all that departs gets lost, silently; what has departed still arrives. Blocks count: each needs its unblock.</summary>
    public void Block()
    {
        ThrowIfFixed();
        _wire.Block(Simulation.Now);
        _wireIsPerfect = false;
    }

    /// <summary>Takes one <see cref="Block"/> back.</summary>
    public void Unblock()
    {
        _wire.Unblock();
        _wireIsPerfect = _wire.IsPerfect;
        if (!_wire.IsBlocked)
        {
            // What departed meanwhile is lost, although it would arrive only later.
            Instant now = Simulation.Now;
            RemoveWhere((in LaneEntry entry) => _wire.LostWhileBlocked(new Instant(entry.Departure), now));
        }
    }

    /// <summary>Takes over the new values.</summary>
    public void Change(LinkChange change)
    {
        Rate = change.Rate ?? Rate;
        Delay = change.Delay ?? Delay;
        Loss = change.Loss ?? Loss;
    }

    /// <summary>Drops all that has not departed, as a NIC does that goes down.</summary>
    public void DiscardQueue()
    {
        ThrowIfFixed();
        long now = Simulation.Now.Picoseconds;
        RemoveWhere((in LaneEntry entry) =>
        {
            if (entry.Departure <= now)
            {
                return false;
            }

            _transmitter.Revoke(entry.Packet.FrameLength);
            Sender?.OnRevoked(entry.Packet, new Instant(entry.Departure));
            return true;
        });
        _transmitter.ChangeRate(Rate, now);
    }

    /// <summary>Begins to tell the far end of arrivals ahead of time.</summary>
    internal void ForwardAhead()
    {
        ForwardsAhead = true;
        _transmitter.KeepBacklog();
    }

    private void Deliver(in Packet packet, long departure, long arrival)
    {
        if (!_wireIsPerfect && _wire.Loses(new Instant(departure)))
        {
            _fabric.Discard(packet);
            return;
        }

        // Direct calls where the far end is known: an interface call that meets two types by turns costs 4 ns.
        if (_router is not null)
        {
            _router.Receive(packet, new Instant(arrival));
        }
        else if (_nic is not null)
        {
            _nic.Receive(packet, new Instant(arrival));
        }
        else
        {
            _receiver.Receive(packet, new Instant(arrival));
        }
    }

    private SendResult Drop(in Packet packet, SendResult reason)
    {
        _fabric.Discard(packet);
        return reason;
    }

    /// <summary>Moves all that has not departed to where the new rate and the present delay put it.</summary>
    private void Retime(BitRate? rate)
    {
        long now = Simulation.Now.Picoseconds;
        long headArrival = _lane.Count > 0 ? _lane.Head.Arrival : 0;
        Serialization before = _transmitter.ChangeRate(rate, now);
        bool inTransmission = true;
        _lastArrival = 0;
        foreach (ref LaneEntry entry in _lane)
        {
            if (entry.Departure > now)
            {
                long old = entry.Departure;
                entry.Departure = _transmitter.Retime(entry.Packet.FrameLength, inTransmission ? old - now : null, before);
                entry.Arrival = Math.Max(entry.Departure + _delay, _lastArrival);
                inTransmission = false;
                Sender?.OnRetimed(entry.Packet, new Instant(old), new Instant(entry.Departure));
            }

            _lastArrival = entry.Arrival;
        }

        ScheduleHeadAgain(headArrival);
    }

    private void RemoveWhere(LaneFilter isRemoved)
    {
        long headArrival = _lane.Count > 0 ? _lane.Head.Arrival : 0;
        _lastArrival = 0;
        for (int left = _lane.Count; left > 0; left--)
        {
            LaneEntry entry = _lane.Head;
            _lane.RemoveHead();
            if (isRemoved(entry))
            {
                _fabric.Discard(entry.Packet);
            }
            else
            {
                _lane.Add() = entry;
                _lastArrival = entry.Arrival;
            }
        }

        ScheduleHeadAgain(headArrival);
    }

    private void ScheduleHeadAgain(long before)
    {
        if (_lane.Count > 0 && _lane.Head.Arrival != before)
        {
            Simulation.Schedule(new Instant(_lane.Head.Arrival), this);
        }
    }

    private (long Packets, long Bytes) CountWaiting()
    {
        long now = Simulation.Now.Picoseconds;
        if (ForwardsAhead)
        {
            return _transmitter.Waiting(now);
        }

        long packets = 0;
        long bytes = 0;
        foreach (ref readonly LaneEntry entry in _lane)
        {
            if (entry.Departure > now)
            {
                packets++;
                bytes += entry.Packet.FrameLength;
            }
        }

        return (packets, bytes);
    }

    private void ThrowIfFixed()
    {
        if (ForwardsAhead || IsFedAhead)
        {
            throw new InvalidOperationException($"link {Name} takes part in feed-forward and cannot change; say so before with {nameof(MayChange)}");
        }
    }
}
