using Protocols.Core;
using Protocols.Net;

namespace Sim.Queues;

/// <summary>First in, first out; what does not fit is refused (Linux: pfifo, bfifo).</summary>
/// <param name="limit">How much may wait. A limit in time follows the link's rate.</param>
public sealed class DropTail(QueueLimit limit) : IQueueDiscipline
{
    private PacketFifo _queue = new(new PacketStore());
    private QueueBound _bound = new(limit, null);

    /// <inheritdoc/>
    public int Packets => _queue.Packets;

    /// <inheritdoc/>
    public long Bytes => _queue.Bytes;

    /// <inheritdoc/>
    public bool KeepsRate => false;

    /// <summary>The length of the oldest frame; there must be one.</summary>
    internal int HeadLength => _queue.Head.Packet.FrameLength;

    /// <inheritdoc/>
    public void UseRate(BitRate? rate) => _bound = new QueueBound(limit, rate);

    /// <inheritdoc/>
    public bool TryEnqueue(in Packet packet, Instant now, IDropReceiver drops)
    {
        if (!_bound.HasRoom(_queue.Packets, _queue.Bytes, packet.FrameLength))
        {
            return false;
        }

        _queue.Add(packet, now);
        return true;
    }

    /// <inheritdoc/>
    public Instant ReadyAt(Instant now) => now;

    /// <inheritdoc/>
    public bool TryDequeue(Instant now, IDropReceiver drops, out QueuedPacket packet)
    {
        bool isAny = _queue.Packets > 0;
        packet = isAny ? _queue.Take() : default;
        return isAny;
    }
}
