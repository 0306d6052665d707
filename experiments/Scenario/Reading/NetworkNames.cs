using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Reading;

/// <summary>What the names of a scenario stand for, so that references can be followed.</summary>
internal sealed class NetworkNames
{
    private readonly ReadingContext _context;
    private readonly HashSet<string> _isps;
    private readonly HashSet<string> _routers;
    private readonly HashSet<string> _links;
    private readonly Dictionary<string, HostDefinition> _hosts = [];
    private readonly HashSet<string> _nics = [];

    /// <summary>
    /// Collects the names of a scenario; of duplicates, which are another check's concern, the first counts.
    /// </summary>
    public NetworkNames(ReadingContext context, ScenarioDefinition scenario)
    {
        _context = context;
        _isps = [.. scenario.Isps.Select(isp => isp.Name.Name)];
        _routers = [.. scenario.Routers.Select(router => router.Name.Name)];
        _links =
        [
            .. scenario.Links.Select(link => link.Name.Name),
            .. scenario.Peerings.Select(peering => peering.Name),
        ];
        foreach (HostDefinition host in scenario.Hosts)
        {
            _hosts.TryAdd(host.Name.Name, host);
            _nics.UnionWith(host.Nics.Select(nic => $"{host.Name.Name}.{nic.Name.Name}"));
        }
    }

    /// <summary>The names of all NICs, as <c>host.nic</c>.</summary>
    public IReadOnlyCollection<string> Nics => _nics;

    /// <summary>Whether there is an ISP of this name.</summary>
    public bool IsIsp(string name) => _isps.Contains(name);

    /// <summary>Whether there is a named link or a peering of this name.</summary>
    public bool IsLink(string name) => _links.Contains(name);

    /// <summary>Whether there is a host of this name.</summary>
    public bool IsHost(string name) => _hosts.ContainsKey(name);

    /// <summary>Whether there is a router of this name.</summary>
    public bool IsRouter(string name) => _routers.Contains(name);

    /// <summary>The host of a name, or null with an error.</summary>
    public HostDefinition? Host(Reference name, string path)
    {
        if (_hosts.TryGetValue(name.Name, out HostDefinition? host))
        {
            return host;
        }

        _context.Log.Add(name.At, $"{path}: unknown host '{name.Name}'; {Spelling.Suggest(name.Name, _hosts.Keys)}");
        return null;
    }

    /// <summary>Checks that a name is an ISP.</summary>
    public void RequireIsp(Reference name, string path)
    {
        if (!IsIsp(name.Name))
        {
            _context.Log.Add(name.At, $"{path}: unknown ISP '{name.Name}'; {Spelling.Suggest(name.Name, _isps)}");
        }
    }

    /// <summary>Checks that a name is something a link can end at.</summary>
    public void RequireNode(Reference name, string path)
    {
        if (!IsIsp(name.Name) && !IsRouter(name.Name) && !IsHost(name.Name))
        {
            string[] nodes = [.. _routers, .. _isps, .. _hosts.Keys];
            _context.Log.Add(
                name.At, $"{path}: unknown router, ISP or host '{name.Name}'; {Spelling.Suggest(name.Name, nodes)}");
        }
    }

    /// <summary>Checks that a name is something a path can lead through.</summary>
    public void RequireHop(Reference name, string path)
    {
        if (!IsIsp(name.Name) && !IsRouter(name.Name) && !IsLink(name.Name))
        {
            string[] hops = [.. _links, .. _routers, .. _isps];
            _context.Log.Add(
                name.At, $"{path}: unknown link or router '{name.Name}'; {Spelling.Suggest(name.Name, hops)}");
        }
    }

    /// <summary>Checks that a name is what a NIC can be attached to.</summary>
    public void RequireAttachment(Reference name, string path)
    {
        if (IsIsp(name.Name) || IsLink(name.Name))
        {
            return;
        }

        string[] targets = [.. _isps, .. _links];
        _context.Log.Add(name.At, IsRouter(name.Name)
            ? $"{path}: '{name.Name}' is a router; "
                + "write a link from the host to it under 'links' and name that link here"
            : $"{path}: unknown ISP or link '{name.Name}'; {Spelling.Suggest(name.Name, targets)}");
    }

    /// <summary>Checks that a host has a NIC of this name.</summary>
    public void RequireNic(HostDefinition host, Reference nic, string path)
    {
        if (host.Nics.All(own => own.Name.Name != nic.Name))
        {
            string[] names = [.. host.Nics.Select(own => own.Name.Name)];
            _context.Log.Add(
                nic.At,
                $"{path}: host '{host.Name.Name}' has no NIC '{nic.Name}'; {Spelling.Suggest(nic.Name, names)}");
        }
    }

    /// <summary>Finds out what a target is: an ISP, a link or a NIC; null with an error if it is nothing.</summary>
    public TimelineTarget? Target(Reference name, string path)
    {
        TargetKind? kind = IsIsp(name.Name) ? TargetKind.Isp
            : IsLink(name.Name) ? TargetKind.Link
            : _nics.Contains(name.Name) ? TargetKind.Nic
            : null;
        if (kind is TargetKind known)
        {
            return new TimelineTarget(known, name);
        }

        string[] targets = [.. _isps, .. _links, .. _nics];
        _context.Log.Add(name.At, _hosts.TryGetValue(name.Name, out HostDefinition? host)
            ? $"{path}: '{name.Name}' is a host; name its NICs: {NicsOf(host)}"
            : $"{path}: unknown ISP, link or NIC '{name.Name}'; {Spelling.Suggest(name.Name, targets)}");
        return null;
    }

    /// <summary>Finds a NIC, written as <c>host.nic</c>; null with an error if it is none.</summary>
    public TimelineTarget? Nic(Reference name, string path)
    {
        if (_nics.Contains(name.Name))
        {
            return new TimelineTarget(TargetKind.Nic, name);
        }

        string what = IsIsp(name.Name) ? "is an ISP"
            : IsLink(name.Name) ? "is a link"
            : IsHost(name.Name) ? "is a host"
            : "is unknown";
        _context.Log.Add(
            name.At, $"{path}: '{name.Name}' {what}; expected a NIC as host.nic; {Spelling.Suggest(name.Name, _nics)}");
        return null;
    }

    private static string NicsOf(HostDefinition host) =>
        string.Join(", ", host.Nics.Select(nic => $"{host.Name.Name}.{nic.Name.Name}"));
}
