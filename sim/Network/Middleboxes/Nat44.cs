using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;

namespace Sim.Network.Middleboxes;

/// <summary>Translates the IPv4 addresses and ports of the hosts below it into one address outside (RFC 3022, RFC 4787, RFC 5382).</summary>
/// <remarks>
/// Mappings are endpoint-independent, filtering is address- and port-dependent: a packet from outside passes if one went the same way out
/// before. Ports are preserved while they are free. A mapping that no packet used for the idle timeout is forgotten; a connection that
/// goes on after that comes out of another port. IPv6 passes as it is. Not modelled: hairpinning, ICMP, a timeout of its own for
/// connections that are opening or closing. Addresses inside options, as in ADD_ADDR, are not translated: real NATs do not either.
/// </remarks>
public sealed class Nat44 : IMiddlebox
{
    private const int FirstPort = 1024;

    private readonly Fabric _fabric;
    private readonly IpAddress _outside;
    private readonly Duration _idleTimeout;
    private readonly Dictionary<(Endpoint Inside, IpProtocol Protocol), NatBinding> _bindings = [];
    private readonly Dictionary<(ushort Port, IpProtocol Protocol), NatBinding> _byPort = [];

    // What a flow becomes, by its handle; upwards by the flow from inside, downwards by the one from outside.
    private readonly Dictionary<int, (int Flow, NatBinding Binding)> _translations = [];
    private int _nextPort = FirstPort;

    /// <summary>A NAT without mappings.</summary>
    /// <param name="fabric">The network it belongs to.</param>
    /// <param name="outside">Its address; packets to it must be routed to its link.</param>
    /// <param name="idleTimeout">After how long without packets a mapping is forgotten.</param>
    public Nat44(Fabric fabric, IpAddress outside, Duration idleTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outside.Family, AddressFamily.Ipv4);
        _fabric = fabric;
        _outside = outside;
        _idleTimeout = idleTimeout;
    }

    /// <summary>The idle timeout that RFC 5382, REQ-5, asks for at least: 2 hours and 4 minutes.</summary>
    public static Duration DefaultIdleTimeout => Duration.FromMilliseconds(124 * 60 * 1000);

    /// <summary>Packets from outside that no mapping let in, and packets from inside for which no port was left.</summary>
    public long DroppedPackets { get; private set; }

    /// <inheritdoc/>
    public void Pass(in Packet packet, Passage direction, Instant at, IPacketReceiver next)
    {
        if (_fabric.Packets.Flows[packet.Flow].Source.Address.Family != AddressFamily.Ipv4)
        {
            next.Receive(packet, at);
            return;
        }

        int flow = Find(packet.Flow, at);
        if (flow == 0 && direction == Passage.Up)
        {
            flow = Open(packet.Flow, at);
        }

        if (flow == 0)
        {
            DroppedPackets++;
            _fabric.Discard(packet);
            return;
        }

        Packet translated = packet;
        translated.Flow = flow;
        next.Receive(translated, at);
    }

    /// <summary>What a flow has been translated to before; 0 if it has not, or too long ago.</summary>
    private int Find(int flow, Instant now)
    {
        if (!_translations.TryGetValue(flow, out (int Flow, NatBinding Binding) known))
        {
            return 0;
        }

        NatBinding binding = known.Binding;
        if (_byPort.GetValueOrDefault((binding.Port, binding.Protocol)) != binding || IsExpired(binding, now))
        {
            return 0;
        }

        binding.LastUse = now;
        return known.Flow;
    }

    private int Open(int flow, Instant now)
    {
        FlowTable flows = _fabric.Packets.Flows;
        FlowKey inside = flows[flow];
        if (BindingOf(inside.Source, inside.Protocol, now) is not { } binding)
        {
            return 0;
        }

        int outside = flows.Intern(inside with { Source = new Endpoint(_outside, binding.Port) });
        int answers = flows.Reverse(outside);
        flows.Alias(outside, flow);
        flows.Alias(flows.Reverse(flow), answers);
        _translations[flow] = (outside, binding);
        _translations[answers] = (flows.Reverse(flow), binding);
        return outside;
    }

    private NatBinding? BindingOf(Endpoint inside, IpProtocol protocol, Instant now)
    {
        if (_bindings.TryGetValue((inside, protocol), out NatBinding? known) && !IsExpired(known, now))
        {
            known.LastUse = now;
            return known;
        }

        // An expired mapping keeps its port away from the one that follows it, as a port that has just been used is.
        ushort port = FreePort(inside.Port, protocol, now);
        if (known is not null)
        {
            _byPort.Remove((known.Port, protocol));
        }

        if (port == 0)
        {
            return null;
        }

        NatBinding binding = new() { Protocol = protocol, Port = port, LastUse = now };
        _bindings[(inside, protocol)] = binding;
        _byPort[(port, protocol)] = binding;
        return binding;
    }

    private ushort FreePort(ushort wanted, IpProtocol protocol, Instant now)
    {
        if (!_byPort.ContainsKey((wanted, protocol)))
        {
            return wanted;
        }

        for (int tries = FirstPort; tries <= ushort.MaxValue; tries++)
        {
            ushort port = (ushort)_nextPort;
            _nextPort = _nextPort == ushort.MaxValue ? FirstPort : _nextPort + 1;
            if (!_byPort.TryGetValue((port, protocol), out NatBinding? other) || IsExpired(other, now))
            {
                return port;
            }
        }

        return 0;
    }

    private bool IsExpired(NatBinding binding, Instant now) => now - binding.LastUse >= _idleTimeout;
}
