using System.Collections.Generic;
using Protocols.Net;
using Protocols.Sockets;

namespace Sim.Emulation;

/// <summary>A network interface of a kernel host.</summary>
/// <remarks>
/// Bytes are those of IP packets with 14 bytes of Ethernet header each. Ethernet devices, veth among them, count so
/// themselves; to what others count (loopback, TUN), the headers are added.
/// </remarks>
public sealed class KernelInterface : INetworkInterface
{
    private const int EthernetHeaderBytes = 14;

    private readonly KernelInterfaces _all;
    private readonly bool _countsEthernet;

    internal KernelInterface(KernelInterfaces all, string name, bool countsEthernet)
    {
        _all = all;
        _countsEthernet = countsEthernet;
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>Up by the administrator, and with a carrier.</remarks>
    public bool IsUp
    {
        get
        {
            _all.Refresh();
            return State.IsUp;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IpAddress> Addresses
    {
        get
        {
            _all.Refresh();
            return AddressList;
        }
    }

    /// <inheritdoc/>
    public long TransmittedBytes => Counters.TransmittedBytes + Headers(Counters.TransmittedPackets);

    /// <inheritdoc/>
    public long ReceivedBytes => Counters.ReceivedBytes + Headers(Counters.ReceivedPackets);

    /// <inheritdoc/>
    public long TransmittedPackets => Counters.TransmittedPackets;

    /// <inheritdoc/>
    public long ReceivedPackets => Counters.ReceivedPackets;

    /// <summary>Packets that the device itself dropped, in both directions; not those that a queue in front of it dropped.</summary>
    public long DroppedPackets => Counters.DroppedPackets;

    internal LinkState State { get; set; }

    internal IReadOnlyList<IpAddress> AddressList { get; set; } = [];

    private LinkState Counters
    {
        get
        {
            _all.Refresh();
            return State;
        }
    }

    private long Headers(long packets) => _countsEthernet ? 0 : packets * EthernetHeaderBytes;
}
