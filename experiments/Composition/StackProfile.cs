using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Tcp;

namespace Experiments.Composition;

/// <summary>The defaults of a stack that a scenario's <c>profile</c> names.</summary>
/// <param name="CongestionControl">The congestion control.</param>
/// <param name="Scheduler">The packet scheduler.</param>
/// <param name="PathManager">The path manager.</param>
/// <param name="Tcp">The tunables of TCP.</param>
/// <param name="Mptcp">The tunables of MPTCP.</param>
public sealed record StackProfile(
    string CongestionControl, string Scheduler, string PathManager, TcpConfig Tcp, MptcpConfig Mptcp)
{
    /// <summary>Mainline Linux 6.18.</summary>
    public static StackProfile Linux618 { get; } =
        new("cubic", "default", "fullmesh", WithTicks(TcpConfig.Default), new MptcpConfig());

    /// <summary>The out-of-tree MPTCP of the paper, version 0.95 on Linux 4.19.</summary>
    public static StackProfile LinuxMptcp095 { get; } = new(
        "cubic", "lowest-rtt", "fullmesh", WithTicks(TcpConfig.Default) with { PushesGsoPackets = false },
        new MptcpConfig { Reinjection = ReinjectionRule.EveryTimeout });

    // The kernels that runs are compared with count HZ=250 ticks a second.
    private static TcpConfig WithTicks(TcpConfig config) => config with { Tick = Duration.FromMilliseconds(4) };
}
