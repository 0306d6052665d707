using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Net;

namespace Experiments.Scenario.Reading;

/// <summary>
/// Addresses that the user gave are of the scenario's families, one per family, and no NIC shares one.
/// </summary>
internal static class AddressCheck
{
    /// <summary>Reports every address that cannot be used.</summary>
    public static void Run(ScenarioDefinition scenario, ErrorLog log)
    {
        Dictionary<IpAddress, string> owners = [];
        foreach (HostDefinition host in scenario.Hosts)
        {
            foreach (NicDefinition nic in host.Nics)
            {
                string owner = $"{host.Name}.{nic.Name}";
                foreach (GivenAddress given in nic.Addresses)
                {
                    if (!owners.TryAdd(given.Address, owner))
                    {
                        log.Add(
                            given.At,
                            $"address clash: {given.Address} of {owner} already belongs to {owners[given.Address]}");
                    }

                    if (!IsWanted(given.Address.Family, scenario.Ip))
                    {
                        log.Add(
                            given.At,
                            $"{owner}: {given.Address} is not of the scenario's IP version; write ip: dual for both");
                    }
                }

                foreach (AddressFamily family in new[] { AddressFamily.Ipv4, AddressFamily.Ipv6 })
                {
                    GivenAddress[] same = [.. nic.Addresses.Where(given => given.Address.Family == family)];
                    if (same.Length > 1)
                    {
                        log.Add(
                            same[1].At,
                            $"{owner}: a second {family} address; a NIC has one per IP version");
                    }
                }
            }
        }
    }

    private static bool IsWanted(AddressFamily family, IpFamilies families) => families switch
    {
        IpFamilies.Ipv6 => family == AddressFamily.Ipv6,
        IpFamilies.Ipv4 => family == AddressFamily.Ipv4,
        _ => true,
    };
}
