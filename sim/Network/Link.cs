using System;
using System.Runtime.CompilerServices;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;
using Sim.Queues;

namespace Sim.Network;

/// <summary>One direction of a link: a DropTail queue, a transmitter with a rate, and a wire with a delay. First in, first out.</summary>
/// <remarks>
/// A packet's departure is computed when it is handed over (<c>busyUntil</c>), and whether it is dropped follows from the backlog, so
/// departures need no events. Packets under way wait in the link's lane; only the oldest is in the event queue. Where the far end
/// takes packets ahead of time (<see cref="ForwardsAhead"/>) there is no lane and no event at all.
/// A packet that comes to an idle link is always accepted. Packets never overtake each other, also not after the delay was cut.
/// Where the spec asks for a queue discipline, a trace or impairments, packets take the slower way of <see cref="QueuedPath"/> instead.
/// </remarks>
public sealed class Link : EventTarget
{
    private readonly LanePool _lanes;
    private readonly LinkParts _parts;
    private Pipe _pipe;
    private LinkTraits _traits;

    // The latest time for which it was handed a packet ahead of time.
    private Instant _fedUntil;

    private FarEnd _farEnd;

    /// <summary>An idle link.</summary>
    /// <param name="fabric">The network it belongs to.</param>
    /// <param name="name">Its name in results, <c>NAME.FROM-TO</c>; its random numbers depend on it.</param>
    /// <param name="spec">Its properties.</param>
    /// <param name="receiver">The far end.</param>
    public Link(Fabric fabric, string name, LinkSpec spec, IPacketReceiver receiver)
        : base(fabric.Simulation)
    {
        spec.Validate();
        _lanes = fabric.Lanes;
        _pipe = new Pipe(spec);
        Mtu = spec.Mtu;
        _parts = new LinkParts(fabric, name, spec.Queue);
        Receiver = receiver;
        _traits |= spec.IsHostQueue ? LinkTraits.IsHostQueue : LinkTraits.None;
        SetLoss(spec.LossModel);
        if (spec.NeedsQueuedPath)
        {
            _parts.Queued = new QueuedPath(fabric, this, spec);
            ArgumentOutOfRangeException.ThrowIfEqual(spec.IsHostQueue && _parts.Queued.LastDeparture is null, true, nameof(spec));
            _parts.MayChange = true;
            _traits |= LinkTraits.IsQueued;
        }
        else if (spec.Queue.Kind == QueueLimitKind.Packets)
        {
            _traits |= LinkTraits.CountsFrames;
            _parts.Backlog = new Backlog();
        }
    }

    /// <summary>Its name in results.</summary>
    public string Name => _parts.Name;

    /// <summary>The largest IP packet it takes, in bytes.</summary>
    public int Mtu { get; }

    /// <summary>
    /// Whether its rate, delay, loss or block may change during the run, or somebody watches its packets in order. Such a link never
    /// takes part in feed-forward. To be said before <see cref="FeedForward.Plan"/>.
    /// </summary>
    public bool MayChange
    {
        get => _parts.MayChange;
        set => _parts.MayChange = value;
    }

    /// <summary>Whether the far end learns of arrivals when packets are handed over, not when they arrive.</summary>
    public bool ForwardsAhead => Has(LinkTraits.ForwardsAhead);

    /// <summary>Whether it may be handed packets ahead of time.</summary>
    internal bool IsFedAhead => Has(LinkTraits.IsFedAhead);

    /// <summary>The far end, or the middlebox in front of it.</summary>
    internal IPacketReceiver Receiver
    {
        get => _farEnd.Receiver;
        set => _farEnd.Place(value);
    }

    /// <summary>What lies at the far end, and the short way there.</summary>
    internal ref FarEnd FarEnd => ref _farEnd;

    /// <summary>The NIC at the sending end, if it is one: it is told when departures change.</summary>
    internal Nic? Sender
    {
        get => _parts.Sender;
        set => _parts.Sender = value;
    }

    /// <summary>Whether it holds packets until they depart, so that departures are not known when packets are handed over.</summary>
    public bool HoldsPackets => Has(LinkTraits.IsQueued);

    /// <summary>Whether the queue is that of the sending host's own interface; see <see cref="LinkSpec.IsHostQueue"/>.</summary>
    public bool IsHostQueue => Has(LinkTraits.IsHostQueue);

