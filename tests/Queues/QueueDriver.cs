using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Sim.Queues;

namespace Tests.Queues;

/// <summary>Feeds a discipline by hand and remembers whom it dropped. Packets are numbered from 0 in the order in which they come.</summary>
internal sealed class QueueDriver(IQueueDiscipline discipline) : IDropReceiver
{
    private uint _next;

    public List<uint> Dropped { get; } = [];

    public static Instant At(double milliseconds) => Instant.Zero + Duration.FromSeconds(milliseconds / 1000);

    public bool Add(double milliseconds, int frame = 1_514, int flow = 1, PacketTraits traits = PacketTraits.None)
    {
        Packet packet = new()
        {
            Flow = flow,
            SequenceNumber = _next++,
            Length = (ushort)(frame - Packet.EthernetHeaderLength),
            Traits = traits,
        };
        return discipline.TryEnqueue(packet, At(milliseconds), this);
    }

    /// <summary>The packet that leaves; null when the queue is empty.</summary>
    public Packet? Take(double milliseconds) =>
        discipline.TryDequeue(At(milliseconds), this, out QueuedPacket packet) ? packet.Packet : null;

    public void OnDropped(in Packet packet) => Dropped.Add(packet.SequenceNumber);
}
