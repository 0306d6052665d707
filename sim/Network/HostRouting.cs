using System.Collections.Generic;
using System.Linq;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Sets up the policy routing of hosts: a table for each NIC, chosen by source address, as on a multi-homed Linux machine.</summary>
/// <param name="plan">The addresses.</param>
/// <param name="families">The families in use.</param>
internal sealed class HostRouting(AddressPlan plan, IReadOnlyList<AddressFamily> families)
{
    // NIC number n of a host has table 1000 n.
    private const int TableStep = 1000;

    /// <summary>The rules of a host; with one NIC its main table is enough.</summary>
    /// <param name="nics">The host's connected NICs, in order; at least one.</param>
    public PolicyRules RulesFor(IReadOnlyList<Attachment> nics)
    {
        PolicyRules rules = new();
        if (nics.Count > 1)
        {
            for (int i = 0; i < nics.Count; i++)
            {
                RoutingTable<HostRoute> table = new();
                AddRoutes(table, nics[i], withDefault: families);
                foreach (IpAddress address in nics[i].Nic.Addresses)
                {
                    rules.Add(new PolicyRule(address, (i + 1) * TableStep, table));
                }
            }
        }

        // The first NIC with a router behind it serves connections that name no source address.
        Attachment? preferred = nics.FirstOrDefault(nic => nic.Segment.Router is not null);
        foreach (Attachment nic in nics)
        {
            AddRoutes(rules.Main, nic, withDefault: nic == preferred ? families : []);
        }

        return rules;
    }

    private void AddRoutes(RoutingTable<HostRoute> table, Attachment attachment, IReadOnlyList<AddressFamily> withDefault)
    {
        Nic nic = attachment.Nic;
        foreach (AddressFamily family in families)
        {
            bool isPlanned = nic.Has(plan.AddressOf(attachment, family));
            if (attachment.Segment.Router is null)
            {
                // The other end of the cable, under whatever address it has.
                foreach (IpAddress address in PeerOf(attachment).Addresses.Where(address => address.Family == family))
                {
                    table.Add(IpPrefix.Host(address), new HostRoute(nic, IpAddress.None));
                }

                continue;
            }

            if (isPlanned)
            {
                table.Add(plan.BlockOf(attachment, family), new HostRoute(nic, IpAddress.None));
            }

            if (withDefault.Contains(family))
            {
                IpAddress gateway = isPlanned ? plan.GatewayOf(attachment, family) : IpAddress.None;
                table.Add(IpPrefix.All(family), new HostRoute(nic, gateway));
            }
        }
    }

    private static Nic PeerOf(Attachment attachment) =>
        attachment.Segment.Attachments.Single(other => other != attachment).Nic;
}
