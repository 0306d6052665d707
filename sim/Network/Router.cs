using System;
using System.Collections.Generic;
using System.Diagnostics;
using Protocols.Core;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Forwards packets to the link on the way to their destination; takes no time for it.</summary>
/// <remarks>
/// Looks a flow up once and remembers the link. Among equally good links each flow gets one at random, the same for all its packets;
/// the choice depends on the seed, the router's name and the flow only. Not modelled: hop limits, ICMP.
/// </remarks>
public sealed class Router : IPacketReceiver
{
    private readonly Fabric _fabric;
    private readonly RandomStream _random;
    private readonly Dictionary<int, Link> _pinned = [];

    // By flow handle; empty while blocked, so that the fast path needs no test for it.
    private Link?[] _next = [];
    private int _blocks;

    /// <summary>A router without links.</summary>
    public Router(Fabric fabric, string name)
    {
        _fabric = fabric;
        _random = fabric.Simulation.Random.Fork("routes of " + name);
        Name = name;
    }

    /// <summary>Its name, unique in the simulation.</summary>
    public string Name { get; }

    /// <summary>For each destination the equally good links. Filled by <see cref="Topology.Complete"/>.</summary>
    public RoutingTable<IReadOnlyList<Link>> Routes { get; } = new();

    /// <summary>Whether it may be blocked during the run (see <see cref="Link.MayChange"/>).</summary>
    public bool MayChange { get; set; }

    /// <summary>Whether it drops everything it would forward.</summary>
    public bool IsBlocked => _blocks > 0;

    /// <summary>Packets dropped because no route led to their destination.</summary>
    public long UnroutablePackets { get; private set; }

    /// <summary>Packets dropped because it was blocked.</summary>
    public long BlockedPackets { get; private set; }

    /// <summary>Whether a link tells it of packets ahead of time.</summary>
    internal bool IsToldAhead { get; set; }

    /// <summary>Whether some flows have routes of their own.</summary>
    internal bool HasPinnedFlows => _pinned.Count > 0;

    /// <inheritdoc/>
    public void Receive(in Packet packet, Instant at)
    {
        Link?[] next = _next;
        int flow = packet.Flow;
        Link? link = (uint)flow < (uint)next.Length ? next[flow] : null;
        link ??= Resolve(flow);
        if (link is null)
        {
            _fabric.Discard(packet);
            return;
        }

        link.Send(packet, at);
    }

    /// <summary>Sends one flow over <paramref name="link"/>, whatever the routes say.</summary>
    public void Pin(int flow, Link link)
    {
        _pinned[flow] = link;
        _next = [];
    }

    /// <summary>Adds a route.</summary>
    public void AddRoute(IpPrefix destination, IReadOnlyList<Link> links)
    {
        Routes.Add(destination, links);
        _next = [];
    }

    /// <summary>From now on drops everything it would forward; what waits in the queues of its links still leaves. Blocks count.</summary>
    /// <exception cref="InvalidOperationException">Feed-forward counts on it: <see cref="MayChange"/> was not said before.</exception>
    public void Block()
    {
        if (IsToldAhead)
        {
            throw new InvalidOperationException($"router {Name} takes part in feed-forward and cannot be blocked; say so before with {nameof(MayChange)}");
        }

        _blocks++;
        _next = [];
    }

    /// <summary>Takes one <see cref="Block"/> back.</summary>
    public void Unblock()
    {
        Debug.Assert(_blocks > 0, "Every unblock follows a block.");
        _blocks--;
    }

    private Link? Resolve(int flow)
    {
        if (IsBlocked)
        {
            BlockedPackets++;
            return null;
        }

        FlowKey key = _fabric.Packets.Flows[flow];
        if (!_pinned.TryGetValue(flow, out Link? link))
        {
            IReadOnlyList<Link>? links = Routes.Lookup(key.Destination.Address);
            if (links is null)
            {
                UnroutablePackets++;
                return null;
            }

            link = links.Count == 1 ? links[0] : links[_random.Fork(key.ToString()).NextInt(links.Count)];
        }

        if (flow >= _next.Length)
        {
            Array.Resize(ref _next, Math.Max(flow + 1, _fabric.Packets.Flows.Count * 2));
        }

        return _next[flow] = link;
    }
}
