using Protocols.Core;
using Protocols.Net;

namespace Sim.Queues;

/// <summary>Flow queueing with CoDel (RFC 8290; net/sched/sch_fq_codel.c).</summary>
/// <remarks>
/// Flows are spread over queues by a seeded hash; queues take turns of a quantum of bytes each, new ones first. Each runs CoDel of its
/// own. Where too much waits, up to half of the fattest queue is dropped from its head, 64 packets at most.
/// Linux tells a sender whose own packet was dropped so (NET_XMIT_CN); that is not modelled.
/// </remarks>
public sealed class FqCoDel : IQueueDiscipline
{
    private const int DropBatch = 64;
    private const int None = -1;

    private readonly FqCoDelSettings _settings;
    private readonly ulong _hashSeed;
    private readonly Queue[] _queues;
    private readonly int[] _next;
    private TurnList _new = new();
    private TurnList _old = new();
    private QueueTotal _total;
    private QueueBound _bound;

    /// <summary>Empty queues.</summary>
    /// <param name="settings">The parameters.</param>
    /// <param name="random">Seeds the hash that spreads flows over queues.</param>
    public FqCoDel(FqCoDelSettings settings, RandomStream random)
    {
        settings.Validate();
        _settings = settings;
        _hashSeed = random.NextUInt64();
        _bound = new QueueBound(settings.Limit, null);
        _next = new int[settings.Queues];
        _queues = new Queue[settings.Queues];
        PacketStore store = new();
        for (int i = 0; i < _queues.Length; i++)
        {
            _queues[i].Fifo = new PacketFifo(store);
        }
    }

    private struct Queue
    {
        public PacketFifo Fifo;
        public CoDelControl Control;
        public int Deficit;
        public bool HasTurn;
    }

    /// <inheritdoc/>
    public int Packets => _total.Packets;

    /// <inheritdoc/>
    public long Bytes => _total.Bytes;

    /// <inheritdoc/>
    public bool KeepsRate => false;

    /// <summary>Packets marked instead of dropped.</summary>
    public long MarkedPackets => _total.Marked;

    /// <inheritdoc/>
    public void UseRate(BitRate? rate) => _bound = new QueueBound(_settings.Limit, rate);

    /// <summary>Which queue a flow's packets go to: 0 to <see cref="FqCoDelSettings.Queues"/> - 1.</summary>
    /// <param name="flow">The handle of the flow.</param>
    public int QueueOf(int flow)
    {
        // The finalizer of MurmurHash3 over the seeded handle: neighbouring handles fall into unrelated queues.
        ulong hash = _hashSeed ^ (uint)flow;
        unchecked
        {
            hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
            hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        }

        return (int)((hash ^ (hash >> 33)) % (uint)_queues.Length);
    }

    /// <inheritdoc/>
    public bool TryEnqueue(in Packet packet, Instant now, IDropReceiver drops)
    {
        bool hasRoom = _bound.HasRoom(_total.Packets, _total.Bytes, packet.FrameLength);
        int index = QueueOf(packet.Flow);
        ref Queue queue = ref _queues[index];
        queue.Fifo.Add(packet, now);
        _total.OnAdded(packet);
        if (!queue.HasTurn)
        {
            // RFC 8290, 4.1.1: a flow that had nothing waiting is served before those that had.
            queue.HasTurn = true;
            queue.Deficit = _settings.Quantum;
            _new.Add(index, _next);
        }

        if (!hasRoom || _total.Memory > _settings.MemoryLimit.Bytes)
        {
            DropFromFattest(drops);
        }

        return true;
    }

    /// <inheritdoc/>
    public Instant ReadyAt(Instant now) => now;

    /// <inheritdoc/>
    public bool TryDequeue(Instant now, IDropReceiver drops, out QueuedPacket packet)
    {
        while (!_new.IsEmpty || !_old.IsEmpty)
        {
            bool isNew = !_new.IsEmpty;
            int index = isNew ? _new.First : _old.First;
            ref Queue queue = ref _queues[index];
            if (queue.Deficit <= 0)
            {
                queue.Deficit += _settings.Quantum;
                TakeTurn(isNew);
                _old.Add(index, _next);
            }
            else if (queue.Control.TryDequeue(ref queue.Fifo, ref _total, _settings.CoDel, now, drops, out packet))
            {
                queue.Deficit -= packet.Packet.FrameLength;
                return true;
            }
            else
            {
                TakeTurn(isNew);
                queue.HasTurn = isNew && !_old.IsEmpty;
                if (queue.HasTurn)
                {
                    // RFC 8290, 4.2: an emptied new queue passes the old ones once, or it could starve them.
                    _old.Add(index, _next);
                }
            }
        }

        packet = default;
        return false;
    }

    private void TakeTurn(bool isNew)
    {
        if (isNew)
        {
            _new.RemoveFirst(_next);
        }
        else
        {
            _old.RemoveFirst(_next);
        }
    }

    /// <summary>Makes room (fq_codel_drop): a linear search, paid for by dropping many packets at once.</summary>
    private void DropFromFattest(IDropReceiver drops)
    {
        int fattest = 0;
        for (int i = 1; i < _queues.Length; i++)
        {
            if (_queues[i].Fifo.Bytes > _queues[fattest].Fifo.Bytes)
            {
                fattest = i;
            }
        }

        ref Queue queue = ref _queues[fattest];
        long half = queue.Fifo.Bytes / 2;
        long dropped = 0;
        uint count = 0;
        do
        {
            QueuedPacket packet = queue.Fifo.Take();
            _total.OnTaken(packet.Packet);
            dropped += packet.Packet.FrameLength;
            count++;
            drops.OnDropped(packet.Packet);
        }
        while (count < DropBatch && dropped < half);
        queue.Control.Count += count;
    }

    /// <summary>Queues that wait for their turn; each is in one list at most, so they share the array of followers.</summary>
    private struct TurnList()
    {
        private int _last = None;

        public int First { get; private set; } = None;

        public readonly bool IsEmpty => First == None;

        public void Add(int queue, int[] next)
        {
            next[queue] = None;
            if (IsEmpty)
            {
                First = queue;
            }
            else
            {
                next[_last] = queue;
            }

            _last = queue;
        }

        public void RemoveFirst(int[] next) => First = next[First];
    }
}
