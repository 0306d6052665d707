using System.Collections.Generic;
using Protocols.Mptcp;
using Protocols.Net;
using Sim.Hosts;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>A simulated network with simulated hosts.</summary>
internal sealed class SimulatedStage : ITimelineStage
{
    private readonly Dictionary<IpAddress, MptcpEndpoint> _removed = [];

    /// <inheritdoc/>
    public void Block(ITimelineTarget target, BlockPoint where) => target.Block(where);

    /// <inheritdoc/>
    public void Unblock(ITimelineTarget target) => target.Unblock();

    /// <inheritdoc/>
    public void Change(ITimelineTarget target, LinkChange change) => target.Change(change);

    /// <inheritdoc/>
    public void SetDown(Nic nic) => nic.SetDown();

    /// <inheritdoc/>
    public void SetUp(Nic nic) => nic.SetUp();

    /// <inheritdoc/>
    public void RemoveEndpoints(Nic nic)
    {
        foreach (IpAddress address in nic.Addresses)
        {
            if (((SimHost)nic.Owner).RemoveEndpoint(address) is { } endpoint)
            {
                _removed[address] = endpoint;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>An endpoint comes back as it was.</remarks>
    public void AddEndpoints(Nic nic)
    {
        foreach (IpAddress address in nic.Addresses)
        {
            if (_removed.Remove(address, out MptcpEndpoint endpoint))
            {
                ((SimHost)nic.Owner).AddEndpoint(endpoint);
            }
        }
    }
}
