using Protocols.Core;
using Protocols.Net;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>What an MPTCP connection needs of the host it runs on.</summary>
public interface IMptcpEnvironment
{
    /// <summary>The host's memory of paths that swallow MPTCP.</summary>
    BlackholeDetection Blackholes { get; }

    /// <summary>Chooses this end of a new subflow.</summary>
    /// <param name="source">
    /// The local address, or none to let the routes choose; the host adds a port if it is 0.
    /// </param>
    /// <param name="destination">The other end.</param>
    /// <returns>Null when the host has no route or no port left.</returns>
    Endpoint? SelectSource(Endpoint source, Endpoint destination);

    /// <summary>Makes the TCP connection of a new subflow and directs its packets to it.</summary>
    /// <param name="subflow">The subflow, which knows its two ends.</param>
    TcpConnection CreateTcp(Subflow subflow);

    /// <summary>Says where a subflow's payload lies: each packet's mapping leads to it.</summary>
    void MapData(Subflow subflow, ByteStore sendBytes, ulong firstDataSequence);

    /// <summary>Says where the payload of a subflow lies that is plain TCP from now on.</summary>
    void MapPlainly(Subflow subflow, ByteStore sendBytes);

    /// <summary>
    /// Where the bytes lie that the peer sends over a subflow; null when they come from outside the simulation.
    /// </summary>
    ByteStore? ReceivedBytesOf(Subflow subflow);

    /// <summary>A subflow is over: its packets are no longer this connection's.</summary>
    void Remove(Subflow subflow);

    /// <summary>A random key, whose token no other connection of the host has (RFC 8684, 3.1).</summary>
    ulong CreateKey(MptcpConnection connection);

    /// <summary>A random number for an MP_JOIN (RFC 8684, 3.2).</summary>
    uint CreateNonce();
}
