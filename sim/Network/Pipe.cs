using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Protocols.Core;
using Protocols.Net;

namespace Sim.Network;

/// <summary>The way of packets over a link: a transmitter, a delay, and the packets under way in their order.</summary>
/// <remarks>A mutable struct, part of its <see cref="Link"/>. All times are picoseconds.</remarks>
internal unsafe struct Pipe
{
    /// <summary>The arrival of no packet.</summary>
    public const long None = -1;

    private Lane _lane;
    private Transmitter _transmitter;
    private long _delay;
    private long _earliestArrival;

    /// <summary>Empty.</summary>
    public Pipe(LinkSpec spec)
    {
        _transmitter = new Transmitter(spec.Rate, spec.Queue);
        _delay = spec.Delay.Picoseconds;
    }

    /// <summary>The delay. After a change <see cref="Retime"/> must follow.</summary>
    public Duration Delay
    {
        readonly get => new(_delay);
        set => _delay = value.Picoseconds;
    }

    /// <summary>The sending end.</summary>
    [UnscopedRef]
    public readonly ref readonly Transmitter Transmitter => ref _transmitter;

    /// <summary>When the oldest packet arrives; <see cref="None"/> when there is none.</summary>
    public readonly long HeadArrival => _lane.Count > 0 ? _lane.Head.Arrival : None;

    /// <summary>Takes a frame that comes at <paramref name="now"/>, if the queue has room; it is still to be enqueued.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAccept(int bytes, long now, out long departure, out long arrival)
    {
        bool isAccepted = _transmitter.TryAccept(bytes, now, out departure);

        // After a cut of the delay this keeps packets behind those that left before it.
        arrival = Math.Max(departure + _delay, _earliestArrival);
        return isAccepted;
    }

    /// <summary>Puts a packet behind the others.</summary>
    /// <returns>Whether there are no others.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Enqueue(in Packet packet, long departure, long arrival, LanePool lanes)
    {
        ref LaneEntry entry = ref _lane.Add(lanes);
        entry.Departure = departure;
        entry.Arrival = arrival;
        entry.Packet = packet;
        return _lane.Count == 1;
    }

    /// <summary>The oldest packet will be needed soon.</summary>
    public readonly void FetchHead() => _lane.FetchHead();

    /// <summary>Takes the oldest packet off, if it has arrived.</summary>
    /// <param name="now">The time now.</param>
    /// <param name="lanes">Where its memory goes.</param>
    /// <param name="head">The packet: a copy, since its memory may go on to the next link.</param>
    /// <param name="nextArrival">When the next one arrives; <see cref="None"/> when there is none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeHead(long now, LanePool lanes, out LaneEntry head, out long nextArrival)
    {
        Unsafe.SkipInit(out head);
        Unsafe.SkipInit(out nextArrival);
        if (_lane.Count == 0 || _lane.Head.Arrival > now)
        {
            // An event left over from before the lane was re-timed.
            return false;
        }

        head = _lane.Head;
        LaneEntry* next = _lane.RemoveHead(lanes);
        nextArrival = next != null ? next->Arrival : None;
        return true;
    }

    /// <summary>Packets and bytes that have not departed by <paramref name="now"/>.</summary>
    public readonly (long Packets, long Bytes) CountWaiting(long now) => _lane.CountWaiting(now);

    /// <summary>Moves all that has not departed to where the new rate and the present delay put it.</summary>
    public void Retime(BitRate? rate, LinkParts parts, long now)
    {
        Serialization before = ChangeRate(rate, parts, now);
        bool inTransmission = true;
        _earliestArrival = 0;
        foreach (ref LaneEntry entry in _lane)
        {
            if (entry.Departure > now)
            {
                long old = entry.Departure;
                long start = _transmitter.BusyUntil;
                entry.Departure = _transmitter.Retime(entry.Packet.FrameLength, inTransmission ? old - now : null, before);
                entry.Arrival = Math.Max(entry.Departure + _delay, _earliestArrival);
                inTransmission = false;
                parts.OnRetimed(entry.Departure - start, entry.Departure, entry.Packet.FrameLength, now);
                parts.Sender?.OnRetimed(entry.Packet, new Instant(old), new Instant(entry.Departure));
            }

            _earliestArrival = entry.Arrival;
        }
    }

    /// <summary>Changes the rate while nothing waits.</summary>
    /// <returns>The rate before.</returns>
    public Serialization ChangeRate(BitRate? rate, LinkParts parts, long now)
    {
        parts.OnRateChange(in _transmitter, now);
        return _transmitter.ChangeRate(rate, parts.Queue, now);
    }

    /// <summary>Takes packets out of the network.</summary>
    public void RemoveWhere(LaneFilter isRemoved, LanePool lanes, Fabric fabric) =>
        _earliestArrival = _lane.RemoveWhere(lanes, fabric, isRemoved);

    /// <summary>A frame that has not departed is taken back.</summary>
    public void Revoke(int bytes) => _transmitter.Revoke(bytes);
}
