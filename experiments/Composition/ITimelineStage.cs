using Sim.Network;

namespace Experiments.Composition;

/// <summary>What a timeline is played on: a simulated network, or a real one.</summary>
internal interface ITimelineStage
{
    /// <summary>Stops all packets of an ISP, a cable or a NIC, silently.</summary>
    void Block(ITimelineTarget target, BlockPoint where);

    /// <summary>Takes the target's own block back.</summary>
    void Unblock(ITimelineTarget target);

    /// <summary>Gives the target's links other values.</summary>
    void Change(ITimelineTarget target, LinkChange change);

    /// <summary>Takes a NIC down.</summary>
    void SetDown(Nic nic);

    /// <summary>Brings a NIC up again.</summary>
    void SetUp(Nic nic);

    /// <summary>Removes the MPTCP endpoints of a NIC gracefully.</summary>
    void RemoveEndpoints(Nic nic);

    /// <summary>Adds the MPTCP endpoints of a NIC again; those that were never removed are there.</summary>
    void AddEndpoints(Nic nic);
}
