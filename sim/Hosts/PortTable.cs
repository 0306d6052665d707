using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Protocols.Net;

namespace Sim.Hosts;

/// <summary>Finds who takes an arriving packet: by its flow, else by its destination port.</summary>
internal sealed class PortTable
{
    private const int FirstEphemeral = 32_768;
    private const int LastEphemeral = 60_999;

    private readonly Dictionary<int, IPacketHandler> _byFlow = [];
    private readonly Dictionary<ushort, SimListener> _listeners = [];
    private readonly HashSet<Endpoint> _localEnds = [];
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
    public SimListener? FindListener(ushort port) => _listeners.GetValueOrDefault(port);

    /// <summary>Directs a flow's packets to a handler.</summary>
    public void Add(int flow, IPacketHandler handler) => _byFlow[flow] = handler;

    /// <summary>Forgets a flow.</summary>
    public void Remove(int flow, Endpoint local)
    {
        _byFlow.Remove(flow);
        _localEnds.Remove(local);
        _lastFlow = 0;
        _lastHandler = null;
    }

    /// <summary>Takes a port for listening.</summary>
    /// <exception cref="InvalidOperationException">It is taken.</exception>
    public void AddListener(ushort port, SimListener listener)
    {
        if (!_listeners.TryAdd(port, listener))
        {
            throw new InvalidOperationException($"port {port} is taken");
        }
    }

    /// <summary>Frees a port.</summary>
    public void RemoveListener(ushort port) => _listeners.Remove(port);

    /// <summary>Takes an ephemeral port for an address (ip_local_port_range); 0 when all are taken.</summary>
    public ushort TakeEphemeralPort(IpAddress address)
    {
        for (int tries = FirstEphemeral; tries <= LastEphemeral; tries++)
        {
            ushort port = (ushort)_nextEphemeral;
            _nextEphemeral = _nextEphemeral == LastEphemeral ? FirstEphemeral : _nextEphemeral + 1;
            if (!_listeners.ContainsKey(port) && _localEnds.Add(new Endpoint(address, port)))
            {
                return port;
            }
        }

        return 0;
    }

    private IPacketHandler? FindOther(int flow)
    {
        if (_byFlow.TryGetValue(flow, out IPacketHandler? handler))
        {
            _lastFlow = flow;
            _lastHandler = handler;
        }

        return handler;
    }
}
