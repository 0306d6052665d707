using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Protocols.Mptcp;
using Protocols.Net;
using Protocols.Tcp;
using Sim.Hosts;

namespace Experiments.Composition;

/// <summary>Turns what a scenario says of a stack, and what its profile presets, into the stack of a host.</summary>
internal sealed class StackComposer(Catalogue catalogue)
{
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
            Tcp = tcp,
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
}
