using Protocols.Core;
using Protocols.Net;

namespace Sim.Hosts;

/// <summary>
/// A running hash over every packet that arrives at a host of a simulation: what, when, in which order.
/// </summary>
/// <remarks>
/// Two runs with the same value behaved the same in every packet; used to tell whether a change changes behaviour.
/// </remarks>
public sealed class ArrivalTrace
{
    /// <summary>The hash so far.</summary>
    public ulong Value { get; private set; } = 14695981039346656037;

    /// <summary>A packet arrived.</summary>
    public void Add(in Packet packet, Instant at)
    {
        unchecked
        {
            ulong word = (ulong)at.Picoseconds ^ ((ulong)packet.SequenceNumber << 32) ^ packet.AcknowledgmentNumber;
            ulong shape = ((ulong)(uint)packet.Flow << 32) ^ ((ulong)packet.Length << 16) ^ ((ulong)packet.Flags << 8);
            Value = ((Value ^ word) * 0x9E3779B97F4A7C15) ^ (Value >> 29) ^ shape;
        }
    }
}
