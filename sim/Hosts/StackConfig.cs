using System;
using Protocols.Congestion;
using Protocols.Mptcp;
using Protocols.Mptcp.PathManagers;
using Protocols.Mptcp.Schedulers;
using Protocols.Tcp;

namespace Sim.Hosts;

/// <summary>How a host's transport behaves: its tunables, and what is chosen by name.</summary>
public sealed record StackConfig
{
    /// <summary>The tunables of TCP.</summary>
    public TcpConfig Tcp { get; init; } = TcpConfig.Default;

    /// <summary>The tunables of MPTCP; its endpoints are added when the host has its addresses.</summary>
    public MptcpConfig Mptcp { get; init; } = new();

    /// <summary>Whether connections ask for MPTCP, and listeners accept it.</summary>
    public bool UsesMptcp { get; init; } = true;

    /// <summary>Makes the congestion control of a connection or subflow.</summary>
    public required Func<ICongestionControl> CongestionControl { get; init; }

    /// <summary>Makes the scheduler of a connection.</summary>
    public Func<IPacketScheduler> Scheduler { get; init; } = () => new LinuxDefault();

    /// <summary>Makes the path manager of a connection.</summary>
    public Func<MptcpConnection, MptcpConfig, IPathManager> PathManager { get; init; } =
        (connection, config) => new InKernel(connection, config);
}
