using Protocols.Core;
using Protocols.Net;

namespace Sim.Queues;

/// <summary>Controlled delay: first in, first out, and drops at the head once packets have waited too long for too long (RFC 8289).</summary>
public sealed class CoDel : IQueueDiscipline
{
    private readonly CoDelSettings _settings;
    private readonly QueueLimit _limit;
    private PacketFifo _queue = new(new PacketStore());
    private QueueTotal _total;
    private CoDelControl _control;
    private QueueBound _bound;

    /// <summary>An empty queue.</summary>
    /// <param name="settings">The parameters.</param>
    /// <param name="limit">How much may wait; <see cref="DefaultLimit"/> on Linux.</param>
    public CoDel(CoDelSettings settings, QueueLimit limit)
    {
        settings.Validate();
        _settings = settings;
        _limit = limit;
        _bound = new QueueBound(limit, null);
    }

    /// <summary>1,000 packets (DEFAULT_CODEL_LIMIT in net/sched/sch_codel.c).</summary>
    public static QueueLimit DefaultLimit => QueueLimit.OfPackets(1000);

    /// <inheritdoc/>
    public int Packets => _total.Packets;

    /// <inheritdoc/>
    public long Bytes => _total.Bytes;

    /// <inheritdoc/>
    public bool KeepsRate => false;

    /// <summary>Packets marked instead of dropped.</summary>
    public long MarkedPackets => _total.Marked;

    /// <inheritdoc/>
    public void UseRate(BitRate? rate) => _bound = new QueueBound(_limit, rate);

    /// <inheritdoc/>
    public bool TryEnqueue(in Packet packet, Instant now, IDropReceiver drops)
    {
        if (!_bound.HasRoom(_total.Packets, _total.Bytes, packet.FrameLength))
        {
            return false;
        }

        _queue.Add(packet, now);
        _total.OnAdded(packet);
        return true;
    }

    /// <inheritdoc/>
    public Instant ReadyAt(Instant now) => now;

    /// <inheritdoc/>
    public bool TryDequeue(Instant now, IDropReceiver drops, out QueuedPacket packet) =>
        _control.TryDequeue(ref _queue, ref _total, _settings, now, drops, out packet);
}
