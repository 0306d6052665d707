using System;
using System.Runtime.CompilerServices;
using Protocols.Core;
using Sim.Queues;

namespace Sim.Network;

/// <summary>The sending end of a link: a DropTail queue and a serializer. Computes each frame's departure when the frame comes.</summary>
/// <remarks>A mutable struct, part of its <see cref="Link"/>: the fast path touches nothing else. All times are picoseconds.</remarks>
internal struct Transmitter
{
    private readonly QueueLimit _queue;
    private readonly int _mostPackets;
    private Serialization _serialization;
    private Backlog? _backlog;
    private long _longestBacklog;

    /// <summary>Idle.</summary>
    public Transmitter(BitRate? rate, QueueLimit queue)
    {
        _queue = queue;
        _serialization = new Serialization(rate);
        _longestBacklog = LongestBacklog();
        _mostPackets = int.MaxValue;
        if (queue.Kind == QueueLimitKind.Packets)
        {
            _mostPackets = (int)queue.Amount;
            _backlog = new Backlog();
        }
    }

    /// <summary>When all frames accepted so far have departed.</summary>
    public long BusyUntil { get; private set; }

    /// <summary>Frames accepted.</summary>
    public long AcceptedPackets { get; private set; }

    /// <summary>Their bytes.</summary>
    public long AcceptedBytes { get; private set; }

    /// <summary>Frames refused because the queue was full.</summary>
    public long Refused { get; private set; }

    /// <summary>The sum of the waiting times of all frames accepted.</summary>
    public long QueueingTime { get; private set; }

    /// <summary>The longest time that all frames held at one instant needed.</summary>
    public long PeakBacklog { get; private set; }

    /// <summary>The time that all frames accepted need, a part of it still to come.</summary>
    public long SerializedTime { get; private set; }

    /// <summary>The rate; null: no time at all.</summary>
    public readonly BitRate? Rate => _serialization.Rate;

    /// <summary>Takes a frame that comes at <paramref name="now"/>, if there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAccept(int bytes, long now, out long departure)
    {
        long transmission = _serialization.TimeOf(bytes);
        long wait = Math.Max(BusyUntil - now, 0);
        long backlog = wait + transmission;
        departure = now + backlog;
        if ((backlog > _longestBacklog && wait > 0) || (_backlog is not null && !HasRoom(now)))
        {
            Refused++;
            return false;
        }

        BusyUntil = departure;
        AcceptedPackets++;
        AcceptedBytes += bytes;
        QueueingTime += wait;
        SerializedTime += transmission;
        PeakBacklog = Math.Max(PeakBacklog, backlog);
        _backlog?.Add(departure, bytes);
        return true;
    }

    /// <summary>Remembers what waits from now on, where no lane does.</summary>
    public void KeepBacklog() => _backlog ??= new Backlog();

    /// <summary>Frames and bytes that have not departed by <paramref name="now"/>, where <see cref="KeepBacklog"/> was called.</summary>
    public readonly (long Packets, long Bytes) Waiting(long now)
    {
        _backlog!.Settle(now);
        return (_backlog.Packets, _backlog.Bytes);
    }

    /// <summary>Begins to re-time what waits: the rate changes to <paramref name="rate"/> at <paramref name="now"/>. Follow with <see cref="Retime"/>.</summary>
    /// <returns>The rate before.</returns>
    public Serialization ChangeRate(BitRate? rate, long now)
    {
        Serialization before = _serialization;
        _serialization = new Serialization(rate);
        _longestBacklog = LongestBacklog();
        SerializedTime -= Math.Max(BusyUntil - now, 0);
        BusyUntil = now;
        _backlog?.Clear();
        return before;
    }

    /// <summary>Gives the next waiting frame its new departure.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="left">What was left of its transmission at the rate <paramref name="before"/>; null when it had not begun.</param>
    /// <param name="before">The rate before.</param>
    public long Retime(int bytes, long? left, Serialization before)
    {
        long transmission = left is { } rest ? _serialization.Rescale(rest, before) : _serialization.TimeOf(bytes);
        SerializedTime += transmission;
        BusyUntil += transmission;
        _backlog?.Add(BusyUntil, bytes);
        return BusyUntil;
    }

    /// <summary>Takes a waiting frame back.</summary>
    public void Revoke(int bytes)
    {
        AcceptedPackets--;
        AcceptedBytes -= bytes;
        Refused++;
    }

    private readonly bool HasRoom(long now)
    {
        _backlog!.Settle(now);
        return _backlog.Packets < _mostPackets || _backlog.Packets == 0;
    }

    private readonly long LongestBacklog() => _queue.Kind switch
    {
        QueueLimitKind.Bytes => Rate?.TimeToSend(_queue.Amount).Picoseconds ?? long.MaxValue,
        QueueLimitKind.Time => _queue.Amount,
        _ => long.MaxValue,
    };
}