    /// <summary>
    /// When the packet accepted last departs; of no meaning where it <see cref="HoldsPackets"/>, unless it <see cref="IsHostQueue"/>.
    /// </summary>
    public Instant LastDeparture => _parts.Queued?.LastDeparture ?? new Instant(_pipe.Transmitter.BusyUntil);

    /// <summary>The rate; null: sending takes no time. A change re-times what has not departed, from the bit in transmission on.</summary>
    public BitRate? Rate
    {
        get => _parts.Queued is { } queued ? queued.Rate : _pipe.Transmitter.Rate;
        set
        {
            ThrowIfFixed();
            _parts.Queued?.ChangeRate(value);
            Retime(value);
        }
    }

    /// <summary>The delay. A change concerns what has not departed; what is on the wire arrives as it would have.</summary>
    public Duration Delay
    {
        get => _pipe.Delay;
        set
        {
            ThrowIfFixed();
            _pipe.Delay = value;
            Retime(_pipe.Transmitter.Rate);
        }
    }

    /// <summary>The share of packets that get lost on the wire: the mean one where losses come in bursts. A new value is for independent losses.</summary>
    public double Loss
    {
        get => LossModel.MeanLoss;
        set => LossModel = LossModel.Bernoulli(value);
    }

    /// <summary>How packets get lost on the wire. A change concerns all that has not arrived.</summary>
    public LossModel LossModel
    {
        get => _parts.Loss;
        set
        {
            ThrowIfFixed();
            SetLoss(value);
        }
    }

    /// <summary>Whether its wire is blocked.</summary>
    public bool IsBlocked => _parts.IsBlocked;

    /// <summary>What it has done up to now.</summary>
    public LinkCounters Counters
    {
        get
        {
            (long packets, long bytes) = ForwardsAhead
                ? _parts.RecentFrames!.Waiting(LastDeparture - Simulation.Now, Rate)
                : _pipe.CountWaiting(Simulation.Now.Picoseconds);
            return _parts.Counters(in _pipe.Transmitter, packets, bytes, Simulation.Now);
        }
    }

