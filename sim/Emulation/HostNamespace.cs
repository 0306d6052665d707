using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Mptcp;
using Protocols.Net;
using Sim.Network;

namespace Sim.Emulation;

/// <summary>A host of a scenario as a network namespace of this machine.</summary>
public sealed class HostNamespace : IDisposable
{
    // What a run must not inherit from the machine or from an earlier connection. IPv6 addresses survive "link set down" as those of the
    // simulated host do; the cache of metrics would give later connections the threshold of earlier ones.
    private static readonly KeyValuePair<string, string>[] _basics =
    [
        new("net.ipv6.conf.all.accept_dad", "0"),
        new("net.ipv6.conf.default.accept_dad", "0"),
        new("net.ipv6.conf.all.accept_ra", "0"),
        new("net.ipv6.conf.default.accept_ra", "0"),
        new("net.ipv6.conf.all.keep_addr_on_down", "1"),
        new("net.ipv6.conf.default.keep_addr_on_down", "1"),
        new("net.ipv4.conf.all.rp_filter", "0"),
        new("net.ipv4.conf.default.rp_filter", "0"),
        new("net.ipv4.tcp_no_metrics_save", "1"),
    ];

    private readonly HashSet<IpAddress> _removed = [];

    private HostNamespace(HostSpec spec, NetworkNamespace place)
    {
        Spec = spec;
        Place = place;
        Filter = new PacketFilter(place, forwards: false);
    }

    /// <summary>What it is to be like.</summary>
    public HostSpec Spec { get; }

    /// <summary>Where it is.</summary>
    public NetworkNamespace Place { get; }

    /// <summary>What it drops on purpose.</summary>
    public PacketFilter Filter { get; }

    /// <summary>Makes the namespace. Its NICs come from outside; then <see cref="Configure"/>.</summary>
    /// <exception cref="EmulationException">The machine does not let it.</exception>
    public static HostNamespace Create(HostSpec spec)
    {
        NetworkNamespace place = NetworkNamespace.Create(spec.Name);
        try
        {
            place.Set([.. _basics, .. spec.Sysctls]);
        }
        catch (EmulationException)
        {
            place.Dispose();
            throw;
        }

        return new HostNamespace(spec, place);
    }

    /// <summary>This machine as a host: it is the one already, and nothing of it is changed here.</summary>
    /// <exception cref="EmulationException">Its namespace cannot be opened.</exception>
    public static HostNamespace OfMachine(HostSpec spec) => new(spec, NetworkNamespace.OfProcess(spec.Name));

    /// <summary>Brings the NICs up and gives them addresses, rules, routes and MPTCP endpoints.</summary>
    /// <exception cref="EmulationException">A command failed.</exception>
    public void Configure()
    {
        List<string> commands = ["link set lo up"];
        foreach (Nic nic in Spec.Nics)
        {
            commands.Add(FormattableString.Invariant($"link set {nic.Name} mtu {nic.Mtu} txqueuelen 1000 up"));
        }

        Place.Ip([.. commands, .. HostCommands.All(Spec)]);
    }

    /// <summary>Takes a NIC down (<c>ip link set NIC down</c>). The kernel forgets its routes.</summary>
    public void SetDown(Nic nic) => Place.Ip([$"link set {nic.Name} down"]);

    /// <summary>Brings a NIC up again, with its addresses and routes.</summary>
    public void SetUp(Nic nic) =>
        Place.Ip([$"link set {nic.Name} up", .. HostCommands.Addresses(nic), .. HostCommands.Routes(Spec, nic)]);

    /// <summary>Removes the MPTCP endpoints of a NIC: the peers are told.</summary>
    public void RemoveEndpoints(Nic nic)
    {
        MptcpEndpoint[] endpoints = [.. EndpointsOf(nic).Where(endpoint => _removed.Add(endpoint.Address))];
        Place.Ip(endpoints.Select(endpoint => FormattableString.Invariant($"mptcp endpoint delete id {endpoint.Id}")));
    }

    /// <summary>Adds those MPTCP endpoints of a NIC again that were removed.</summary>
    public void AddEndpoints(Nic nic)
    {
        MptcpEndpoint[] endpoints = [.. EndpointsOf(nic).Where(endpoint => _removed.Remove(endpoint.Address))];
        Place.Ip(endpoints.Select(endpoint => HostCommands.Endpoint(Spec, endpoint)));
    }

    /// <inheritdoc/>
    public void Dispose() => Place.Dispose();

    private IEnumerable<MptcpEndpoint> EndpointsOf(Nic nic) => Spec.Endpoints.Where(endpoint => nic.Has(endpoint.Address));
}
