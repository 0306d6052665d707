using System.Collections.Generic;

namespace Sim.Network;

/// <summary>An Internet service provider: a router, the access cables of its customers' NICs, and peerings with other providers.</summary>
/// <param name="router">What forwards its packets.</param>
public sealed class Isp(Router router) : ITimelineTarget
{
    private readonly List<Nic> _customers = [];
    private readonly List<Cable> _peerings = [];
    private BlockPoint? _block;

    /// <summary>Its name.</summary>
    public string Name => Router.Name;

    /// <summary>What forwards its packets.</summary>
    public Router Router { get; } = router;

    /// <summary>The NICs attached to it.</summary>
    public IReadOnlyList<Nic> Customers => _customers;

    /// <summary>Its cables to other providers and routers.</summary>
    public IReadOnlyList<Cable> Peerings => _peerings;

    /// <summary>Whether it is blocked.</summary>
    public bool IsBlocked => _block is not null;

    /// <inheritdoc/>
    public void AnnounceChange()
    {
        Router.MayChange = true;
        _customers.ForEach(nic => nic.AnnounceChange());
        _peerings.ForEach(cable => cable.AnnounceChange());
    }

    /// <inheritdoc/>
    /// <remarks>
    /// On the wire: its router drops all it would forward. In the sending or receiving hosts: the attached NICs' hosts drop, and
    /// its peerings are blocked, so that nothing of others passes it either.
    /// </remarks>
    public void Block(BlockPoint where)
    {
        Unblock();
        _block = where;
        switch (where)
        {
            case BlockPoint.Wire:
                Router.Block();
                return;
            case BlockPoint.Sender:
                _customers.ForEach(nic => nic.BlockEgress());
                break;
            case BlockPoint.Receiver:
                _customers.ForEach(nic => nic.BlockIngress());
                break;
        }

        _peerings.ForEach(BlockWire);
    }

    /// <inheritdoc/>
    public void Unblock()
    {
        BlockPoint? where = _block;
        _block = null;
        switch (where)
        {
            case null:
                return;
            case BlockPoint.Wire:
                Router.Unblock();
                return;
            case BlockPoint.Sender:
                _customers.ForEach(nic => nic.UnblockEgress());
                break;
            case BlockPoint.Receiver:
                _customers.ForEach(nic => nic.UnblockIngress());
                break;
        }

        _peerings.ForEach(UnblockWire);
    }

    /// <inheritdoc/>
    /// <remarks>Its links are the access links; peerings keep their values.</remarks>
    public void Change(LinkChange change) => _customers.ForEach(nic => nic.Change(change));

    /// <summary>Adds a NIC that has been connected to the router.</summary>
    internal void AddCustomer(Nic nic) => _customers.Add(nic);

    /// <summary>Adds a cable that leads from the router to another one.</summary>
    internal void AddPeering(Cable cable) => _peerings.Add(cable);

    // Not Cable.Block: a peering may be blocked as a target of its own at the same time.
    private static void BlockWire(Cable cable)
    {
        cable.Forward.Block();
        cable.Backward.Block();
    }

    private static void UnblockWire(Cable cable)
    {
        cable.Forward.Unblock();
        cable.Backward.Unblock();
    }
}
