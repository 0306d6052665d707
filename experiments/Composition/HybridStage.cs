using System.Collections.Generic;
using System.Linq;
using Sim.Emulation;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>Kernel hosts on simulated links: links and ISPs change in the simulation, NICs and endpoints in the kernels.</summary>
/// <param name="hosts">The hosts.</param>
/// <param name="commands">Carries out what takes its time.</param>
internal class HybridStage(IReadOnlyList<HostNamespace> hosts, CommandThread commands) : ITimelineStage
{
    private readonly Dictionary<string, HostNamespace> _hosts = hosts.ToDictionary(host => host.Spec.Name);

    /// <inheritdoc/>
    public virtual void Block(ITimelineTarget target, BlockPoint where) => target.Block(where);

    /// <inheritdoc/>
    public virtual void Unblock(ITimelineTarget target) => target.Unblock();

    /// <inheritdoc/>
    public virtual void Change(ITimelineTarget target, LinkChange change) => target.Change(change);

    /// <inheritdoc/>
    public void SetDown(Nic nic) => commands.Do(() => HostOf(nic).SetDown(nic));

    /// <inheritdoc/>
    public void SetUp(Nic nic) => commands.Do(() => HostOf(nic).SetUp(nic));

    /// <inheritdoc/>
    public void RemoveEndpoints(Nic nic) => commands.Do(() => HostOf(nic).RemoveEndpoints(nic));

    /// <inheritdoc/>
    public void AddEndpoints(Nic nic) => commands.Do(() => HostOf(nic).AddEndpoints(nic));

    private HostNamespace HostOf(Nic nic) => _hosts[nic.Owner.Name];
}
