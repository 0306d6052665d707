using System;
using System.Collections.Generic;
using System.Linq;
using Sim.Emulation;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>Kernel hosts on simulated links, beside simulated ones or not: links and ISPs change in the simulation, NICs and endpoints where their hosts are.</summary>
/// <param name="hosts">The hosts.</param>
/// <param name="commands">Carries out what takes its time.</param>
internal class HybridStage(IReadOnlyList<HostNamespace> hosts, CommandThread commands) : ITimelineStage
{
    private readonly Dictionary<string, HostNamespace> _hosts = hosts.ToDictionary(host => host.Spec.Name);
    private readonly SimulatedStage _simulated = new();

    /// <inheritdoc/>
    public virtual void Block(ITimelineTarget target, BlockPoint where) => target.Block(where);

    /// <inheritdoc/>
    public virtual void Unblock(ITimelineTarget target) => target.Unblock();

    /// <inheritdoc/>
    public virtual void Change(ITimelineTarget target, LinkChange change) => target.Change(change);

    /// <inheritdoc/>
    public void SetDown(Nic nic) => Do(nic, host => host.SetDown(nic), stage => stage.SetDown(nic));

    /// <inheritdoc/>
    public void SetUp(Nic nic) => Do(nic, host => host.SetUp(nic), stage => stage.SetUp(nic));

    /// <inheritdoc/>
    public void RemoveEndpoints(Nic nic) => Do(nic, host => host.RemoveEndpoints(nic), stage => stage.RemoveEndpoints(nic));

    /// <inheritdoc/>
    public void AddEndpoints(Nic nic) => Do(nic, host => host.AddEndpoints(nic), stage => stage.AddEndpoints(nic));

    // A host that is no kernel is part of the simulation, on whose thread the timeline is played.
    private void Do(Nic nic, Action<HostNamespace> inKernel, Action<SimulatedStage> inSimulation)
    {
        if (_hosts.TryGetValue(nic.Owner.Name, out HostNamespace? host))
        {
            commands.Do(() => inKernel(host));
        }
        else
        {
            inSimulation(_simulated);
        }
    }
}
