namespace Sim.Emulation;

/// <summary>Loses the packets of one direction of a cable.</summary>
/// <param name="Table">The filter at one of its ends.</param>
/// <param name="Direction">The direction as that end sees it.</param>
/// <param name="Device">The interface at that end.</param>
public sealed record LinkFilter(PacketFilter Table, BlockedDirection Direction, string Device)
{
    /// <summary>Loses all of them. Blocks count.</summary>
    public void Block() => Table.Block([(Direction, Device)]);

    /// <summary>Takes one <see cref="Block"/> back.</summary>
    public void Unblock() => Table.Unblock([(Direction, Device)]);

    /// <summary>Loses a share of them, 0 to 1, each independently.</summary>
    public void SetLoss(double share) => Table.SetLoss(Direction, Device, share);
}
