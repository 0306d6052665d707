using System.Collections.Generic;
using Protocols.Net;

namespace Sim.Network;

/// <summary>How a host chooses the NIC of an outgoing packet: by source address, as <c>ip rule</c> does it, so that each address uses its own provider.</summary>
public sealed class PolicyRules
{
    private readonly List<PolicyRule> _rules = [];

    /// <summary>The rules in their order; the main table is asked last.</summary>
    public IReadOnlyList<PolicyRule> Rules => _rules;

    /// <summary>The main table: for packets that no rule knows, and for connections that have no source address yet.</summary>
    public RoutingTable<HostRoute> Main { get; } = new();

    /// <summary>Adds a rule behind the others.</summary>
    public void Add(PolicyRule rule) => _rules.Add(rule);

    /// <summary>The route of a packet; null when none leads to its destination.</summary>
    /// <param name="source">Its source address; <see cref="IpAddress.None"/> when it has none yet.</param>
    /// <param name="destination">Its destination address.</param>
    public HostRoute? Lookup(IpAddress source, IpAddress destination)
    {
        foreach (PolicyRule rule in _rules)
        {
            // As in Linux, a table without a matching route is no answer: the next rule is asked.
            if (rule.Source == source && rule.Table.Lookup(destination) is { } route)
            {
                return route;
            }
        }

        return Main.Lookup(destination);
    }
}
