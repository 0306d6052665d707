using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Net;
using Sim.Emulation;
using Sim.Kernel;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>What the hosts of a scenario are to be like on real kernels.</summary>
internal static class HostSpecs
{
    /// <summary>The hosts, in the order of the scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="network">Its network, complete.</param>
    public static IEnumerable<HostSpec> Of(ScenarioDefinition scenario, ComposedNetwork network)
    {
        HashSet<string> servers = [.. NetworkComposer.ListeningHosts(scenario)];
        foreach (HostDefinition host in scenario.Hosts)
        {
            string name = host.Name.Name;
            INicOwner owner = network.Owners[name];
            Nic[] nics = [.. network.Topology.Nics.Where(nic => nic.Owner == owner)];
            IpAddress[] addresses = [.. nics.SelectMany(nic => nic.Addresses)];
            yield return new HostSpec
            {
                Name = name,
                Nics = nics,
                Rules = network.Topology.RulesOf(owner),
                Endpoints = [.. StackComposer.EndpointsOf(addresses, servers.Contains(name))],
                Sysctls = [.. scenario.StackOf(host).Sysctl.Select(setting => new KeyValuePair<string, string>(setting.Name, setting.Value))],
            };
        }
    }

    /// <summary>The network of a scenario with nothing but doors to real hosts.</summary>
    public static ComposedNetwork NetworkOf(ScenarioDefinition scenario, Catalogue catalogue) => NetworkOf(
        scenario, catalogue, driver: null, (host, fabric) => new KernelDoor(host.Name.Name, fabric));

    /// <summary>The network of a scenario in real time, with doors to those hosts that are kernels.</summary>
    public static ComposedNetwork NetworkWithDoors(ScenarioDefinition scenario, Catalogue catalogue, ITimeDriver driver)
    {
        bool isMixed = scenario.Hosts.Any(host => !IsKernel(scenario, host));
        return NetworkOf(scenario, catalogue, driver, DoorOf);

        INicOwner? DoorOf(HostDefinition host, Fabric fabric) => IsKernel(scenario, host)
            ? new KernelDoor(host.Name.Name, fabric) { Streams = isMixed ? new ForeignStreams(fabric.Packets) : null }
            : null;
    }

    /// <summary>Whether a host of a scenario is a real kernel.</summary>
    public static bool IsKernel(ScenarioDefinition scenario, HostDefinition host) => scenario.StackOf(host).Kind == StackKind.Kernel;

    private static ComposedNetwork NetworkOf(
        ScenarioDefinition scenario, Catalogue catalogue, ITimeDriver? driver, Func<HostDefinition, Fabric, INicOwner?> doors) =>
        new NetworkComposer(scenario, new StackComposer(catalogue, scenario.Seed), new LinkComposer(catalogue), new MiddleboxComposer(catalogue))
        {
            Driver = driver,
            Doors = doors,
        }.Compose();
}
