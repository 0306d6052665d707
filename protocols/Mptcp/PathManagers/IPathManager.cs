using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp.PathManagers;

/// <summary>
/// Decides which subflows a connection has and which addresses it announces; one object for each connection.
/// </summary>
public interface IPathManager
{
    /// <summary>When <see cref="OnTimer"/> wants to be called.</summary>
    Instant Deadline { get; }

    /// <summary>The initial subflow is fully established.</summary>
    void OnEstablished(Instant now);

    /// <summary>A further subflow is fully established.</summary>
    void OnSubflowEstablished(Subflow subflow, Instant now);

    /// <summary>The peer announced an address; its HMAC is right.</summary>
    void OnAddressAnnounced(in AddAddressOption option, Instant now);

    /// <summary>The peer echoed an announcement.</summary>
    void OnAnnouncementEchoed(in AddAddressOption option, Instant now);

    /// <summary>The deadline has come.</summary>
    void OnTimer(Instant now);

    /// <summary>The peer wants to add a subflow, and has proved that it may.</summary>
    /// <returns>False to reset it.</returns>
    bool TryAcceptSubflow() => true;

    /// <summary>A subflow was closed, by either end or by itself.</summary>
    void OnSubflowClosed(Subflow subflow, Instant now)
    {
    }

    /// <summary>The peer took back an address; its subflows are closed by now.</summary>
    /// <param name="remoteId">The address.</param>
    /// <param name="hadSubflows">Whether this end had opened subflows to it.</param>
    /// <param name="now">The time now.</param>
    void OnAddressRemoved(byte remoteId, bool hadSubflows, Instant now)
    {
    }

    /// <summary>An endpoint was added to the host.</summary>
    void OnEndpointAdded(MptcpEndpoint endpoint, Instant now)
    {
    }

    /// <summary>An endpoint was removed from the host.</summary>
    void OnEndpointRemoved(MptcpEndpoint endpoint, Instant now)
    {
    }
}
