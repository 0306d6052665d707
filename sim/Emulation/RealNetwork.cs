using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Protocols.Net;
using Sim.Network;

namespace Sim.Emulation;

/// <summary>
/// The network of a scenario made of the kernel's own parts: a namespace for every router, a veth pair for every cable, a token bucket
/// for every rate. Links have no delay: the kernel's own means for it (netem) belongs to no bare machine, simulated links have it.
/// </summary>
public sealed class RealNetwork : IDisposable
{
    private readonly Dictionary<string, HostNamespace> _hosts;
    private readonly Dictionary<Router, NetworkNamespace> _routers = [];
    private readonly Dictionary<Router, PacketFilter> _filters = [];
    private readonly Dictionary<Router, List<string>> _devices = [];
    private readonly Dictionary<Link, LinkDevice> _links = [];

    /// <summary>Builds it: afterwards the hosts have NICs that are up and reach each other.</summary>
    /// <param name="cables">The cables, from a topology that is complete.</param>
    /// <param name="hosts">The hosts at their ends, not configured yet.</param>
    /// <exception cref="EmulationException">The machine refused something; what was built is gone with the namespaces.</exception>
    public RealNetwork(IReadOnlyList<WiredCable> cables, IReadOnlyList<HostNamespace> hosts)
    {
        _hosts = hosts.ToDictionary(host => host.Spec.Name);
        try
        {
            MakeRouters(cables);
            MakeCables(cables);
            foreach (HostNamespace host in hosts)
            {
                host.Configure();
            }

            ConfigureRouters(cables);
            Shape(cables);
        }
        catch (EmulationException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What of a network cannot be had with real links, one reason each; empty when all can.</summary>
    public static IEnumerable<string> Obstacles(IReadOnlyList<WiredCable> cables)
    {
        foreach (WiredCable cable in cables)
        {
            foreach (LinkSpec spec in (LinkSpec[])[cable.Forward, cable.Backward])
            {
                string? obstacle = spec.Delay.Picoseconds > 0 ? $"a delay ({spec.Delay})"
                    : spec.Trace is not null ? "a rate trace"
                    : spec.Impairments is not null ? "jitter, reordering or duplication"
                    : spec.BurstLoss is not null ? "bursts of loss"
                    : spec.Discipline is not null ? "a queue discipline"
                    : null;
                if (obstacle is not null)
                {
                    yield return $"{cable.Cable.Name}: {obstacle}";
                    break;
                }
            }
        }
    }

    /// <summary>Where the packets of a link go out, and how they are filtered.</summary>
    public LinkDevice this[Link link] => _links[link];

    /// <summary>The host of a NIC.</summary>
    public HostNamespace HostOf(Nic nic) => _hosts[nic.Owner.Name];

    /// <summary>Drops all that a router would forward.</summary>
    public void Block(Router router) => _filters[router].Block(_devices[router].Select(device => (BlockedDirection.In, device)));

    /// <summary>Takes one <see cref="Block"/> of a router back.</summary>
    public void Unblock(Router router) => _filters[router].Unblock(_devices[router].Select(device => (BlockedDirection.In, device)));

    /// <summary>Lets go of the routers; the hosts stay their owner's.</summary>
    public void Dispose()
    {
        foreach (NetworkNamespace router in _routers.Values)
        {
            router.Dispose();
        }
    }

    private void MakeRouters(IReadOnlyList<WiredCable> cables)
    {
        foreach (Router router in cables.SelectMany(cable => new[] { cable.First.Router, cable.Second.Router }).OfType<Router>().Distinct())
        {
            NetworkNamespace place = NetworkNamespace.Create(router.Name);
            _routers.Add(router, place);
            _filters.Add(router, new PacketFilter(place, forwards: true));
            _devices.Add(router, []);
            place.Set([
                new("net.ipv6.conf.all.forwarding", "1"),
                new("net.ipv6.conf.all.accept_dad", "0"),
                new("net.ipv6.conf.default.accept_dad", "0"),
                new("net.ipv4.conf.all.forwarding", "1"),
                new("net.ipv4.conf.all.rp_filter", "0"),
                new("net.ipv4.conf.default.rp_filter", "0"),
            ]);
        }
    }

    private void MakeCables(IReadOnlyList<WiredCable> cables)
    {
        List<string> commands = [];
        foreach (WiredCable cable in cables)
        {
            (NetworkNamespace firstPlace, string first) = DeviceAt(cable.First);
            (NetworkNamespace secondPlace, string second) = DeviceAt(cable.Second);
            commands.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"link add name {first} mtu {cable.Forward.Mtu} netns {firstPlace.Path} type veth peer name {second} mtu {cable.Backward.Mtu} netns {secondPlace.Path}"));
            _links.Add(cable.Cable.Forward, new LinkDevice(firstPlace, first, FilterOf(cable.First, first, cable.Second, second)));
            _links.Add(cable.Cable.Backward, new LinkDevice(secondPlace, second, FilterOf(cable.Second, second, cable.First, first)));
        }

        // From any namespace: each command says where its two ends go.
        _hosts.Values.First().Place.Ip(commands);
    }

