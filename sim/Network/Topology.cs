using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Net;
using Sim.Kernel;

namespace Sim.Network;

/// <summary>Builds a network: add routers, providers and NICs, connect them, then <see cref="Complete"/>.</summary>
/// <remarks>Throws on what only a program can get wrong (a name twice, a NIC connected twice): readers of scenario files check before and say where.</remarks>
public sealed class Topology
{
    private readonly IReadOnlyList<AddressFamily> _families;
    private readonly Dictionary<string, ITimelineTarget> _targets = [];
    private readonly Dictionary<string, Router> _routers = [];
    private readonly Dictionary<INicOwner, int> _hostNumbers = [];
    private readonly Dictionary<Router, Isp> _isps = [];
    private readonly Dictionary<Router, Segment> _segmentOfRouter = [];
    private readonly Dictionary<INicOwner, PolicyRules> _rules = [];
    private readonly Dictionary<IpAddress, Nic> _nicOfAddress = [];
    private readonly List<Segment> _segments = [];
    private readonly Dictionary<Nic, Attachment> _attachments = [];
    private readonly Dictionary<Nic, IpAddress> _translated = [];
    private readonly List<Nic> _nics = [];
    private readonly List<Link> _links = [];
    private readonly RouteComputation _paths = new();

    /// <summary>An empty network.</summary>
    /// <param name="simulation">The time it runs in.</param>
    /// <param name="packets">What its packets refer to.</param>
    /// <param name="families">Which families every NIC gets an address of; IPv6 alone, IPv4 alone, or both, the preferred one first.</param>
    public Topology(Simulation simulation, PacketContext packets, params IReadOnlyList<AddressFamily> families)
    {
        Fabric = new Fabric(simulation, packets);
        _families = families;
    }

    /// <summary>What the elements share.</summary>
    public Fabric Fabric { get; }

    /// <summary>All NICs in the order in which they were added.</summary>
    public IReadOnlyList<Nic> Nics => _nics;

    /// <summary>All links, both directions of each cable, in the order in which they were connected.</summary>
    public IReadOnlyList<Link> Links => _links;

    /// <summary>All providers in the order in which they were added.</summary>
    public IEnumerable<Isp> Isps => _isps.Values;

    /// <summary>Adds a router.</summary>
    public Router AddRouter(string name)
    {
        Router router = new(Fabric, name);
        _routers.Add(name, router);
        return router;
    }

    /// <summary>Adds a provider.</summary>
    public Isp AddIsp(string name)
    {
        Isp isp = new(AddRouter(name));
        _isps.Add(isp.Router, isp);
        _targets.Add(name, isp);
        return isp;
    }

    /// <summary>Adds a NIC to a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="name">The NIC's name, unique in its host.</param>
    /// <param name="addresses">Its addresses, if the plan is not to choose; a family that is missing here is still chosen.</param>
    public Nic AddNic(INicOwner host, string name, params IReadOnlyList<IpAddress> addresses)
    {
        Nic nic = new(Fabric, name, host);
        foreach (IpAddress address in addresses)
        {
            nic.AddAddress(address);
        }

        _hostNumbers.TryAdd(host, _hostNumbers.Count + 1);
        _targets.Add(nic.FullName, nic);
        _nics.Add(nic);
        return nic;
    }

    /// <summary>Connects a NIC to a provider. The cable has no name of its own: in results it goes by the NIC's.</summary>
    public Cable Attach(Nic nic, Isp isp, LinkSpec up, LinkSpec down)
    {
        Cable cable = Join(nic, isp.Router, nic.FullName, up, down);
        isp.AddCustomer(nic);
        return cable;
    }

    /// <summary>Connects a NIC to a router.</summary>
    public Cable Connect(string name, Nic nic, Router router, LinkSpec up, LinkSpec down)
    {
        Cable cable = Join(nic, router, name, up, down);
        _targets.Add(name, cable);
        if (_isps.TryGetValue(router, out Isp? isp))
        {
            isp.AddCustomer(nic);
        }

        return cable;
    }

    /// <summary>Connects two NICs.</summary>
    public Cable Connect(string name, Nic first, Nic second, LinkSpec forward, LinkSpec backward)
    {
        ThrowIfConnected(first);
        ThrowIfConnected(second);
        Cable cable = NewCable(name, (first.Owner.Name, first), (second.Owner.Name, second), forward, backward);
        first.Connect(cable.Forward, cable.Backward);
        second.Connect(cable.Backward, cable.Forward);
        Segment segment = NewSegment(null);
        AddToSegment(first, segment);
        AddToSegment(second, segment);
        _targets.Add(name, cable);
        return cable;
    }

    /// <summary>Connects two routers; between providers this is a peering.</summary>
    public Cable Connect(string name, Router first, Router second, LinkSpec forward, LinkSpec backward)
    {
        Cable cable = NewCable(name, (first.Name, first), (second.Name, second), forward, backward);
        _paths.Add(cable.Forward, first, second);
        _paths.Add(cable.Backward, second, first);
        _targets.Add(name, cable);
        foreach (Router end in (Router[])[first, second])
        {
            if (_isps.TryGetValue(end, out Isp? isp))
            {
                isp.AddPeering(cable);
            }
        }

        return cable;
    }

