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
}
