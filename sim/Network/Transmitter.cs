using System;
using System.Runtime.CompilerServices;
using Protocols.Core;
using Sim.Queues;

namespace Sim.Network;

/// <summary>The sending end of a link: a DropTail queue and a serializer. Computes each frame's departure when the frame comes.</summary>
/// <remarks>
/// A mutable struct, part of its <see cref="Link"/>, that holds what every frame needs and nothing else: thousands of links share the
/// processor's cache. All times are picoseconds.
/// </remarks>
internal struct Transmitter
{
    private Serialization _serialization;
    private long _longestBacklog;

    /// <summary>Idle.</summary>
    public Transmitter(BitRate? rate, QueueLimit queue)
    {
        _serialization = new Serialization(rate);
        _longestBacklog = LongestBacklog(rate, queue);
    }

    /// <summary>When all frames accepted so far have departed.</summary>
    public long BusyUntil { get; private set; }

    /// <summary>Frames accepted.</summary>
    public long AcceptedPackets { get; private set; }

    /// <summary>Their bytes.</summary>
    public long AcceptedBytes { get; private set; }

    /// <summary>The sum of the waiting times of all frames accepted.</summary>
    public long QueueingTime { get; private set; }

    /// <summary>The longest time that all frames held at one instant needed.</summary>
    public long PeakBacklog { get; private set; }

    /// <summary>The rate; null: no time at all.</summary>
    public readonly BitRate? Rate => _serialization.Rate;

    /// <summary>Takes a frame that comes at <paramref name="now"/>, if the queue's limit in bytes or time leaves room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAccept(int bytes, long now, out long departure)
    {
        long wait = Math.Max(BusyUntil - now, 0);
        long backlog = wait + _serialization.TimeOf(bytes);
        departure = now + backlog;
        if (backlog > _longestBacklog && wait > 0)
        {
            return false;
        }

        BusyUntil = departure;
        AcceptedPackets++;
        AcceptedBytes += bytes;
        QueueingTime += wait;
        PeakBacklog = Math.Max(PeakBacklog, backlog);
        return true;
    }

    /// <summary>Begins to re-time what waits: the rate changes at <paramref name="now"/>. Follow with <see cref="Retime"/>.</summary>
    /// <returns>The rate before.</returns>
    public Serialization ChangeRate(BitRate? rate, QueueLimit queue, long now)
    {
        Serialization before = _serialization;
        _serialization = new Serialization(rate);
        _longestBacklog = LongestBacklog(rate, queue);
        BusyUntil = now;
        return before;
    }

    /// <summary>Gives the next waiting frame its new departure.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="left">What was left of its transmission at the rate <paramref name="before"/>; null when it had not begun.</param>
    /// <param name="before">The rate before.</param>
    public long Retime(int bytes, long? left, Serialization before) =>
        BusyUntil += left is { } rest ? _serialization.Rescale(rest, before) : _serialization.TimeOf(bytes);

    /// <summary>Takes a waiting frame back.</summary>
    public void Revoke(int bytes)
    {
        AcceptedPackets--;
        AcceptedBytes -= bytes;
    }

    private static long LongestBacklog(BitRate? rate, QueueLimit queue) => queue.Kind switch
    {
        QueueLimitKind.Bytes => rate?.TimeToSend(queue.Amount).Picoseconds ?? long.MaxValue,
        QueueLimitKind.Time => queue.Amount,
        _ => long.MaxValue,
    };
}
