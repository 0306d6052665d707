using System;
using System.Collections.Generic;
using Protocols.Net;
using Protocols.Wire;
using Sim.Network;

namespace Sim.Emulation;

/// <summary>
/// A host of the simulated network that is a real kernel: what arrives at its NICs goes to the kernel through TUN devices, and what the
/// kernel sends there goes out of its NICs.
/// </summary>
/// <param name="name">The host's name.</param>
/// <param name="fabric">The network it belongs to; its time is real.</param>
public sealed class KernelDoor(string name, Fabric fabric) : INicOwner
{
    private const int LongestPacket = ushort.MaxValue;

    // So that one device cannot keep the events of the simulation waiting; the rest is read in the next round.
    private const int MostPacketsAtOnce = 64;

    private readonly PacketCodec _codec = new(fabric.Packets);
    private readonly Dictionary<Nic, TunDevice> _devices = [];
    private readonly byte[] _buffer = new byte[LongestPacket];

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Its devices, in the order in which they were connected.</summary>
    public IReadOnlyCollection<TunDevice> Devices => _devices.Values;

    /// <summary>Keeps the bytes for simulated hosts; null where all hosts are kernels.</summary>
    public ForeignStreams? Streams { get; set; }

    /// <summary>Whether an address is a simulated host's, whose bytes <see cref="Streams"/> keeps; all that are not the kernel's own by default.</summary>
    public Func<IpAddress, bool> IsSimulated { get; set; } = _ => true;

    /// <summary>Packets of the kernel that are no business of the network: to groups, or from or to nowhere.</summary>
    public long IgnoredPackets { get; private set; }

    /// <summary>Packets of the kernel that could not be read.</summary>
    public long UnreadablePackets { get; private set; }

    /// <summary>Makes a device the kernel's side of a NIC.</summary>
    /// <param name="nic">The NIC of this host in the simulated network.</param>
    /// <param name="device">The device.</param>
    /// <param name="clock">Wakes the simulation when the device has packets.</param>
    public void Connect(Nic nic, TunDevice device, DoorClock clock)
    {
        _devices.Add(nic, device);
        clock.Add(device, fabric.Simulation, () => TakePackets(nic, device));
    }

    /// <inheritdoc/>
    public void Receive(in Packet packet, Nic nic)
    {
        Streams?.OnDeparture(in packet);
        int length = _codec.Encode(in packet, _buffer);
        _devices[nic].Write(_buffer.AsSpan(0, length));
        fabric.Discard(in packet);
    }

    private void TakePackets(Nic nic, TunDevice device)
    {
        for (int i = 0; i < MostPacketsAtOnce; i++)
        {
            int length = device.Read(_buffer);
            if (length == 0)
            {
                return;
            }

            Take(nic, _buffer.AsSpan(0, length));
        }
    }

    private void Take(Nic nic, ReadOnlySpan<byte> bytes)
    {
        if (!_codec.TryCarry(bytes, out Packet packet, out ReadOnlySpan<byte> payload, out _))
        {
            UnreadablePackets++;
            return;
        }

        FlowKey flow = fabric.Packets.Flows[packet.Flow];
        bool passes = nic.Has(flow.Source.Address) && !IsGroup(flow.Destination.Address)
            && (Streams is null || flow.Protocol != IpProtocol.Tcp || !IsSimulated(flow.Destination.Address) || Streams.OnArrival(in packet, payload));
        if (passes)
        {
            nic.Send(in packet);
        }
        else
        {
            IgnoredPackets++;
            fabric.Discard(in packet);
        }
    }

    // Neighbour and group discovery: ff00::/8 and 224.0.0.0/4.
    private static bool IsGroup(IpAddress address) => address.Family == AddressFamily.Ipv6
        ? address.Bits >> 120 == 0xFF
        : (address.Bits >> 28) == 0xE;
}
