namespace Sim.Network;

/// <summary>A NIC in its segment.</summary>
/// <param name="Nic">The NIC.</param>
/// <param name="Segment">The segment.</param>
/// <param name="Host">The number of the NIC's host, from 1.</param>
/// <param name="Repetition">How many NICs of the same host came before it in the same segment.</param>
/// <param name="Order">Its number in the segment, from 1.</param>
internal sealed record Attachment(Nic Nic, Segment Segment, int Host, int Repetition, int Order);
