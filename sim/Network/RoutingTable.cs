using System.Collections.Generic;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Routes by destination; the longest prefix wins.</summary>
/// <typeparam name="THop">What a route leads to.</typeparam>
public sealed class RoutingTable<THop>
    where THop : class
{
    private readonly List<Level> _levels = [];
    private readonly List<KeyValuePair<IpPrefix, THop>> _routes = [];

    private sealed record Level(AddressFamily Family, int Length, Dictionary<IpAddress, THop> Hops);

    /// <summary>The routes in the order in which they were added.</summary>
    public IReadOnlyList<KeyValuePair<IpPrefix, THop>> Routes => _routes;

    /// <summary>Adds a route.</summary>
    /// <exception cref="System.ArgumentException">There is one with the same prefix.</exception>
    public void Add(IpPrefix prefix, THop hop)
    {
        AddressFamily family = prefix.Network.Family;
        Level? level = _levels.Find(candidate => candidate.Length == prefix.Length && candidate.Family == family);
        if (level is null)
        {
            level = new Level(family, prefix.Length, []);
            _levels.Add(level);
            _levels.Sort((left, right) => right.Length.CompareTo(left.Length));
        }

        level.Hops.Add(prefix.Network, hop);
        _routes.Add(new KeyValuePair<IpPrefix, THop>(prefix, hop));
    }

    /// <summary>The route to <paramref name="destination"/>; null when there is none.</summary>
    public THop? Lookup(IpAddress destination)
    {
        foreach (Level level in _levels)
        {
            if (level.Family == destination.Family
                && level.Hops.TryGetValue(new IpPrefix(destination, level.Length).Network, out THop? hop))
            {
                return hop;
            }
        }

        return null;
    }
}
