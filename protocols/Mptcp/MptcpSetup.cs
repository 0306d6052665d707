using System;
using Protocols.Core;
using Protocols.Mptcp.PathManagers;
using Protocols.Mptcp.Schedulers;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>What a host decides about a new MPTCP connection.</summary>
public sealed record MptcpSetup
{
    /// <summary>Whether this end opens the connection.</summary>
    public required bool IsInitiator { get; init; }

    /// <summary>The host's TCP tunables.</summary>
    public required TcpConfig Tcp { get; init; }

    /// <summary>The host's MPTCP tunables.</summary>
    public required MptcpConfig Config { get; init; }

    /// <summary>The maximum segment size, in bytes.</summary>
    public required int Segment { get; init; }

    /// <summary>Where the bytes lie that this end sends.</summary>
    public required ByteStore SendBytes { get; init; }

    /// <summary>Decides which subflow carries what.</summary>
    public required IPacketScheduler Scheduler { get; init; }

    /// <summary>Makes what decides which subflows there are.</summary>
    public required Func<MptcpConnection, IPathManager> PathManager { get; init; }
}
