using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Net;
using Sim.Network;
using Sim.Network.Middleboxes;

namespace Experiments.Composition;

/// <summary>Makes the middleboxes of a scenario and puts them on their links.</summary>
internal sealed class MiddleboxComposer(Catalogue catalogue)
{
    private const string Nat = "nat44";

    // RFC 6598: addresses for what lies between customers and a provider. The first translator of a scenario gets 100.64.0.1.
    private int _translators;

    /// <summary>The built-in kind that takes MPTCP's options off packets.</summary>
    public static IMiddlebox StripMptcp(MiddleboxRequest request) => new OptionStripper(
        request.Fabric.Packets.Options, PacketOptionKinds.AnyMptcp, request.Definition.Packets switch
        {
            PacketSelection.Syn => StrippedPackets.Syn,
            PacketSelection.SynAck => StrippedPackets.SynAck,
            PacketSelection.Established => StrippedPackets.Established,
            _ => StrippedPackets.All,
        });

    /// <summary>The built-in kind that cuts segments: in halves, unless the scenario says a size.</summary>
    public static IMiddlebox Split(MiddleboxRequest request) =>
        new SegmentSplitter(request.Fabric.Packets.Options, (int)(request.Definition.Size?.Bytes ?? request.Mtu / 2));

    /// <summary>The built-in kind that makes one segment of several.</summary>
    public static IMiddlebox Coalesce(MiddleboxRequest request) => new SegmentCoalescer(
        request.Fabric,
        (int)(request.Definition.Size?.Bytes ?? request.Mtu),
        request.Definition.Wait ?? Duration.FromMilliseconds(1));

    /// <summary>The built-in address translator.</summary>
    public static IMiddlebox Translate(MiddleboxRequest request) =>
        new Nat44(request.Fabric, request.Address, request.Definition.IdleTimeout ?? Nat44.DefaultIdleTimeout);

    /// <summary>Puts all boxes on their links, in the order in which the scenario names them.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="topology">The network, connected and not complete.</param>
    /// <param name="links">The links by their names in results, both directions each.</param>
    /// <exception cref="ScenarioException">A translator is wanted where none can stand.</exception>
    public void Insert(IReadOnlyList<MiddleboxDefinition> boxes, Topology topology, IReadOnlyList<NamedLink> links)
    {
        Dictionary<Link, (Link Down, List<(IMiddlebox, bool, bool)> Boxes)> placed = [];
        foreach (MiddleboxDefinition box in boxes)
        {
            foreach ((Link up, Link down) in LinksOf(box.On, topology, links))
            {
                placed.TryAdd(up, (down, []));
                placed[up].Boxes.Add((
                    Make(box, up, topology), box.Direction != MiddleboxDirection.Down, box.Direction != MiddleboxDirection.Up));
            }
        }

        foreach ((Link up, (Link down, List<(IMiddlebox, bool, bool)> chain)) in placed)
        {
            MiddleboxChain.Insert(chain, up, down);
        }
    }

    private static IEnumerable<(Link Up, Link Down)> LinksOf(TimelineTarget on, Topology topology, IReadOnlyList<NamedLink> links)
    {
        switch (topology.FindTarget(on.Name.Name))
        {
            case Nic nic:
                return [(nic.Outgoing, nic.Incoming)];
            case Isp isp:
                return isp.Customers.Select(customer => (customer.Outgoing, customer.Incoming));
            default:
                Link[] directions = [.. links.Where(link => link.Name == on.Name.Name).Select(link => link.Link)];
                return [(directions[0], directions[1])];
        }
    }

    private IMiddlebox Make(MiddleboxDefinition box, Link up, Topology topology)
    {
        IpAddress address = default;
        if (box.Kind.Name == Nat)
        {
            Nic nic = (Nic)topology.FindTarget(box.On.Name.Name)!;
            address = box.Address?.Address ?? NextAddress();
            if (!topology.TryRouteToTranslator(nic, address))
            {
                throw new ScenarioException([new ScenarioError(
                    box.On.Name.At, $"middlebox '{box.Name}': a nat44 stands between a NIC and an ISP or a router, one on a link")]);
            }
        }

        RandomStream random = topology.Fabric.Simulation.Random.Fork($"middlebox {box.Name} on {up.Name}");
        return catalogue.Middleboxes[box.Kind.Name](new MiddleboxRequest(box, topology.Fabric, random, up.Mtu, address));
    }

    private IpAddress NextAddress()
    {
        _translators++;
        return IpAddress.Parse(FormattableString.Invariant($"100.64.{_translators / 256}.{_translators % 256}"));
    }
}
