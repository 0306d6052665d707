using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Scenario.Records;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>Kernel hosts on which foreign programs run: what has to be different there, and what can be known of it.</summary>
internal static class ForeignHosts
{
    private const string Default = "net.ipv4.tcp_congestion_control";

    /// <summary>Gives the hosts of foreign programs the congestion control of their stack: nobody sets it on each socket.</summary>
    /// <returns>What the reader should know where the kernel refuses.</returns>
    public static IEnumerable<string> ChooseCongestion(ScenarioDefinition scenario, IReadOnlyList<HostNamespace> hosts)
    {
        HashSet<string> foreign =
            [.. scenario.Applications.Where(application => application.Command is not null).Select(ForeignPrograms.HostOf)];
        foreach (HostNamespace host in hosts.Where(host => foreign.Contains(host.Spec.Name)))
        {
            StackDefinition stack = scenario.StackOf(scenario.Hosts.First(candidate => candidate.Name.Name == host.Spec.Name));
            if (WhyNot(host, KernelPlace.CongestionOf(stack, null)) is { } notice)
            {
                yield return notice;
            }
        }
    }

    /// <summary>The connections of which at least one end is a foreign program's.</summary>
    /// <param name="scenario">What is run.</param>
    /// <param name="applications">Its applications, in its order.</param>
    /// <param name="place">Its hosts.</param>
    public static IEnumerable<ForeignConnection> Connections(
        ScenarioDefinition scenario, IReadOnlyList<IComposedApplication> applications, KernelPlace place)
    {
        RtmpServerApplication[] servers = [.. scenario.Applications.OfType<RtmpServerApplication>()];
        foreach ((IComposedApplication application, ApplicationDefinition definition) in applications.Zip(scenario.Applications))
        {
            // Of a program that talks to a simulated host only its interface is known.
            if (ForeignPrograms.UrlOf(definition) is not { } url || application is not INamingConnections naming
                || !place.Hosts.TryGetValue(ForeignPrograms.HostOf(definition), out KernelHost? opener)
                || !place.Hosts.TryGetValue(url.Host.Name, out KernelHost? listener))
            {
                continue;
            }

            RtmpServerApplication server = ForeignPrograms.ServerOf(definition, servers);
            if ((definition.Command ?? server.Command) is not null)
            {
                yield return new ForeignConnection(
                    naming.Connections.First(),
                    opener,
                    listener,
                    (ushort)server.Port,
                    definition.Command is null,
                    TransportOf(definition, opener, scenario));
            }
        }
    }

    private static KernelTransport TransportOf(ApplicationDefinition definition, KernelHost opener, ScenarioDefinition scenario)
    {
        StackDefinition stack = scenario.StackOf(scenario.Hosts.First(host => host.Name.Name == opener.Name));
        return definition.Command is null ? opener.Settings.Transport
            : ForeignPrograms.UsesMptcp(definition, stack) ? KernelTransport.Mptcp
            : KernelTransport.Tcp;
    }

    private static string? WhyNot(HostNamespace host, string wanted)
    {
        try
        {
            host.Place.Set([new(Default, wanted)]);
            return null;
        }
        catch (EmulationException)
        {
            using StreamReader used = new(host.Place.OpenFile($"/proc/sys/{Default.Replace('.', '/')}"));
            return $"programs on '{host.Spec.Name}' use the congestion control '{used.ReadToEnd().Trim()}', not '{wanted}': the kernel lets "
                + "namespaces choose only from what the machine's /proc/sys/net/ipv4/tcp_allowed_congestion_control names";
        }
    }
}
