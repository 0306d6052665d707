using System.Collections.Generic;
using System.Linq;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Finds the links whose far end may be told of packets ahead of time: fewer events for the same result.</summary>
/// <remarks>
/// A link hands packets on in the order in which it got them. Where a router's outgoing links get packets from one incoming link only,
/// their input is known when that link's is, and the router need not wait for the arrivals. Which links feed which follows from the routes
/// and from who talks to whom. Traffic that was not declared still passes, but behind what a link has heard of already.
/// Left out: links that may change or have a sender that counts, routers that may be blocked or have pinned flows, two in a row.
/// </remarks>
public sealed class FeedForward
{
    private readonly Dictionary<Link, HashSet<Link>> _feeders = [];
    private readonly Dictionary<Link, HashSet<Link>> _fed = [];
    private readonly HashSet<(Link Link, IpAddress Destination)> _seen = [];

    private FeedForward()
    {
    }

    /// <summary>Makes links forward ahead where that changes nothing.</summary>
    /// <param name="topology">The network, complete; what may change has been announced.</param>
    /// <param name="traffic">All pairs of source and destination addresses between which packets may go, each direction for itself.</param>
    /// <returns>How many links forward ahead.</returns>
    public static int Plan(Topology topology, IEnumerable<(IpAddress Source, IpAddress Destination)> traffic)
    {
        FeedForward plan = new();
        foreach ((IpAddress source, IpAddress destination) in traffic)
        {
            if (topology.FindNic(source) is { } nic)
            {
                plan.Follow(nic.Outgoing, destination);
            }
        }

        int count = 0;
        foreach (Link link in topology.Links.Where(plan.MayForwardAhead))
        {
            link.ForwardAhead();
            ((Router)link.Receiver).IsToldAhead = true;
            foreach (Link fed in plan._fed[link])
            {
                fed.FeedAhead();
            }

            count++;
        }

        return count;
    }

    private void Follow(Link first, IpAddress destination)
    {
        Stack<Link> open = new([first]);
        while (open.TryPop(out Link? link))
        {
            if (!_seen.Add((link, destination)) || link.Receiver is not Router router)
            {
                continue;
            }

            foreach (Link next in router.Routes.Lookup(destination) ?? [])
            {
                SetOf(_fed, link).Add(next);
                SetOf(_feeders, next).Add(link);
                open.Push(next);
            }
        }
    }

    private bool MayForwardAhead(Link link) =>
        link.Receiver is Router { MayChange: false, HasPinnedFlows: false }
        && link is { MayChange: false, Sender: null, IsFedAhead: false }
        && _fed.TryGetValue(link, out HashSet<Link>? fed)
        && fed.All(next => next is { MayChange: false, ForwardsAhead: false } && _feeders[next].Count == 1);

    private static HashSet<Link> SetOf(Dictionary<Link, HashSet<Link>> sets, Link link)
    {
        if (!sets.TryGetValue(link, out HashSet<Link>? set))
        {
            sets[link] = set = [];
        }

        return set;
    }
}
