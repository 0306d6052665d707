using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>Leads flows over the routers and links that a scenario names with <c>via</c>.</summary>
internal sealed class PathPinner(ComposedNetwork network)
{
    /// <summary>Leads one flow.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="nic">The NIC it leaves from.</param>
    /// <param name="via">Routers and links in the order in which the flow passes them.</param>
    public void Pin(int flow, Nic nic, IReadOnlyList<Reference> via)
    {
        NamedLink first = network.Links.First(link => link.Link == nic.Outgoing);
        string at = first.To;
        foreach (string name in via.Select(reference => reference.Name))
        {
            if (name == at || name == first.Name)
            {
                continue;
            }

            foreach (NamedLink link in network.Links)
            {
                if (link.From == at && (link.Name == name || link.To == name))
                {
                    network.Topology.FindRouter(at)?.Pin(flow, link.Link);
                    at = link.To;
                    break;
                }
            }
        }
    }
}