    /// <summary>Hands a packet over for transmission. A packet that is not queued has been dropped, and its options are gone.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="at">Now; later where a feed-forward link hands it on.</param>
    public SendResult Send(in Packet packet, Instant at)
    {
        // Most packets come to a link that needs no more than this: one test for all that others need.
        if (Has(LinkTraits.Special) || packet.Length > Mtu)
        {
            return SendSpecially(in packet, at);
        }

        if (Has(LinkTraits.IsFedAhead))
        {
            at = InTurn(at);
        }

        if (!_pipe.TryAccept(packet.FrameLength, at.Picoseconds, out long departure, out long arrival))
        {
            return DropForLackOfRoom(in packet);
        }

        Simulation.CountPacketHop();
        Enqueue(in packet, departure, arrival);
        return SendResult.Queued;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void OnEvent()
    {
        long now = Simulation.Now.Picoseconds;
        if (!_pipe.TryTakeHead(now, _lanes, out LaneEntry head, out long nextArrival))
        {
            return;
        }

        if (nextArrival != Pipe.None)
        {
            Simulation.Schedule(new Instant(nextArrival), this);
        }

        Deliver(in head.Packet, head.Departure, now);
    }

    /// <summary>From now on all that departs gets lost, silently; what has departed still arrives. Blocks count: each needs its unblock.</summary>
    public void Block()
    {
        ThrowIfFixed();
        _parts.Wire.Block(Simulation.Now);
        UpdateWire();
    }

    /// <summary>Takes one <see cref="Block"/> back.</summary>
    public void Unblock()
    {
        Wire wire = _parts.Wire;
        wire.Unblock();
        UpdateWire();
        if (!wire.IsBlocked)
        {
            // What departed meanwhile is lost, although it would arrive only later.
            Instant now = Simulation.Now;
            RemoveWhere((in LaneEntry entry) => wire.LostWhileBlocked(new Instant(entry.Departure), now));
        }
    }

    /// <summary>Takes over the new values.</summary>
    public void Change(LinkChange change) => change.ApplyTo(this);

    /// <summary>Drops all that has not departed, as a NIC does that goes down.</summary>
    public void DiscardQueue()
    {
        ThrowIfFixed();
        _parts.Queued?.DiscardQueue();
        long now = Simulation.Now.Picoseconds;
        RemoveWhere((in LaneEntry entry) =>
        {
            if (entry.Departure <= now)
            {
                return false;
            }

            _pipe.Revoke(entry.Packet.FrameLength);
            _parts.OnRevoked(entry.Packet.FrameLength);
            Sender?.OnRevoked(entry.Packet, new Instant(entry.Departure));
            return true;
        });
        _pipe.ChangeRate(Rate, _parts, now);
    }

    /// <summary>From now on it may be handed packets ahead of time.</summary>
    internal void FeedAhead() => _traits |= LinkTraits.IsFedAhead;

    /// <summary>Begins to tell the far end of arrivals ahead of time.</summary>
    internal void ForwardAhead()
    {
        _traits |= LinkTraits.ForwardsAhead;
        _parts.RecentFrames = new RecentFrames();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Has(LinkTraits traits) => (_traits & traits) != 0;

    private void SetLoss(LossModel loss)
    {
        if (loss != _parts.Loss)
        {
            _parts.Wire.Loss = loss;
            UpdateWire();
        }
    }

    private void UpdateWire() =>
        _traits = _parts.IsWirePerfect ? _traits & ~LinkTraits.WireLoses : _traits | LinkTraits.WireLoses;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Deliver(in Packet packet, long departure, long arrival)
    {
        if (Has(LinkTraits.WireLoses) && _parts.Wire.Loses(new Instant(departure)))
        {
            _parts.Fabric.Discard(packet);
        }
        else
        {
            _farEnd.Deliver(in packet, new Instant(arrival), _parts);
        }
    }

    private SendResult SendSpecially(in Packet packet, Instant at)
    {
        if (packet.Length > Mtu)
        {
            _parts.OversizeDrops++;
            return Drop(packet, SendResult.TooLarge);
        }

        if (Has(LinkTraits.IsFedAhead))
        {
            at = InTurn(at);
        }
        else if (Has(LinkTraits.IsQueued))
        {
            return _parts.Queued!.Send(packet);
        }

        if ((Has(LinkTraits.CountsFrames) && !_parts.HasRoomForPacket(at.Picoseconds))
            || !_pipe.TryAccept(packet.FrameLength, at.Picoseconds, out long departure, out long arrival))
        {
            return DropForLackOfRoom(in packet);
        }

        Simulation.CountPacketHop();
        _parts.OnAccepted(in _pipe.Transmitter, packet.FrameLength, at.Picoseconds, departure);
        if (Has(LinkTraits.ForwardsAhead))
        {
            Deliver(in packet, departure, arrival);
        }
        else
        {
            Enqueue(in packet, departure, arrival);
        }

        return SendResult.Queued;
    }

    // Traffic that the feed-forward plan was not told of comes behind what the link has already heard of.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Instant InTurn(Instant at) => _fedUntil = Instant.Max(at, _fedUntil);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enqueue(in Packet packet, long departure, long arrival)
    {
        if (_pipe.Enqueue(in packet, departure, arrival, _lanes))
        {
            Simulation.Schedule(new Instant(arrival), this);
        }
    }

    private SendResult DropForLackOfRoom(in Packet packet)
    {
        _parts.QueueDrops++;
        return Drop(packet, SendResult.QueueFull);
    }

    private SendResult Drop(in Packet packet, SendResult reason)
    {
        _parts.Fabric.Discard(packet);
        return reason;
    }

    private void Retime(BitRate? rate)
    {
        long headArrival = _pipe.HeadArrival;
        _pipe.Retime(rate, _parts, Simulation.Now.Picoseconds);
        ScheduleHeadAgain(headArrival);
    }

    private void RemoveWhere(LaneFilter isRemoved)
    {
        _parts.Queued?.RemoveWhere(isRemoved);
        long headArrival = _pipe.HeadArrival;
        _pipe.RemoveWhere(isRemoved, _lanes, _parts.Fabric);
        ScheduleHeadAgain(headArrival);
    }

    private void ScheduleHeadAgain(long before)
    {
        long arrival = _pipe.HeadArrival;
        if (arrival != Pipe.None && arrival != before)
        {
            Simulation.Schedule(new Instant(arrival), this);
        }
    }

    private void ThrowIfFixed()
    {
        if (ForwardsAhead || IsFedAhead)
        {
            throw new InvalidOperationException($"link {Name} takes part in feed-forward and cannot change; say so before with {nameof(MayChange)}");
        }
    }
}
