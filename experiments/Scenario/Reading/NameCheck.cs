using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Reading;

/// <summary>Names are unique: those of the network among each other, and those of the applications.</summary>
internal static class NameCheck
{
    /// <summary>Reports the second use of every name.</summary>
    public static void Run(ScenarioDefinition scenario, ErrorLog log)
    {
        IEnumerable<(Reference, string)> network =
        [
            .. scenario.Isps.Select(isp => (isp.Name, "an ISP")),
            .. scenario.Routers.Select(router => (router.Name, "a router")),
            .. scenario.Links.Select(link => (link.Name, "a link")),
            .. scenario.Hosts.Select(host => (host.Name, "a host")),
            .. scenario.Peerings.Select(peering => (new Reference(peering.Name, peering.First.At), "a peering")),
        ];
        RequireUnique(network, log);
        RequireUnique(scenario.Middleboxes.Select(box => (box.Name, "a middlebox")), log);
        RequireUnique(scenario.Applications.Select(application => (application.Name, "an application")), log);
    }

    private static void RequireUnique(IEnumerable<(Reference Name, string What)> names, ErrorLog log)
    {
        Dictionary<string, (Reference Name, string What)> seen = [];
        foreach ((Reference name, string what) in names.Where(name => name.Name.Name.Length > 0))
        {
            if (!seen.TryAdd(name.Name, (name, what)))
            {
                (Reference first, string firstWhat) = seen[name.Name];
                log.Add(name.At, string.Create(
                    CultureInfo.InvariantCulture,
                    $"duplicate name '{name.Name}': {what} here, already {firstWhat} in line {first.At.Line}"));
            }
        }
    }
}
