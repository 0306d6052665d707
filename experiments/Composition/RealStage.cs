using System.Collections.Generic;
using Sim.Emulation;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>Kernel hosts on real links: everything changes in kernels.</summary>
/// <param name="hosts">The hosts.</param>
/// <param name="targets">The network.</param>
/// <param name="commands">Carries out what takes its time.</param>
internal sealed class RealStage(IReadOnlyList<HostNamespace> hosts, RealTargets targets, CommandThread commands)
    : HybridStage(hosts, commands)
{
    private readonly CommandThread _commands = commands;

    /// <inheritdoc/>
    public override void Block(ITimelineTarget target, BlockPoint where) => _commands.Do(() => targets.Block(target, where));

    /// <inheritdoc/>
    public override void Unblock(ITimelineTarget target) => _commands.Do(() => targets.Unblock(target));

    /// <inheritdoc/>
    public override void Change(ITimelineTarget target, LinkChange change) => _commands.Do(() => targets.Change(target, change));
}
