using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Protocols.Net;
using Sim.Emulation;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>Builds the simulated network of a scenario: hosts, NICs, providers, routers, links, addresses and routes.</summary>
internal sealed class NetworkComposer(ScenarioDefinition scenario, StackComposer stacks, LinkComposer links, MiddleboxComposer middleboxes)
{
    // What a kernel may still be waiting for: no window of the scenarios is larger.
    private const long KeptForKernels = 16L << 20;

    private readonly Dictionary<string, SimHost> _hosts = [];
    private readonly Dictionary<string, Isp> _isps = [];
    private readonly Dictionary<(string Host, string Link), Nic> _nicAtLink = [];
    private readonly Dictionary<Nic, string> _attachments = [];
    private readonly List<NamedLink> _links = [];
    private readonly List<WiredCable> _cables = [];
    private readonly Dictionary<string, INicOwner> _owners = [];
    private readonly NameTable _names = new();
    private readonly ArrivalTrace _trace = new();

    /// <summary>How fast the network's time passes; null: as fast as possible.</summary>
    public ITimeDriver? Driver { get; init; }

    /// <summary>Makes what stands for a host that is a real kernel, and nothing for one that is simulated; null: all hosts are.</summary>
    public Func<HostDefinition, Fabric, INicOwner?>? Doors { get; init; }

    /// <summary>Builds it.</summary>
    /// <exception cref="ScenarioException">Two NICs have the same address.</exception>
    public ComposedNetwork Compose()
    {
        Simulation simulation = new((ulong)scenario.Seed, Driver);
        PacketContext packets = new();
        Topology topology = new(simulation, packets, FamiliesOf(scenario.Ip));
        foreach (IspDefinition isp in scenario.Isps)
        {
            _isps.Add(isp.Name.Name, topology.AddIsp(isp.Name.Name));
        }

        foreach (RouterDefinition router in scenario.Routers)
        {
            topology.AddRouter(router.Name.Name);
        }

        foreach (HostDefinition host in scenario.Hosts)
        {
            AddHost(host, topology);
        }

        Connect(topology);
        middleboxes.Insert(scenario.Middleboxes, topology, _links);
        Complete(topology);
        return new ComposedNetwork
        {
            Simulation = simulation,
            Packets = packets,
            Topology = topology,
            Trace = _trace,
            Hosts = _hosts,
            Owners = _owners,
            Cables = _cables,
            Links = _links,
            Attachments = _attachments,
        };
    }

    private static AddressFamily[] FamiliesOf(IpFamilies families) => families switch
    {
        IpFamilies.Ipv4 => [AddressFamily.Ipv4],
        IpFamilies.Dual => [AddressFamily.Ipv6, AddressFamily.Ipv4],
        _ => [AddressFamily.Ipv6],
    };

    private void AddHost(HostDefinition definition, Topology topology)
    {
        string name = definition.Name.Name;
        INicOwner? door = Doors?.Invoke(definition, topology.Fabric);
        SimHost? simulated = door is null ? NewHost(definition, topology) : null;
        INicOwner host = door ?? simulated!;
        _owners.Add(name, host);
        foreach (NicDefinition nicDefinition in definition.Nics)
        {
            IpAddress[] given = [.. nicDefinition.Addresses.Select(address => address.Address)];
            Nic nic = topology.AddNic(host, nicDefinition.Name.Name, given);
            simulated?.AddNic(nic);
            string to = nicDefinition.To.Name;
            _attachments.Add(nic, to);
            if (_isps.TryGetValue(to, out Isp? isp))
            {
                Attach(nic, isp, nicDefinition, topology);
            }
            else
            {
                _nicAtLink.Add((name, to), nic);
            }
        }
    }

    private SimHost NewHost(HostDefinition definition, Topology topology)
    {
        string name = definition.Name.Name;
        SimHost host = new(name, topology.Fabric, _names, _trace)
        {
            Stack = stacks.Compose(scenario.StackOf(definition)),
            KeptBytes = Doors is null ? 0 : KeptForKernels,
        };
        _hosts.Add(name, host);
        return host;
    }

    private void Attach(Nic nic, Isp isp, NicDefinition definition, Topology topology)
    {
        LinkSettings access = scenario.Isps.First(candidate => candidate.Name.Name == isp.Name).Access;
        LinkSettings settings = definition.Access.Over(access);
        (LinkSpec up, LinkSpec down) = links.Compose(settings, scenario.Mtu);
        Cable cable = topology.Attach(nic, isp, up, down);
        _cables.Add(new WiredCable(cable, CableEnd.Of(nic), CableEnd.Of(isp.Router), up, down));
        AddLinks(cable, nic.FullName, nic.Owner.Name, isp.Name);
        _attachments[nic] = $"{isp.Name}, {Describe(up)}";
    }

