using System;
using System.Collections;
using System.Collections.Generic;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>
/// The MPTCP endpoints of a host (<c>ip mptcp endpoint</c>), in order. All connections of the host share one table, and
/// see its changes.
/// </summary>
public sealed class EndpointTable : IReadOnlyList<MptcpEndpoint>
{
    /// <summary>MPTCP_PM_ADDR_MAX: the most endpoints that a host can have.</summary>
    public const int Maximum = 8;

    private readonly List<MptcpEndpoint> _endpoints = [];

    /// <summary>A table with the given endpoints.</summary>
    /// <exception cref="ArgumentException">There are too many, or two have the same address or identifier.</exception>
    public EndpointTable(params ReadOnlySpan<MptcpEndpoint> endpoints)
    {
        foreach (MptcpEndpoint endpoint in endpoints)
        {
            if (!TryAdd(endpoint))
            {
                throw new ArgumentException(
                    $"cannot add endpoint {endpoint.Id} {endpoint.Address} to {Count} others", nameof(endpoints));
            }
        }
    }

    /// <inheritdoc/>
    public int Count => _endpoints.Count;

    /// <summary>How many have the flag <c>signal</c> (endp_signal_max).</summary>
    public int SignalCount => CountOf(endpoint => endpoint.Signal);

    /// <summary>How many have the flag <c>subflow</c> (endp_subflow_max).</summary>
    public int SubflowCount => CountOf(endpoint => endpoint.Subflow);

    /// <inheritdoc/>
    public MptcpEndpoint this[int index] => _endpoints[index];

    /// <summary>The endpoint with an address; null when there is none.</summary>
    public MptcpEndpoint? Find(IpAddress address)
    {
        foreach (MptcpEndpoint endpoint in _endpoints)
        {
            if (endpoint.Address == address)
            {
                return endpoint;
            }
        }

        return null;
    }

    /// <summary>Adds an endpoint behind the others.</summary>
    /// <returns>
    /// False when the table is full, or has its address or identifier already; then nothing has changed.
    /// </returns>
    public bool TryAdd(MptcpEndpoint endpoint)
    {
        bool isTaken = _endpoints.Exists(other => other.Id == endpoint.Id || other.Address == endpoint.Address);
        if (isTaken || Count == Maximum || endpoint.Id == 0)
        {
            return false;
        }

        _endpoints.Add(endpoint);
        return true;
    }

    /// <summary>
    /// The identifier of an address that a peer reached without its being announced: that of its endpoint, which is made
    /// without any flag when there is none (the kernel's implicit endpoints).
    /// </summary>
    /// <returns>0 when the table is full.</returns>
    public byte IdOf(IpAddress address)
    {
        if (Find(address) is { } known)
        {
            return known.Id;
        }

        byte id = 1;
        while (_endpoints.Exists(endpoint => endpoint.Id == id))
        {
            id++;
        }

        return TryAdd(new MptcpEndpoint(id, address, Subflow: false, FullMesh: false, Signal: false, Backup: false))
            ? id
            : (byte)0;
    }

    /// <summary>Removes the endpoint with an address.</summary>
    /// <returns>What it was; null when there was none.</returns>
    public MptcpEndpoint? Remove(IpAddress address)
    {
        MptcpEndpoint? endpoint = Find(address);
        if (endpoint is { } found)
        {
            _endpoints.Remove(found);
        }

        return endpoint;
    }

    /// <inheritdoc/>
    public IEnumerator<MptcpEndpoint> GetEnumerator() => _endpoints.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int CountOf(Predicate<MptcpEndpoint> predicate)
    {
        int count = 0;
        foreach (MptcpEndpoint endpoint in _endpoints)
        {
            count += predicate(endpoint) ? 1 : 0;
        }

        return count;
    }
}