    /// <summary>Leads packets to <paramref name="address"/> to the link of a NIC, on which something translates it. Before <see cref="Complete"/>.</summary>
    /// <param name="nic">A NIC, connected; it does not get the address.</param>
    /// <param name="address">The address, of nobody else.</param>
    /// <returns>False when the NIC is not at a router, which alone could lead packets there.</returns>
    public bool TryRouteToTranslator(Nic nic, IpAddress address) =>
        _attachments[nic].Segment.Router is not null && _translated.TryAdd(nic, address);

    /// <summary>Gives addresses to the NICs and routes to routers and hosts. Called once, when all is connected.</summary>
    /// <exception cref="AddressClashException">Two NICs have the same address.</exception>
    /// <exception cref="InvalidOperationException">The network is too large for the address plan.</exception>
    public void Complete()
    {
        AddressPlan plan = new(_segments, _families);
        foreach (Attachment attachment in _attachments.Values)
        {
            AssignAddresses(attachment, plan);
        }

        foreach (Segment segment in _segments)
        {
            AddRouterRoutes(segment, plan);
        }

        HostRouting routing = new(plan, _families);
        foreach (IGrouping<INicOwner, Nic> host in _nics.Where(nic => nic.IsConnected).GroupBy(nic => nic.Owner))
        {
            _rules.Add(host.Key, routing.RulesFor([.. host.Select(nic => _attachments[nic])]));
        }
    }

    /// <summary>How a host chooses the NIC of a packet; empty for a host without a connected NIC.</summary>
    public PolicyRules RulesOf(INicOwner host) => _rules.GetValueOrDefault(host) ?? new PolicyRules();

    /// <summary>The NIC that has an address; null when nobody has it.</summary>
    public Nic? FindNic(IpAddress address) => _nicOfAddress.GetValueOrDefault(address);

    /// <summary>The router of that name; null when there is none.</summary>
    public Router? FindRouter(string name) => _routers.GetValueOrDefault(name);

    /// <summary>The provider, cable or NIC (<c>HOST.NIC</c>) of that name; null when there is none.</summary>
    public ITimelineTarget? FindTarget(string name) => _targets.GetValueOrDefault(name);

    private Cable Join(Nic nic, Router router, string name, LinkSpec up, LinkSpec down)
    {
        ThrowIfConnected(nic);
        Cable cable = NewCable(name, (nic.Owner.Name, nic), (router.Name, router), up, down);
        nic.Connect(cable.Forward, cable.Backward);
        if (!_segmentOfRouter.TryGetValue(router, out Segment? segment))
        {
            _segmentOfRouter[router] = segment = NewSegment(router);
        }

        AddToSegment(nic, segment);
        return cable;
    }

    private Cable NewCable(
        string name, (string Name, IPacketReceiver End) first, (string Name, IPacketReceiver End) second, LinkSpec forward, LinkSpec backward)
    {
        Cable cable = new(
            name,
            new Link(Fabric, $"{name}.{first.Name}-{second.Name}", forward, second.End),
            new Link(Fabric, $"{name}.{second.Name}-{first.Name}", backward, first.End));
        _links.Add(cable.Forward);
        _links.Add(cable.Backward);
        return cable;
    }

    private Segment NewSegment(Router? router)
    {
        Segment segment = new(_segments.Count + 1, router);
        _segments.Add(segment);
        return segment;
    }

    private void AddToSegment(Nic nic, Segment segment) => _attachments.Add(nic, segment.Add(nic, _hostNumbers[nic.Owner]));

    private void AssignAddresses(Attachment attachment, AddressPlan plan)
    {
        Nic nic = attachment.Nic;
        foreach (AddressFamily family in _families)
        {
            if (nic.AddressOf(family).IsNone)
            {
                nic.AddAddress(plan.AddressOf(attachment, family));
            }
        }

        foreach (IpAddress address in ReachedBy(nic))
        {
            if (!_nicOfAddress.TryAdd(address, nic))
            {
                throw new AddressClashException(address, _nicOfAddress[address].FullName, nic.FullName);
            }
        }
    }

    /// <summary>Tells all routers of a segment: of its block as a whole, and of each address in it that does not come from the plan.</summary>
    private void AddRouterRoutes(Segment segment, AddressPlan plan)
    {
        if (segment.Router is not { } destination)
        {
            return;
        }

        List<IpPrefix> prefixes = [.. _families.Select(family => plan.BlockOf(segment, family))];
        foreach (Attachment attachment in segment.Attachments)
        {
            foreach (IpAddress address in ReachedBy(attachment.Nic))
            {
                IpPrefix prefix = IpPrefix.Host(address);
                destination.AddRoute(prefix, [attachment.Nic.Incoming]);
                if (!prefixes.Exists(block => block.Contains(address)))
                {
                    prefixes.Add(prefix);
                }
            }
        }

        foreach ((Router router, IReadOnlyList<Link> links) in _paths.RoutesTo(destination))
        {
            prefixes.ForEach(prefix => router.AddRoute(prefix, links));
        }
    }

    private IEnumerable<IpAddress> ReachedBy(Nic nic) =>
        _translated.TryGetValue(nic, out IpAddress translated) ? nic.Addresses.Append(translated) : nic.Addresses;

    private static void ThrowIfConnected(Nic nic)
    {
        if (nic.IsConnected)
        {
            throw new InvalidOperationException($"{nic.FullName} is connected already");
        }
    }
}