    private void Connect(Topology topology)
    {
        foreach (PeeringDefinition peering in scenario.Peerings)
        {
            (LinkSpec up, LinkSpec down) = links.Compose(peering.Settings, scenario.Mtu);
            string first = peering.First.Name;
            string second = peering.Second.Name;
            Cable cable = topology.Connect(peering.Name, _isps[first].Router, _isps[second].Router, up, down);
            _cables.Add(new WiredCable(cable, CableEnd.Of(_isps[first].Router), CableEnd.Of(_isps[second].Router), up, down));
            AddLinks(cable, peering.Name, first, second);
        }

        foreach (LinkDefinition link in scenario.Links)
        {
            AddLinks(Connect(link, topology), link.Name.Name, link.First.Name, link.Second.Name);
        }
    }

    private Cable Connect(LinkDefinition link, Topology topology)
    {
        (LinkSpec up, LinkSpec down) = links.Compose(link.Settings, scenario.Mtu);
        string name = link.Name.Name;
        Nic? first = _nicAtLink.GetValueOrDefault((link.First.Name, name));
        Nic? second = _nicAtLink.GetValueOrDefault((link.Second.Name, name));
        foreach (Nic nic in new[] { first, second }.OfType<Nic>())
        {
            _attachments[nic] = $"{name}, {Describe(up)}";
        }

        CableEnd one = EndOf(first, link.First.Name, topology);
        CableEnd other = EndOf(second, link.Second.Name, topology);
        Cable cable = (first, second) switch
        {
            ({ }, { }) => topology.Connect(name, first, second, up, down),
            ({ }, null) => topology.Connect(name, first, other.Router!, up, down),
            (null, { }) => Reversed(topology.Connect(name, second, one.Router!, down, up)),
            _ => topology.Connect(name, one.Router!, other.Router!, up, down),
        };
        _cables.Add(new WiredCable(cable, one, other, up, down));
        return cable;
    }

    private static CableEnd EndOf(Nic? nic, string name, Topology topology) =>
        nic is null ? CableEnd.Of(topology.FindRouter(name)!) : CableEnd.Of(nic);

    // The first end of the scenario's link is the second one of the cable: results follow the scenario.
    private static Cable Reversed(Cable cable) => new(cable.Name, cable.Backward, cable.Forward);

    private void AddLinks(Cable cable, string name, string first, string second)
    {
        _links.Add(new NamedLink(name, first, second, cable.Forward));
        _links.Add(new NamedLink(name, second, first, cable.Backward));
    }

    private void Complete(Topology topology)
    {
        foreach (TimelineAction action in scenario.Timeline.SelectMany(entry => entry.Actions))
        {
            foreach (TimelineTarget target in TimelinePlayer.TargetsOf(action))
            {
                topology.FindTarget(target.Name.Name)?.AnnounceChange();
            }
        }

        try
        {
            topology.Complete();
        }
        catch (AddressClashException clash)
        {
            throw new ScenarioException(clash.Message);
        }

        foreach ((string name, INicOwner owner) in _owners)
        {
            _names.Add(name, [.. topology.Nics.Where(nic => nic.Owner == owner).SelectMany(nic => nic.Addresses)]);
        }

        HashSet<string> servers = [.. ListeningHosts(scenario)];
        foreach ((string name, SimHost host) in _hosts)
        {
            host.UseRoutes(topology.RulesOf(host));
            List<IpAddress> addresses = [.. host.Nics.SelectMany(nic => nic.Addresses)];
            host.Stack = StackComposer.WithEndpoints(host.Stack, addresses, servers.Contains(name));
        }
    }

    /// <summary>The hosts that take connections.</summary>
    public static IEnumerable<string> ListeningHosts(ScenarioDefinition scenario)
    {
        foreach (ApplicationDefinition application in scenario.Applications)
        {
            switch (application)
            {
                case RtmpServerApplication server:
                    yield return server.Host.Name;
                    break;
                case BulkApplication { Pairs: TrafficPairs.Given given }:
                    foreach (HostPair pair in given.Pairs)
                    {
                        yield return pair.To.Name;
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private static string Describe(LinkSpec spec)
    {
        string rate = spec.Trace is { } trace ? $"{trace.MeanRate} on average"
            : spec.Rate is { } limited ? limited.ToString()
            : "unlimited";
        double share = spec.BurstLoss?.MeanLoss ?? spec.Loss;
        string loss = share > 0 ? FormattableString.Invariant($", {share * 100:0.###} % loss") : "";
        return $"{rate}, {spec.Delay}{loss}";
    }
}
