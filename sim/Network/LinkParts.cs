using System;
using Protocols.Core;
using Sim.Queues;

namespace Sim.Network;

/// <summary>What a packet on a link touches only in special cases. Apart from the link, so that the rest of it is small and stays in the processor's cache.</summary>
/// <param name="fabric">The network it belongs to.</param>
/// <param name="name">The link's name.</param>
/// <param name="queue">The limit of its queue.</param>
internal sealed class LinkParts(Fabric fabric, string name, QueueLimit queue)
{
    private Wire? _wire;

    // What the frames up to a change of the rate took, and how many bytes they were.
    private long _busyBefore;
    private long _bytesBefore;

    public Fabric Fabric { get; } = fabric;

    public string Name { get; } = name;

    public QueueLimit Queue { get; } = queue;

    /// <summary>What can happen between the transmitter and the far end; made when something does.</summary>
    public Wire Wire => _wire ??= new Wire(Fabric.Simulation.Random.Fork("loss on " + Name));

    /// <summary>Whether the wire lets everything through.</summary>
    public bool IsWirePerfect => _wire?.IsPerfect ?? true;

    /// <summary>Whether the wire is blocked.</summary>
    public bool IsBlocked => _wire?.IsBlocked ?? false;

    /// <summary>How packets get lost on the wire.</summary>
    public LossModel Loss => _wire?.Loss ?? LossModel.None;

    /// <summary>Packets lost on the wire at random.</summary>
    public long LossDrops => _wire?.LossDrops ?? 0;

    /// <summary>Packets lost on the wire because it was blocked.</summary>
    public long BlockDrops => _wire?.BlockDrops ?? 0;

    /// <summary>The NIC at the sending end, if it is one.</summary>
    public Nic? Sender { get; set; }

    /// <summary>Whether the link may change during the run.</summary>
    public bool MayChange { get; set; }

    /// <summary>The frames that wait, where the queue is limited in packets.</summary>
    public Backlog? Backlog { get; set; }

    /// <summary>The way of packets where departures cannot be computed ahead; null on most links.</summary>
    public QueuedPath? Queued { get; set; }

    /// <summary>What was sent last, where packets are forwarded ahead of time and no lane knows them.</summary>
    public RecentFrames? RecentFrames { get; set; }

    /// <summary>Packets dropped because the queue was full, or its NIC went down.</summary>
    public long QueueDrops { get; set; }

    /// <summary>Packets dropped because they were larger than the MTU.</summary>
    public long OversizeDrops { get; set; }

    /// <summary>Whether a queue that is limited in packets has room at <paramref name="now"/> (picoseconds).</summary>
    public bool HasRoomForPacket(long now)
    {
        Backlog!.Settle(now);
        return Backlog.Packets < Queue.Amount || Backlog.Packets == 0;
    }

    /// <summary>A frame was accepted at <paramref name="now"/>: remembers it where somebody must know what waits.</summary>
    public void OnAccepted(in Transmitter transmitter, int bytes, long now, long departure)
    {
        Backlog?.Add(departure, bytes, now);
        if (RecentFrames is { } frames)
        {
            frames.Add(bytes);
            if (frames.IsFull)
            {
                frames.MakeRoom(new Duration(departure - now), transmitter.Rate);
            }
        }
    }

    /// <summary>What the link has done up to now.</summary>
    /// <param name="transmitter">Its transmitter.</param>
    /// <param name="waitingPackets">Frames that have not departed.</param>
    /// <param name="waitingBytes">Their bytes.</param>
    /// <param name="now">The time.</param>
    public LinkCounters Counters(in Transmitter transmitter, long waitingPackets, long waitingBytes, Instant now)
    {
        Duration unspent = Duration.Max(new Instant(transmitter.BusyUntil) - now, Duration.Zero);
        LinkCounters counters = new(
            now,
            transmitter.AcceptedPackets - waitingPackets,
            transmitter.AcceptedBytes - waitingBytes,
            QueueDrops,
            LossDrops,
            BlockDrops,
            OversizeDrops,
            transmitter.AcceptedPackets,
            new Duration(transmitter.QueueingTime),
            new Duration(BusyTime(in transmitter)) - unspent,
            new Duration(transmitter.PeakBacklog))
        {
            BacklogBytes = transmitter.Rate?.BytesIn(unspent) ?? 0,
        };
        return Queued?.Complete(counters) ?? counters;
    }

    /// <summary>The time that all accepted frames need, a part of it still to come.</summary>
    public long BusyTime(in Transmitter transmitter) => _busyBefore
        + (transmitter.Rate is { } rate ? rate.TimeToSend(transmitter.AcceptedBytes - _bytesBefore).Picoseconds : 0);

    /// <summary>The rate changes at <paramref name="now"/>; what waits will be told by <see cref="OnRetimed"/>.</summary>
    public void OnRateChange(in Transmitter transmitter, long now)
    {
        _busyBefore = BusyTime(in transmitter) - Math.Max(transmitter.BusyUntil - now, 0);
        _bytesBefore = transmitter.AcceptedBytes;
        Backlog?.Clear();
    }

    /// <summary>A waiting frame has got another departure, and takes <paramref name="transmission"/> from now on.</summary>
    public void OnRetimed(long transmission, long departure, int bytes, long now)
    {
        _busyBefore += transmission;
        Backlog?.Add(departure, bytes, now);
    }

    /// <summary>A waiting frame was taken back.</summary>
    public void OnRevoked(int bytes)
    {
        QueueDrops++;
        _bytesBefore -= bytes;
    }
}
