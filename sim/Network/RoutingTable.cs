using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Net;

namespace Sim.Network;

/// <summary>Routes by destination; the longest prefix wins.</summary>
/// <typeparam name="THop">What a route leads to.</typeparam>
public sealed class RoutingTable<THop>
    where THop : class
{
    // A table of a host has a route or two and is searched from end to end; one of a router may have thousands.
    private const int LongestSearch = 8;

    private Route[] _routes = [];
    private int _count;
    private List<Level>? _levels;

    private sealed record Level(AddressFamily Family, int Length, Dictionary<IpAddress, THop> Hops);

    private readonly record struct Route(IpPrefix Prefix, THop Hop);

    /// <summary>The routes in the order in which they were added.</summary>
    public IEnumerable<KeyValuePair<IpPrefix, THop>> Routes =>
        _routes.Take(_count).Select(route => new KeyValuePair<IpPrefix, THop>(route.Prefix, route.Hop));

    /// <summary>Adds a route.</summary>
    /// <exception cref="ArgumentException">There is one with the same prefix.</exception>
    public void Add(IpPrefix prefix, THop hop)
    {
        if (_levels is null && _routes.Take(_count).Any(route => route.Prefix == prefix))
        {
            throw new ArgumentException($"there is a route to {prefix} already", nameof(prefix));
        }

        if (_count == _routes.Length)
        {
            Array.Resize(ref _routes, _count < LongestSearch ? _count + 1 : _count * 2);
        }

        _routes[_count++] = new Route(prefix, hop);
        if (_levels is not null)
        {
            AddToLevel(prefix, hop);
        }
        else if (_count > LongestSearch)
        {
            _levels = [];
            foreach (Route route in _routes.AsSpan(0, _count))
            {
                AddToLevel(route.Prefix, route.Hop);
            }
        }
    }

    /// <summary>The route to <paramref name="destination"/>; null when there is none.</summary>
    public THop? Lookup(IpAddress destination) =>
        _levels is null ? Search(destination) : LookUpByLength(_levels, destination);

    private THop? Search(IpAddress destination)
    {
        THop? best = null;
        int longest = -1;
        foreach (ref readonly Route route in _routes.AsSpan(0, _count))
        {
            if (route.Prefix.Length > longest && route.Prefix.Contains(destination))
            {
                longest = route.Prefix.Length;
                best = route.Hop;
            }
        }

        return best;
    }

    private static THop? LookUpByLength(List<Level> levels, IpAddress destination)
    {
        foreach (Level level in levels)
        {
            if (level.Family == destination.Family
                && level.Hops.TryGetValue(new IpPrefix(destination, level.Length).Network, out THop? hop))
            {
                return hop;
            }
        }

        return null;
    }

    private void AddToLevel(IpPrefix prefix, THop hop)
    {
        AddressFamily family = prefix.Network.Family;
        Level? level = _levels!.Find(candidate => candidate.Length == prefix.Length && candidate.Family == family);
        if (level is null)
        {
            level = new Level(family, prefix.Length, []);
            _levels.Add(level);
            _levels.Sort((left, right) => right.Length.CompareTo(left.Length));
        }

        level.Hops.Add(prefix.Network, hop);
    }
}
