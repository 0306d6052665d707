using System;
using Protocols.Core;

namespace Sim.Queues;

/// <summary>The parameters of FQ-CoDel (RFC 8290, 5.2; the defaults are those of Linux).</summary>
public sealed record FqCoDelSettings
{
    /// <summary>The parameters of the CoDel in each queue; Linux marks ECN-capable packets here, unlike in plain CoDel.</summary>
    public CoDelSettings CoDel { get; init; } = new() { MarksCongestion = true };

    /// <summary>How many queues flows are spread over; 1 to 65,536.</summary>
    public int Queues { get; init; } = 1024;

    /// <summary>How many bytes a queue may send in its turn: a full frame, so that each turn is a packet; 256 or more, as in Linux.</summary>
    public int Quantum { get; init; } = 1514;

    /// <summary>How much may wait in all queues together; 10,240 packets in Linux.</summary>
    public QueueLimit Limit { get; init; } = QueueLimit.OfPackets(10_240);

    /// <summary>How much memory of the kernel they may take together, descriptors included.</summary>
    public ByteSize MemoryLimit { get; init; } = new(32 << 20);

    /// <summary>Throws when a value is out of its range.</summary>
    internal void Validate()
    {
        CoDel.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Queues, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Queues, 65_536);
        ArgumentOutOfRangeException.ThrowIfLessThan(Quantum, 256);
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryLimit.Bytes, 1, nameof(MemoryLimit));
    }
}
