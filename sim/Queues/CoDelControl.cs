using System;
using Protocols.Core;

namespace Sim.Queues;

/// <summary>When CoDel drops: the state of one queue (RFC 8289, 5; codel_dequeue in include/net/codel_impl.h).</summary>
/// <remarks>
/// Linux differs from the RFC where a packet can be marked: it is marked and leaves, and the next drop is scheduled as after a drop.
/// So does this. The square root is exact here, which it is not in the kernel.
/// </remarks>
internal struct CoDelControl
{
    private const int RecentIntervals = 16;

    private Instant _firstAboveTime;
    private Instant _dropNext;
    private uint _lastCount;
    private bool _isDropping;

    /// <summary>Drops and marks since the queue went above the target; sets the pace.</summary>
    public uint Count { get; set; }

    /// <summary>Takes the next packet that is not dropped.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="total">What the discipline holds in all, this queue included; is kept up to date.</param>
    /// <param name="settings">The parameters.</param>
    /// <param name="now">The time.</param>
    /// <param name="drops">Where dropped packets go.</param>
    /// <param name="packet">The packet.</param>
    /// <returns>False when the queue is empty.</returns>
    public bool TryDequeue(
        ref PacketFifo queue,
        ref QueueTotal total,
        CoDelSettings settings,
        Instant now,
        IDropReceiver drops,
        out QueuedPacket packet)
    {
        bool isAny = TryTake(ref queue, ref total, out packet);
        bool mayDrop = MayDrop(isAny, packet, total, settings, now);
        if (!_isDropping)
        {
            if (mayDrop)
            {
                isAny = DropFirst(ref queue, ref total, settings, now, drops, ref packet);
            }

            return isAny;
        }

        _isDropping = mayDrop;
        while (_isDropping && now >= _dropNext)
        {
            Count++;
            if (settings.MarksCongestion && CongestionMark.TrySet(ref packet.Packet))
            {
                total.Marked++;
                _dropNext = ControlLaw(_dropNext, settings);
                break;
            }

            drops.OnDropped(packet.Packet);
            isAny = TryTake(ref queue, ref total, out packet);
            _isDropping = MayDrop(isAny, packet, total, settings, now);
            if (_isDropping)
            {
                _dropNext = ControlLaw(_dropNext, settings);
            }
        }

        return isAny;
    }

    private bool DropFirst(
        ref PacketFifo queue,
        ref QueueTotal total,
        CoDelSettings settings,
        Instant now,
        IDropReceiver drops,
        ref QueuedPacket packet)
    {
        bool isAny = true;
        if (settings.MarksCongestion && CongestionMark.TrySet(ref packet.Packet))
        {
            total.Marked++;
        }
        else
        {
            drops.OnDropped(packet.Packet);
            isAny = TryTake(ref queue, ref total, out packet);
            _ = MayDrop(isAny, packet, total, settings, now);
        }

        // RFC 8289, 5.4: where dropping ended a short while ago, begin at the pace that controlled the queue then.
        _isDropping = true;
        uint delta = unchecked(Count - _lastCount);
        bool isRecent = now - _dropNext < settings.Interval * RecentIntervals;
        Count = delta > 1 && isRecent ? delta : 1;
        _lastCount = Count;
        _dropNext = ControlLaw(now, settings);
        return isAny;
    }

    /// <summary>RFC 8289, 5.6 (dodequeue): whether the delay has been above the target for an interval.</summary>
    private bool MayDrop(bool isAny, in QueuedPacket packet, QueueTotal total, CoDelSettings settings, Instant now)
    {
        if (!isAny || now - packet.Arrival < settings.Target || total.Bytes <= settings.LargestFrame)
        {
            _firstAboveTime = Instant.Zero;
            return false;
        }

        if (_firstAboveTime == Instant.Zero)
        {
            _firstAboveTime = now + settings.Interval;
            return false;
        }

        return now >= _firstAboveTime;
    }

    /// <summary>RFC 8289, 5.5: the drops come closer with the square root of their number, which lowers TCP's rate linearly.</summary>
    private readonly Instant ControlLaw(Instant from, CoDelSettings settings) =>
        from + new Duration((long)(settings.Interval.Picoseconds / Math.Sqrt(Count)));

    private static bool TryTake(ref PacketFifo queue, ref QueueTotal total, out QueuedPacket packet)
    {
        bool isAny = queue.Packets > 0;
        packet = isAny ? queue.Take() : default;
        if (isAny)
        {
            total.OnTaken(packet.Packet);
        }

        return isAny;
    }
}
