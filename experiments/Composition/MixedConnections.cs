using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Composition.Live;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>Records the connections between kernels and simulated hosts, from the kernels' ends: these one can ask while both run.</summary>
internal sealed class MixedConnections
{
    private readonly Dictionary<IpAddress, string> _simulated;
    private readonly List<IComposedApplication> _applications;
    private readonly List<(KernelStream Stream, LiveConnection Connection)> _connections = [];
    private readonly HashSet<ConnectionNaming> _found = [];

    /// <summary>Prepares to watch.</summary>
    /// <param name="network">The network with hosts of both kinds.</param>
    /// <param name="applications">What runs on them.</param>
    public MixedConnections(ComposedNetwork network, IReadOnlyList<IComposedApplication> applications)
    {
        _simulated = network.Topology.Nics.Where(nic => network.Hosts.ContainsKey(nic.Owner.Name))
            .SelectMany(nic => nic.Addresses.Select(address => (Address: address, nic.Owner.Name))).ToDictionary(entry => entry.Address, entry => entry.Name);
        _applications = [.. applications];
    }

    /// <summary>The connections in the order in which they were found.</summary>
    public IEnumerable<ConnectionRecord> Records => _connections.Select(entry => entry.Connection.ToRecord());

    /// <summary>Takes a stream over if its other end is simulated.</summary>
    /// <param name="stream">The kernel's end, open.</param>
    /// <param name="host">The kernel host.</param>
    /// <param name="nameOf">Gives each connection its name in results.</param>
    /// <returns>Whether it did.</returns>
    public bool TryTake(KernelStream stream, string host, Func<string, string> nameOf)
    {
        if (stream.State != StreamState.Open || !_simulated.TryGetValue(stream.Remote.Address, out string? other))
        {
            return false;
        }

        // Who opened it gives the name: an application here whose stream it is, or one there that talks to this host.
        (ConnectionNaming Naming, bool IsOpener)? found = _applications.OfType<INamingConnections>()
            .SelectMany(application => application.Connections.Select(naming => (
                Naming: naming,
                IsOpener: application.Traffic.Contains((host, other)) && naming.Stream == stream.Name,
                IsListener: application.Traffic.Contains((other, host)))))
            .Where(candidate => candidate.IsOpener || candidate.IsListener)
            .OrderBy(candidate => _found.Contains(candidate.Naming))
            .Select(candidate => ((ConnectionNaming, bool)?)(candidate.Naming, candidate.IsOpener)).FirstOrDefault();
        if (found is not { } known)
        {
            return false;
        }

        _found.Add(known.Naming);
        bool isSender = known.Naming.IsSender == known.IsOpener;
        _connections.Add((stream, new LiveConnection(nameOf(known.Naming.Connection), stream, isSender)));
        return true;
    }

    /// <summary>Looks at all that are open.</summary>
    public void Sample(Instant now) => _connections.ForEach(entry => entry.Connection.Sample(now));

    /// <summary>A stream is about to end.</summary>
    public void OnEnding(KernelStream stream, Instant now) =>
        _connections.Find(entry => entry.Stream == stream).Connection?.OnEnding(now);
}
