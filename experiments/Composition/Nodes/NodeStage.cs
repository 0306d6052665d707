using System;
using System.Collections.Generic;
using System.Linq;
using Sim.Emulation;
using Sim.Network;

namespace Experiments.Composition.Nodes;

/// <summary>One machine's part of a timeline: what concerns its own interfaces is done, all else is the others' business.</summary>
/// <param name="host">The machine.</param>
/// <param name="owner">The host of the scenario that it is.</param>
/// <param name="commands">Carries out what takes its time.</param>
internal sealed class NodeStage(HostNamespace host, INicOwner owner, CommandThread commands) : ITimelineStage
{
    private readonly HashSet<ITimelineTarget> _blocked = [];
    private readonly HashSet<Nic> _down = [];
    private readonly HashSet<Nic> _withoutEndpoints = [];
    private bool _hasFiltered;

    /// <inheritdoc/>
    /// <remarks>
    /// Whatever the point, nothing passes in either direction: what is sent is dropped before the interface counts it, what arrives after
    /// it has been counted. The other end's interface may belong to another ISP, so nothing of this is left to it.
    /// </remarks>
    public void Block(ITimelineTarget target, BlockPoint where)
    {
        if (_blocked.Add(target))
        {
            Do(OwnNicsOf(target), nics => host.Filter.Block(Both(nics)));
        }
    }

    /// <inheritdoc/>
    public void Unblock(ITimelineTarget target)
    {
        if (_blocked.Remove(target))
        {
            Do(OwnNicsOf(target), nics => host.Filter.Unblock(Both(nics)));
        }
    }

    /// <inheritdoc/>
    public void Change(ITimelineTarget target, LinkChange change) =>
        throw new InvalidOperationException("nobody checked that the links of real hosts stay as they are");

    /// <inheritdoc/>
    public void SetDown(Nic nic)
    {
        if (nic.Owner == owner && _down.Add(nic))
        {
            commands.Do(() => host.SetDown(nic));
        }
    }

    /// <inheritdoc/>
    public void SetUp(Nic nic)
    {
        if (_down.Remove(nic))
        {
            commands.Do(() => host.SetUp(nic));
        }
    }

    /// <inheritdoc/>
    public void RemoveEndpoints(Nic nic)
    {
        if (nic.Owner == owner && _withoutEndpoints.Add(nic))
        {
            commands.Do(() => host.RemoveEndpoints(nic));
        }
    }

    /// <inheritdoc/>
    public void AddEndpoints(Nic nic)
    {
        if (_withoutEndpoints.Remove(nic))
        {
            commands.Do(() => host.AddEndpoints(nic));
        }
    }

    /// <summary>Leaves the machine as it was: unblocked, its interfaces up, with their endpoints.</summary>
    public void Undo()
    {
        foreach (Nic nic in _down.ToArray())
        {
            SetUp(nic);
        }

        foreach (Nic nic in _withoutEndpoints.ToArray())
        {
            AddEndpoints(nic);
        }

        if (_hasFiltered)
        {
            commands.Do(host.Filter.Remove);
        }
    }

    private static IEnumerable<(BlockedDirection, string)> Both(Nic[] nics) =>
        nics.SelectMany(nic => new[] { (BlockedDirection.Out, nic.Name), (BlockedDirection.In, nic.Name) });

    private void Do(Nic[] nics, Action<Nic[]> action)
    {
        if (nics.Length > 0)
        {
            _hasFiltered = true;
            commands.Do(() => action(nics));
        }
    }

    private Nic[] OwnNicsOf(ITimelineTarget target) => target switch
    {
        Isp isp => [.. isp.Customers.Where(nic => nic.Owner == owner)],
        Nic nic when nic.Owner == owner => [nic],
        _ => [],
    };
}
