using System.Collections.Generic;
using Microsoft.Win32.SafeHandles;
using Protocols.Core;
using Protocols.Net;

namespace Sim.Emulation;

/// <summary>How a kernel host opens its sockets.</summary>
public sealed record KernelHostSettings
{
    /// <summary>What carries its streams where the caller does not say otherwise.</summary>
    public KernelTransport Transport { get; init; } = KernelTransport.Tcp;

    /// <summary>
    /// The network namespace its sockets live in, an open <c>/run/netns/NAME</c> or <c>/proc/PID/ns/net</c>; null for the
    /// one of the process. Stays the caller's.
    /// </summary>
    public SafeFileHandle? Namespace { get; init; }

    /// <summary>Names that are known before anybody asks the machine's resolver, such as the hosts of a scenario.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IpAddress>> Names { get; init; } =
        new Dictionary<string, IReadOnlyList<IpAddress>>();

    /// <summary>The address to listen on; none for all addresses of both families.</summary>
    public IpAddress ListenAddress { get; init; }

    /// <summary>The congestion control of its sockets (TCP_CONGESTION); null for the machine's default.</summary>
    public string? CongestionControl { get; init; }

    /// <summary>
    /// How long an attempt to connect may take before it counts as timed out and the next address of a name is tried.
    /// <see cref="Duration.MaxValue"/> leaves it to the kernel, which gives up after about two minutes
    /// (net.ipv4.tcp_syn_retries).
    /// </summary>
    public Duration ConnectTimeout { get; init; } = Duration.FromSeconds(10);

    /// <summary>
    /// How many bytes one stream may read, and how many it may write, before others get their turn. At least 1.
    /// </summary>
    public int BytesPerTurn { get; init; } = 256 << 10;
}
