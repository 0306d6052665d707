using System.Collections.Generic;
using System.Linq;

namespace Experiments.Scenario.Records;

/// <summary>What the user said about a host's transport stack; null means "as the profile has it".</summary>
public sealed record StackDefinition
{
    /// <summary>Whose code runs below the sockets.</summary>
    public StackKind? Kind { get; init; }

    /// <summary>
    /// What hosts are connected by; null: kernels by real links where they can be as the scenario says, else all by simulated ones. Of the
    /// scenario, not of a single host.
    /// </summary>
    public LinkKind? Links { get; init; }

    /// <summary>The named set of defaults, such as <c>linux-6.18</c>.</summary>
    public Reference? Profile { get; init; }

    /// <summary>The transport protocol of streams.</summary>
    public TransportKind? Transport { get; init; }

    /// <summary>The name of the congestion control.</summary>
    public Reference? Congestion { get; init; }

    /// <summary>The name of the packet scheduler of MPTCP.</summary>
    public Reference? Scheduler { get; init; }

    /// <summary>The name of the path manager of MPTCP.</summary>
    public Reference? PathManager { get; init; }

    /// <summary>Kernel parameters by their sysctl name, in the order written.</summary>
    public IReadOnlyList<SysctlSetting> Sysctl { get; init; } = [];

    /// <summary>
    /// These settings, with the gaps filled from <paramref name="fallback"/>; sysctls are merged by name.
    /// </summary>
    public StackDefinition Over(StackDefinition fallback) => new()
    {
        Kind = Kind ?? fallback.Kind,
        Links = Links ?? fallback.Links,
        Profile = Profile ?? fallback.Profile,
        Transport = Transport ?? fallback.Transport,
        Congestion = Congestion ?? fallback.Congestion,
        Scheduler = Scheduler ?? fallback.Scheduler,
        PathManager = PathManager ?? fallback.PathManager,
        Sysctl = [.. fallback.Sysctl.Where(old => Sysctl.All(own => own.Name != old.Name)), .. Sysctl],
    };
}