    private (NetworkNamespace Place, string Device) DeviceAt(CableEnd end)
    {
        if (end.Nic is { } nic)
        {
            return (HostOf(nic).Place, nic.Name);
        }

        Router router = end.Router!;
        string device = string.Create(CultureInfo.InvariantCulture, $"port{_devices[router].Count + 1}");
        _devices[router].Add(device);
        return (_routers[router], device);
    }

    // Wherever there is a router it is the one that loses packets: what a wire loses, no host has counted as received.
    private LinkFilter FilterOf(CableEnd from, string fromDevice, CableEnd to, string toDevice)
    {
        if (from.Router is { } sender)
        {
            return new LinkFilter(_filters[sender], BlockedDirection.Out, fromDevice);
        }

        PacketFilter receiving = to.Router is { } receiver ? _filters[receiver] : HostOf(to.Nic!).Filter;
        return new LinkFilter(receiving, BlockedDirection.In, toDevice);
    }

    private void ConfigureRouters(IReadOnlyList<WiredCable> cables)
    {
        Dictionary<Router, List<string>> commands = _routers.Keys.ToDictionary(
            router => router, router => (List<string>)["link set lo up", .. _devices[router].Select(device => $"link set {device} up")]);
        Dictionary<Link, string> nextHops = [];
        for (int i = 0; i < cables.Count; i++)
        {
            WiredCable cable = cables[i];
            AddAddresses(cable.First, cable.Second, cable.Cable.Forward, i, 1, commands);
            AddAddresses(cable.Second, cable.First, cable.Cable.Backward, i, 2, commands);
            nextHops[cable.Cable.Forward] = string.Create(CultureInfo.InvariantCulture, $"{i:x}::2 169.254.{i % 256}.2");
            nextHops[cable.Cable.Backward] = string.Create(CultureInfo.InvariantCulture, $"{i:x}::1 169.254.{i % 256}.1");
        }

        foreach ((Router router, List<string> lines) in commands)
        {
            lines.AddRange(router.Routes.Routes.Select(route => Route(route.Key, route.Value[0], nextHops)));
            _routers[router].Ip(lines);
        }
    }

    /// <summary>Addresses of a router's end of a cable: what the host behind it takes for its gateway, or an end of a transfer network.</summary>
    private void AddAddresses(
        CableEnd end, CableEnd other, Link outgoing, int cable, int side, Dictionary<Router, List<string>> commands)
    {
        if (end.Router is not { } router)
        {
            return;
        }

        string device = _links[outgoing].Device;
        if (other.Nic is { } nic)
        {
            commands[router].AddRange(GatewaysOf(nic).Select(gateway => Address(gateway, device)));
            return;
        }

        commands[router].Add(string.Create(CultureInfo.InvariantCulture, $"-6 addr add fd00:0:ffff:{cable:x}::{side}/64 dev {device} nodad"));
        commands[router].Add(string.Create(CultureInfo.InvariantCulture, $"addr add 169.254.{cable % 256}.{side}/30 dev {device}"));
    }

    private IEnumerable<IpAddress> GatewaysOf(Nic nic)
    {
        PolicyRules rules = HostOf(nic).Spec.Rules;
        return rules.Rules.Select(rule => rule.Table).Append(rules.Main).SelectMany(table => table.Routes)
            .Select(route => route.Value).Where(route => route.Nic == nic && !route.Gateway.IsNone)
            .Select(route => route.Gateway).Distinct();
    }

    private static string Address(IpAddress address, string device) => address.Family == AddressFamily.Ipv6
        ? $"-6 addr add {address}/128 dev {device} nodad"
        : $"addr add {address}/32 dev {device}";

    private string Route(IpPrefix prefix, Link link, Dictionary<Link, string> nextHops)
    {
        bool isSix = prefix.Network.Family == AddressFamily.Ipv6;
        string via = "";
        if (link.Receiver is Router)
        {
            string[] hops = nextHops[link].Split(' ');
            via = isSix ? $"via fd00:0:ffff:{hops[0]} " : $"via {hops[1]} ";
        }

        return $"{(isSix ? "-6 " : "")}route replace {prefix} {via}dev {_links[link].Device}";
    }

    private void Shape(IReadOnlyList<WiredCable> cables)
    {
        foreach (WiredCable cable in cables)
        {
            foreach ((Link link, LinkSpec spec) in new[] { (cable.Cable.Forward, cable.Forward), (cable.Cable.Backward, cable.Backward) })
            {
                LinkDevice device = _links[link];
                Offloads.SwitchOff(device.Place, device.Device);
                device.Shape(spec.Rate, spec.Queue);
                if (spec.Loss > 0)
                {
                    device.Filter.SetLoss(spec.Loss);
                }
            }
        }
    }
}
