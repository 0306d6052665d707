using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Reading;

/// <summary>Every host that an application needs can be reached over ISPs, peerings, routers and links.</summary>
internal static class ReachabilityCheck
{
    /// <summary>Reports the applications whose hosts have no path between them.</summary>
    public static void Run(ScenarioDefinition scenario, ErrorLog log)
    {
        Islands islands = new(scenario);
        foreach (ApplicationDefinition application in scenario.Applications)
        {
            foreach ((Reference from, Reference to) in Needs(application))
            {
                if (!islands.AreConnected(from.Name, to.Name))
                {
                    log.Add(to.At, $"applications.{application.Name}: host '{from}' cannot reach host '{to}'; "
                        + "no ISP, peering or link leads from one to the other");
                }
            }
        }
    }

    private static IEnumerable<(Reference From, Reference To)> Needs(ApplicationDefinition application) =>
        application switch
        {
            RtmpServerApplication { Origin: { } origin } edge => [(edge.Host, origin.Host)],
            RtmpPushApplication push => [(push.Host, push.To.Host)],
            RtmpClientApplication client => [(client.Host, client.From.Host)],
            BulkApplication bulk => Pairs(bulk.Pairs),
            DatagramsApplication datagrams => Pairs(datagrams.Pairs),
            _ => [],
        };

    // In a permutation anybody may send to anybody; being connected is transitive, so neighbours are enough.
    private static IEnumerable<(Reference From, Reference To)> Pairs(TrafficPairs pairs) => pairs switch
    {
        TrafficPairs.Given given => given.Pairs.Select(pair => (pair.From, pair.To)),
        TrafficPairs.Permutation permutation => permutation.Hosts.Zip(permutation.Hosts.Skip(1)),
        _ => [],
    };

    /// <summary>
    /// The nodes that hang together. Hosts do not forward, so a host stands for itself and touches any number of
    /// islands.
    /// </summary>
    private sealed class Islands
    {
        private readonly Dictionary<string, string> _parent = [];
        private readonly Dictionary<string, HashSet<string>> _touches = [];
        private readonly HashSet<(string, string)> _direct = [];

        public Islands(ScenarioDefinition scenario)
        {
            HashSet<string> hosts = [.. scenario.Hosts.Select(host => host.Name.Name)];
            IEnumerable<(string, string)> edges =
            [
                .. scenario.Peerings.Select(peering => (peering.First.Name, peering.Second.Name)),
                .. scenario.Links.Select(link => (link.First.Name, link.Second.Name)),
                .. scenario.Hosts.SelectMany(host => host.Nics
                    .Where(nic => scenario.Isps.Any(isp => isp.Name.Name == nic.To.Name))
                    .Select(nic => (host.Name.Name, nic.To.Name))),
            ];
            foreach ((string first, string second) in edges)
            {
                Connect(first, second, hosts);
            }
        }

        public bool AreConnected(string from, string to) =>
            from == to || _direct.Contains((from, to)) || Around(from).Overlaps(Around(to));

        private void Connect(string first, string second, HashSet<string> hosts)
        {
            switch (hosts.Contains(first), hosts.Contains(second))
            {
                case (true, true):
                    _direct.Add((first, second));
                    _direct.Add((second, first));
                    break;
                case (true, false):
                    Touch(first, second);
                    break;
                case (false, true):
                    Touch(second, first);
                    break;
                default:
                    _parent[Root(first)] = Root(second);
                    break;
            }
        }

        private void Touch(string host, string node)
        {
            _touches.TryAdd(host, []);
            _touches[host].Add(node);
        }

        private HashSet<string> Around(string host) =>
            _touches.TryGetValue(host, out HashSet<string>? nodes) ? [.. nodes.Select(Root)] : [];

        private string Root(string node)
        {
            while (_parent.TryGetValue(node, out string? parent) && parent != node)
            {
                node = parent;
            }

            return node;
        }
    }
}
