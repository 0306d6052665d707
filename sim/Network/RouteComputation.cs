using System.Collections.Generic;
using System.Linq;

namespace Sim.Network;

/// <summary>Shortest paths between routers: fewest hops, then least delay; all equally good first links are kept.</summary>
/// <remarks>Dijkstra's algorithm from each destination against the direction of the links. Hosts forward nothing, so they take no part.</remarks>
internal sealed class RouteComputation
{
    private readonly Dictionary<Router, List<Trunk>> _leaving = [];
    private readonly Dictionary<Router, List<Trunk>> _entering = [];

    private readonly record struct Trunk(Link Link, Router From, Router To);

    private readonly record struct Distance(int Hops, long Delay);

    /// <summary>Adds a link from one router to another.</summary>
    public void Add(Link link, Router from, Router to)
    {
        Trunk trunk = new(link, from, to);
        TrunksOf(_leaving, from).Add(trunk);
        TrunksOf(_entering, to).Add(trunk);
    }

    /// <summary>For each router from which <paramref name="destination"/> can be reached, except itself: the first links of the best paths.</summary>
    public IEnumerable<KeyValuePair<Router, IReadOnlyList<Link>>> RoutesTo(Router destination)
    {
        Dictionary<Router, Distance> distances = DistancesTo(destination);
        foreach ((Router router, Distance distance) in distances)
        {
            if (router != destination)
            {
                yield return new(router, BestLinks(router, distance, distances));
            }
        }
    }

    private Link[] BestLinks(Router router, Distance distance, Dictionary<Router, Distance> distances) => _leaving[router]
        .Where(trunk => distances.TryGetValue(trunk.To, out Distance rest) && Through(trunk, rest) == distance)
        .Select(trunk => trunk.Link)
        .ToArray();

    private Dictionary<Router, Distance> DistancesTo(Router destination)
    {
        Dictionary<Router, Distance> best = new() { [destination] = default };
        PriorityQueue<Router, (int Hops, long Delay)> open = new();
        open.Enqueue(destination, default);
        while (open.TryDequeue(out Router? router, out (int Hops, long Delay) key))
        {
            Distance rest = best[router];
            if (rest != new Distance(key.Hops, key.Delay))
            {
                continue;
            }

            foreach (Trunk trunk in _entering.GetValueOrDefault(router) ?? [])
            {
                Distance through = Through(trunk, rest);
                if (!best.TryGetValue(trunk.From, out Distance known) || IsLess(through, known))
                {
                    best[trunk.From] = through;
                    open.Enqueue(trunk.From, (through.Hops, through.Delay));
                }
            }
        }

        return best;
    }

    private static Distance Through(Trunk trunk, Distance rest) => new(rest.Hops + 1, rest.Delay + trunk.Link.Delay.Picoseconds);

    private static bool IsLess(Distance left, Distance right) => (left.Hops, left.Delay).CompareTo((right.Hops, right.Delay)) < 0;

    private static List<Trunk> TrunksOf(Dictionary<Router, List<Trunk>> trunks, Router router)
    {
        if (!trunks.TryGetValue(router, out List<Trunk>? list))
        {
            trunks[router] = list = [];
        }

        return list;
    }
}
