using System.Collections.Generic;
using Protocols.Net;

namespace Protocols.Sockets;

/// <summary>A network interface of a host, with the counters that <c>ip -s link</c> shows.</summary>
public interface INetworkInterface
{
    /// <summary>The name, unique in its host.</summary>
    string Name { get; }

    /// <summary>Whether it is up.</summary>
    bool IsUp { get; }

    /// <summary>Its addresses.</summary>
    IReadOnlyList<IpAddress> Addresses { get; }

    /// <summary>Bytes sent: IP packets with a 14-byte Ethernet header each.</summary>
    long TransmittedBytes { get; }

    /// <summary>Bytes received, counted in the same way.</summary>
    long ReceivedBytes { get; }

    /// <summary>Packets sent.</summary>
    long TransmittedPackets { get; }

    /// <summary>Packets received.</summary>
    long ReceivedPackets { get; }
}
