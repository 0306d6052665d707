using Protocols.Core;

namespace Sim.Queues;

/// <summary>A <see cref="QueueLimit"/> at a rate: how many packets and bytes may wait.</summary>
internal readonly struct QueueBound
{
    private readonly long _packets;
    private readonly long _bytes;

    /// <summary>The bound that a limit sets.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="rate">The rate that a limit in time is measured with; without one such a limit does not bind.</param>
    public QueueBound(QueueLimit limit, BitRate? rate)
    {
        _packets = limit.Kind == QueueLimitKind.Packets ? limit.Amount : long.MaxValue;
        _bytes = limit.Kind switch
        {
            QueueLimitKind.Bytes => limit.Amount,
            QueueLimitKind.Time when rate is { } given => given.BytesIn(new Duration(limit.Amount)),
            _ => long.MaxValue,
        };
    }

    /// <summary>Whether one more frame fits. One that comes to an empty queue always does, so that no limit stops a link for good.</summary>
    /// <param name="packets">Packets that wait already.</param>
    /// <param name="bytes">Their bytes.</param>
    /// <param name="frame">The length of the new frame.</param>
    public bool HasRoom(int packets, long bytes, int frame) => packets == 0 || (packets < _packets && bytes <= _bytes - frame);
}
