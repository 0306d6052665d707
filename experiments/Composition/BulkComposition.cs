using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Mptcp.PathManagers;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Hosts;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>Bulk transfers between simulated hosts.</summary>
internal sealed class BulkComposition : IConnecting
{
    private const long Unlimited = 1L << 50;

    private readonly BulkApplication _definition;
    private readonly ComposedNetwork _network;
    private readonly Catalogue _catalogue;
    private readonly ushort _port;
    private readonly PathPinner _pinner;
    private readonly IReadOnlyList<(string Name, string From, string To)> _pairs;
    private readonly List<OpenedStream> _opened = [];
    private bool _isStopped;

    /// <summary>Builds it.</summary>
    /// <param name="definition">What the scenario says.</param>
    /// <param name="network">The network.</param>
    /// <param name="catalogue">What can be chosen by name.</param>
    /// <param name="port">The port that the receivers listen on; every application has its own.</param>
    public BulkComposition(BulkApplication definition, ComposedNetwork network, Catalogue catalogue, ushort port)
    {
        _definition = definition;
        _network = network;
        _catalogue = catalogue;
        _port = port;
        _pinner = new PathPinner(network);
        _pairs = TrafficPairing.Of(Name, definition.Pairs, network.Simulation.Random.Fork("pairs of " + Name));
    }

    /// <inheritdoc/>
    public string Name => _definition.Name.Name;

    /// <inheritdoc/>
    public IEnumerable<OpenedStream> Opened => _opened;

    /// <inheritdoc/>
    public IEnumerable<(string From, string To)> Traffic => _pairs.Select(pair => (pair.From, pair.To));

    /// <inheritdoc/>
    public void Start()
    {
        foreach (string to in _pairs.Select(pair => pair.To).Distinct())
        {
            SimHost host = _network.Hosts[to];
            host.Listen(_port, StackOf(host), Name, discardsInput: true);
        }

        foreach ((string name, string from, string to) in _pairs)
        {
            Open(name, _network.Hosts[from], _network.Hosts[to]);
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _isStopped = true;
        _opened.ForEach(opened => opened.Stream.CloseWrite());
    }

    private void Open(string name, SimHost from, SimHost to)
    {
        StackConfig stack = StackOf(from);
        (Endpoint source, Endpoint remote) = FirstPath(from, to);
        if (_definition.Subflows.Count > 0 || _definition.SubflowCount is not null || _definition.Via.Count > 1)
        {
            stack = stack with { PathManager = (connection, _) => new ExplicitPaths(connection, FurtherPaths(from, to), Pin) };
        }

        SimStream stream = from.Open(source, remote, stack, ByteStore.Counting(), new StreamOptions { Name = name });
        if (_definition.Via.Count > 0 && FlowOf(stream) is { } flow)
        {
            _pinner.Pin(flow, from.Nics.First(nic => nic.Has(stream.Local.Address)), _definition.Via[0]);
        }

        _opened.Add(new OpenedStream(stream, name, IsSender: true));
        long bytes = _definition.Bytes?.Bytes ?? Unlimited;
        switch (stream)
        {
            case TcpStream plain:
                // Its send buffer always holds two windows, so it never limits: all can be written at once.
                plain.WriteUnseen(bytes);
                break;
            case MptcpStream multipath:
                from.Spawn(FillAsync(multipath, bytes));
                return;
            default:
                break;
        }

        if (_definition.Bytes is not null)
        {
            from.Spawn(CloseWhenConnectedAsync(stream));
        }
    }

    // What waits for a slow subflow fills the send buffer, and then the fast ones have nothing to send: a program that writes as fast as
    // it can meets that limit, and so does this.
    private async Task FillAsync(MptcpStream stream, long bytes)
    {
        await stream.ConnectedAsync();
        while (bytes > 0 && stream.State == StreamState.Open && !_isStopped)
        {
            long count = Math.Min(stream.Connection.WriteRoom, bytes);
            if (count == 0)
            {
                await stream.WritableAsync();
                continue;
            }

            stream.WriteUnseen(count);
            bytes -= count;
        }

        stream.CloseWrite();
    }

    // A TCP connection that is closed before it is established ends with nothing sent (RFC 9293, 3.10.4).
    private static async Task CloseWhenConnectedAsync(SimStream stream)
    {
        await stream.ConnectedAsync();
        stream.CloseWrite();
    }

    private StackConfig StackOf(SimHost host)
    {
        StackConfig stack = host.Stack;
        if (_definition.Transport is { } transport)
        {
            stack = stack with { UsesMptcp = transport == TransportKind.Mptcp };
        }

        if (_definition.Congestion is { } congestion)
        {
            stack = stack with { CongestionControl = _catalogue.CongestionControls[congestion.Name] };
        }

        return _definition.Scheduler is { } scheduler ? stack with { Scheduler = _catalogue.Schedulers[scheduler.Name] } : stack;
    }

    private (Endpoint Source, Endpoint Remote) FirstPath(SimHost from, SimHost to)
    {
        if (_definition.Subflows.Count == 0)
        {
            return (default, from.Resolver.Resolve(to.Name, _port)[0]);
        }

        (IpAddress local, IpAddress remote) = AddressesOf(_definition.Subflows[0], from, to);
        return (new Endpoint(local, 0), new Endpoint(remote, _port));
    }

    private List<(IpAddress Local, IpAddress Remote)> FurtherPaths(SimHost from, SimHost to)
    {
        if (_definition.Subflows.Count > 0)
        {
            return [.. _definition.Subflows.Skip(1).Select(nics => AddressesOf(nics, from, to))];
        }

        int count = Math.Max(_definition.SubflowCount ?? 1, _definition.Via.Count);
        return [.. Enumerable.Repeat((IpAddress.None, IpAddress.None), count - 1)];
    }

    private static (IpAddress Local, IpAddress Remote) AddressesOf(SubflowNics nics, SimHost from, SimHost to)
    {
        IpAddress local = from.Nics.First(nic => nic.Name == nics.Source.Name).Addresses[0];
        Nic remote = to.Nics.First(nic => nic.Name == nics.Destination.Name);
        return (local, remote.AddressOf(local.Family));
    }

    private void Pin(Subflow subflow, int number)
    {
        if (number < _definition.Via.Count)
        {
            Nic nic = _network.Topology.FindNic(subflow.Local.Address)!;
            _pinner.Pin(subflow.Tcp.Flow, nic, _definition.Via[number]);
        }
    }

    private static int? FlowOf(SimStream stream) => stream switch
    {
        TcpStream plain => plain.Connection.Flow,
        MptcpStream multipath => multipath.Connection.AllSubflows[0].Tcp.Flow,
        _ => null,
    };
}
