using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Reading;

/// <summary>The parts of the network fit together: every end exists, every link has what it needs.</summary>
internal static class NetworkCheck
{
    /// <summary>Every name that a peering, a link or a NIC refers to exists.</summary>
    public static void References(ScenarioDefinition scenario, NetworkNames names)
    {
        foreach (PeeringDefinition peering in scenario.Peerings)
        {
            names.RequireIsp(peering.First, "peerings");
            names.RequireIsp(peering.Second, "peerings");
        }

        foreach (LinkDefinition link in scenario.Links)
        {
            names.RequireNode(link.First, $"links.{link.Name}");
            names.RequireNode(link.Second, $"links.{link.Name}");
        }

        foreach (HostDefinition host in scenario.Hosts)
        {
            foreach (NicDefinition nic in host.Nics)
            {
                names.RequireAttachment(nic.To, $"hosts.{host.Name}.nics.{nic.Name}");
            }
        }
    }

    /// <summary>
    /// Links and NICs agree with each other, and every link has a rate and, for a queue in bdp, an RTT.
    /// </summary>
    public static void Completeness(ScenarioDefinition scenario, NetworkNames names, ErrorLog log)
    {
        Dictionary<string, LinkDefinition> links = scenario.Links.ToDictionary(link => link.Name.Name);
        Dictionary<string, IspDefinition> isps = scenario.Isps.ToDictionary(isp => isp.Name.Name);
        HashSet<(string Host, string Link)> attached = [];
        foreach (HostDefinition host in scenario.Hosts)
        {
            foreach (NicDefinition nic in host.Nics)
            {
                string path = $"hosts.{host.Name}.nics.{nic.Name}";
                if (isps.TryGetValue(nic.To.Name, out IspDefinition? isp))
                {
                    RequireSettings(
                        nic.Access.Over(isp.Access), nic.Name, $"{path}: neither the NIC nor {nic.To} has", log);
                }
                else if (links.TryGetValue(nic.To.Name, out LinkDefinition? link))
                {
                    RequireEnd(link, host, nic, path, log);
                    attached.Add((host.Name.Name, link.Name.Name));
                }
                else
                {
                    log.Add(nic.To.At, $"{path}: '{nic.To}' is a peering; a NIC is attached to an ISP or a named link");
                }
            }
        }

        foreach (LinkDefinition link in scenario.Links)
        {
            RequireSettings(link.Settings, link.Name, $"links.{link.Name} does not have", log);
            foreach (Reference end in new[] { link.First, link.Second })
            {
                if (names.IsHost(end.Name) && !attached.Contains((end.Name, link.Name.Name)))
                {
                    log.Add(end.At, $"links.{link.Name}: ends at host '{end}', which has no NIC on it; "
                        + $"write nics: {{ nic1: {link.Name} }} there");
                }
            }
        }

        foreach (PeeringDefinition peering in scenario.Peerings)
        {
            RequireSettings(peering.Settings, peering.First, $"peering {peering.Name} does not have", log);
        }
    }

    private static void RequireSettings(LinkSettings settings, Reference at, string complaint, ErrorLog log)
    {
        if (settings.Rate is null && settings.Trace is null)
        {
            log.Add(at.At, $"{complaint} a 'rate'; write one such as 10 Mbit/s");
        }

        if (settings.Queue is QueueLimit.BandwidthDelayProduct && settings.Rtt is null)
        {
            log.Add(
                at.At,
                $"{complaint} an 'rtt', which a queue of '{settings.Queue}' is measured with; write one such as 40 ms");
        }

        bool isPlain = settings is
        {
            Discipline: null or ({ Name.Name: "tbf" } and not TokenBucketDefinition { Rate: not null }),
            Trace: null,
            Jitter: null,
            Reorder: null,
            Duplicate: null,
        };
        if (settings.HostQueue == true && !isPlain)
        {
            log.Add(
                at.At,
                $"{complaint} a plain queue, which 'host-queue' needs: leave out trace, jitter, reorder, duplicate, and any discipline but a 'tbf' without a rate of its own");
        }
    }

    private static void RequireEnd(
        LinkDefinition link, HostDefinition host, NicDefinition nic, string path, ErrorLog log)
    {
        if (link.First.Name != host.Name.Name && link.Second.Name != host.Name.Name)
        {
            log.Add(
                nic.To.At,
                $"{path}: link '{link.Name}' does not end at this host, but at '{link.First}' and '{link.Second}'");
        }

        if (nic.Access != new LinkSettings())
        {
            log.Add(
                nic.Name.At,
                $"{path}: is the end of link '{link.Name}', whose values stand under 'links'; leave them out here");
        }

        NicDefinition first = host.Nics.First(other => other.To.Name == nic.To.Name);
        if (first != nic)
        {
            log.Add(
                nic.To.At,
                $"{path}: link '{link.Name}' already ends at {host.Name}.{first.Name}; a link has one NIC at each end");
        }
    }
}
