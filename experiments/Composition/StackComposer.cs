using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Net;
using Protocols.Tcp;
using Sim.Hosts;

namespace Experiments.Composition;

/// <summary>Turns what a scenario says of a stack, and what its profile presets, into the stack of a host.</summary>
/// <param name="catalogue">What can be chosen by name.</param>
/// <param name="seed">
/// The seed of the run: it says for how long the ticks of the kernels had been counted when the run began. All hosts count the same
/// ticks, as those on one machine do.
/// </param>
internal sealed class StackComposer(Catalogue catalogue, long seed)
{
    // Eight times the width of the buckets that the longest retransmission timeouts fall into: more would be no further difference.
    private const double LongestPhase = 16.384;

    private readonly Duration _tickPhase =
        Duration.FromSeconds(new RandomStream((ulong)seed).Fork("ticks of the kernels").NextUniform(0, LongestPhase));

    // Hosts that are alike share their tunables, which every packet needs.
    private readonly Dictionary<TcpConfig, TcpConfig> _known = [];

    /// <summary>The profile of a scenario that names none.</summary>
    public const string DefaultProfile = "linux-6.18";

    /// <summary>What is wrong with the settings, beyond what the reader of scenarios can know.</summary>
    public static IEnumerable<ScenarioError> Check(StackDefinition stack)
    {
        foreach (SysctlSetting setting in stack.Sysctl)
        {
            TcpConfig tcp = TcpConfig.Default;
            MptcpConfig mptcp = new();
            if (!Sysctls.TryApply(setting.Name, setting.Value, ref tcp, ref mptcp))
            {
                yield return new ScenarioError(
                    setting.ValueAt, $"'{setting.Value}' is not a value of {setting.Name}: expected {Sysctls.ExpectedOf(setting.Name)}");
            }
        }
    }

    /// <summary>The stack of a host.</summary>
    public StackConfig Compose(StackDefinition definition)
    {
        StackProfile profile = catalogue.Profiles[definition.Profile?.Name ?? DefaultProfile];
        TcpConfig tcp = profile.Tcp;
        MptcpConfig mptcp = profile.Mptcp;
        foreach (SysctlSetting setting in definition.Sysctl)
        {
            Sysctls.TryApply(setting.Name, setting.Value, ref tcp, ref mptcp);
        }

        return new StackConfig
        {
            Tcp = Shared(tcp with { TickPhase = _tickPhase }),
            Mptcp = mptcp,
            UsesMptcp = definition.Transport != TransportKind.Tcp,
            CongestionControl = catalogue.CongestionControls[definition.Congestion?.Name ?? profile.CongestionControl],
            Scheduler = catalogue.Schedulers[definition.Scheduler?.Name ?? profile.Scheduler],
            PathManager = catalogue.PathManagers[definition.PathManager?.Name ?? profile.PathManager],
        };
    }

    /// <summary>The stack of a host once its addresses are known: a full mesh of all of them.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="addresses">The addresses of the host, NIC by NIC.</param>
    /// <param name="listens">Whether the host takes connections: it announces its addresses instead of connecting from them.</param>
    public static StackConfig WithEndpoints(StackConfig stack, IReadOnlyList<IpAddress> addresses, bool listens) =>
        stack with { Mptcp = stack.Mptcp with { Endpoints = new EndpointTable([.. EndpointsOf(addresses, listens)]) } };

    /// <summary>The MPTCP endpoints of a host: a full mesh of all its addresses.</summary>
    /// <param name="addresses">The addresses of the host, NIC by NIC.</param>
    /// <param name="listens">Whether the host takes connections: it announces its addresses instead of connecting from them.</param>
    public static IEnumerable<MptcpEndpoint> EndpointsOf(IReadOnlyList<IpAddress> addresses, bool listens) =>
        addresses.Take(EndpointTable.Maximum).Select((address, index) => new MptcpEndpoint(
            (byte)(index + 1), address, Subflow: !listens, FullMesh: !listens, Signal: listens, Backup: false));

    private TcpConfig Shared(TcpConfig tcp)
    {
        if (!_known.TryGetValue(tcp, out TcpConfig? known))
        {
            known = tcp;
            _known.Add(tcp, tcp);
        }

        return known;
    }
}
