namespace Sim.Network;

/// <summary>What a timeline can act on during a run: an ISP, a cable, a NIC.</summary>
public interface ITimelineTarget
{
    /// <summary>Says, when all is connected and before the run, that something will be done to it, so that nothing is computed ahead of that (see <see cref="Link.MayChange"/>).</summary>
    void AnnounceChange();

    /// <summary>Stops all packets in both directions, silently. A block that is there already is replaced.</summary>
    void Block(BlockPoint where);

    /// <summary>Takes this target's own block back; blocks of others stay. Does nothing when there is none.</summary>
    void Unblock();

    /// <summary>Gives its links, both directions, other values.</summary>
    void Change(LinkChange change);
}
