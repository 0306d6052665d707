using System;
using System.Collections.Generic;
using Sim.Network;

namespace Sim.Emulation;

/// <summary>Does to a real network what a timeline does to a simulated one, with the same meaning: see <see cref="ITimelineTarget"/>.</summary>
/// <param name="network">The real network.</param>
public sealed class RealTargets(RealNetwork network)
{
    private readonly Dictionary<ITimelineTarget, BlockPoint> _blocks = [];

    /// <summary>Stops all packets of a target. A block that is there already is replaced.</summary>
    public void Block(ITimelineTarget target, BlockPoint where)
    {
        Unblock(target);
        _blocks[target] = where;
        foreach ((Action block, _) in StepsOf(target, where))
        {
            block();
        }
    }

    /// <summary>Takes a target's own block back.</summary>
    public void Unblock(ITimelineTarget target)
    {
        if (_blocks.Remove(target, out BlockPoint where))
        {
            foreach ((_, Action unblock) in StepsOf(target, where))
            {
                unblock();
            }
        }
    }

    /// <summary>Gives the links of a target other values: rates and losses; delays cannot be had.</summary>
    public void Change(ITimelineTarget target, LinkChange change)
    {
        foreach (Link link in LinksOf(target))
        {
            if (change.Rate is { } rate)
            {
                network[link].SetRate(rate);
            }

            if (change.Loss is { } loss)
            {
                network[link].Filter.SetLoss(loss);
            }
        }
    }

    private static IEnumerable<Link> LinksOf(ITimelineTarget target)
    {
        switch (target)
        {
            case Isp isp:
                foreach (Nic customer in isp.Customers)
                {
                    yield return customer.Outgoing;
                    yield return customer.Incoming;
                }

                break;
            case Cable cable:
                yield return cable.Forward;
                yield return cable.Backward;
                break;
            case Nic nic:
                yield return nic.Outgoing;
                yield return nic.Incoming;
                break;
            default:
                break;
        }
    }

    private IEnumerable<(Action Block, Action Unblock)> StepsOf(ITimelineTarget target, BlockPoint where)
    {
        switch (target)
        {
            case Isp isp when where == BlockPoint.Wire:
                yield return (() => network.Block(isp.Router), () => network.Unblock(isp.Router));
                break;
            case Isp isp:
                foreach (Nic customer in isp.Customers)
                {
                    yield return AtHost(customer, where);
                }

                foreach (Cable peering in isp.Peerings)
                {
                    yield return OnWire(peering.Forward);
                    yield return OnWire(peering.Backward);
                }

                break;
            case Cable cable:
                yield return OnWire(cable.Forward);
                yield return OnWire(cable.Backward);
                break;
            case Nic nic:
                yield return where == BlockPoint.Sender ? AtHost(nic, where) : OnWire(nic.Outgoing);
                yield return where == BlockPoint.Receiver ? AtHost(nic, where) : OnWire(nic.Incoming);
                break;
            default:
                break;
        }
    }

    private (Action Block, Action Unblock) OnWire(Link link)
    {
        LinkFilter filter = network[link].Filter;
        return (filter.Block, filter.Unblock);
    }

    private (Action Block, Action Unblock) AtHost(Nic nic, BlockPoint where)
    {
        PacketFilter filter = network.HostOf(nic).Filter;
        (BlockedDirection, string)[] blocks = [(where == BlockPoint.Sender ? BlockedDirection.Out : BlockedDirection.In, nic.Name)];
        return (() => filter.Block(blocks), () => filter.Unblock(blocks));
    }
}
