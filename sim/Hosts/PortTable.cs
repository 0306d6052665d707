using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Protocols.Net;

namespace Sim.Hosts;

/// <summary>Finds who takes an arriving packet: by its flow, else by its destination port.</summary>
/// <remarks>A mutable struct, part of its <see cref="SimHost"/>: every arriving packet looks here.</remarks>
internal struct PortTable
{
    private const int FirstEphemeral = 32_768;
    private const int LastEphemeral = 60_999;

    // Made when they are needed: of thousands of hosts most have one flow, which the two fields below hold.
    private Dictionary<int, IPacketHandler>? _byFlow;
    private Dictionary<ushort, SimListener>? _listeners;
    private HashSet<Endpoint>? _localEnds;
    private int _lastFlow;
    private IPacketHandler? _lastHandler;
    private int _nextEphemeral;

    /// <summary>A table whose first ephemeral port is given.</summary>
    /// <param name="start">Any number; decides the first port.</param>
    public PortTable(uint start) => _nextEphemeral = FirstEphemeral + (int)(start % (LastEphemeral - FirstEphemeral));

    /// <summary>Who takes a flow's packets; null when nobody does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public IPacketHandler? Find(int flow) => flow == _lastFlow ? _lastHandler : FindOther(flow);

    /// <summary>Who listens on a port; null when nobody does.</summary>
    public readonly SimListener? FindListener(ushort port) => _listeners?.GetValueOrDefault(port);

    /// <summary>Directs a flow's packets to a handler.</summary>
    public void Add(int flow, IPacketHandler handler)
    {
        if (flow == _lastFlow || (_lastHandler is null && _byFlow is null))
        {
            _lastFlow = flow;
            _lastHandler = handler;
        }
        else if (_byFlow is null)
        {
            _byFlow = new Dictionary<int, IPacketHandler> { [_lastFlow] = _lastHandler! };
        }

        if (_byFlow is not null)
        {
            _byFlow[flow] = handler;
        }
    }

    /// <summary>Forgets a flow.</summary>
    public void Remove(int flow, Endpoint local)
    {
        _byFlow?.Remove(flow);
        _localEnds?.Remove(local);
        if (flow == _lastFlow)
        {
            _lastFlow = 0;
            _lastHandler = null;
        }
    }

    /// <summary>Takes a port for listening.</summary>
    /// <exception cref="InvalidOperationException">It is taken.</exception>
    public void AddListener(ushort port, SimListener listener)
    {
        _listeners ??= [];
        if (!_listeners.TryAdd(port, listener))
        {
            throw new InvalidOperationException($"port {port} is taken");
        }
    }

    /// <summary>Frees a port.</summary>
    public readonly void RemoveListener(ushort port) => _listeners?.Remove(port);

    /// <summary>Takes an ephemeral port for an address (ip_local_port_range); 0 when all are taken.</summary>
    public ushort TakeEphemeralPort(IpAddress address)
    {
        _localEnds ??= [];
        for (int tries = FirstEphemeral; tries <= LastEphemeral; tries++)
        {
            ushort port = (ushort)_nextEphemeral;
            _nextEphemeral = _nextEphemeral == LastEphemeral ? FirstEphemeral : _nextEphemeral + 1;
            if (FindListener(port) is null && _localEnds.Add(new Endpoint(address, port)))
            {
                return port;
            }
        }

        return 0;
    }

    private IPacketHandler? FindOther(int flow)
    {
        if (_byFlow is null || !_byFlow.TryGetValue(flow, out IPacketHandler? handler))
        {
            return null;
        }

        _lastFlow = flow;
        _lastHandler = handler;
        return handler;
    }
}
