using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Sim.Emulation;

namespace Experiments.Composition.Nodes;

/// <summary>Whether this machine can be a host of a scenario. All that is missing is said before anything begins.</summary>
internal static class NodeReadiness
{
    /// <summary>Makes sure that it can.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="spec">The host that the machine is to be.</param>
    /// <param name="catalogue">What can be chosen by name.</param>
    /// <exception cref="ScenarioException">The scenario asks for what only simulated hosts can do.</exception>
    /// <exception cref="MachineLacksException">The machine lacks something; the message has a line for each thing.</exception>
    public static void Require(ScenarioDefinition scenario, HostSpec spec, Catalogue catalogue)
    {
        StackDefinition stack = scenario.StackOf(scenario.Hosts.First(host => host.Name.Name == spec.Name));
        if (!OperatingSystem.IsLinux())
        {
            throw new MachineLacksException("a real host must run Linux");
        }

        KernelMachine.RequireStack(stack);
        ForeignPrograms.Require(
            scenario, scenario.Applications.Where(application => application.Command is not null && ForeignPrograms.HostOf(application) == spec.Name));
        string[] lacking =
        [
            .. MissingCommands(scenario, spec, stack, catalogue),
            .. DownInterfaces(spec),
            .. OtherParameters(spec),
            .. MissingRights(scenario, spec),
        ];
        if (lacking.Length > 0)
        {
            throw new MachineLacksException(string.Join('\n', lacking));
        }
    }

    private static IEnumerable<string> MissingCommands(ScenarioDefinition scenario, HostSpec spec, StackDefinition stack, Catalogue catalogue)
    {
        // Plain TCP needs no endpoints of MPTCP.
        string[] commands =
        [
            .. new Doctor(catalogue).Compare(scenario, spec.Name).Where(finding => !finding.IsThere).Select(finding => finding.Remedy)
                .Where(command => stack.Transport != TransportKind.Tcp || !command.StartsWith("ip mptcp ", StringComparison.Ordinal)),
        ];
        return commands.Length == 0 ? [] : ["it is not yet the host that the scenario describes; these commands make it so:", .. commands];
    }

    private static IEnumerable<string> DownInterfaces(HostSpec spec)
    {
        using EpollLoop loop = new();
        using KernelHost host = new(spec.Name, loop, new KernelHostSettings());
        HashSet<string> up = [.. host.Interfaces.Where(nic => nic.IsUp).Select(nic => nic.Name)];
        return [.. spec.Nics.Where(nic => !up.Contains(nic.Name)).Select(nic => $"its interface '{nic.Name}' is not there or not up: ip link set {nic.Name} up")];
    }

    private static IEnumerable<string> OtherParameters(HostSpec spec)
    {
        foreach ((string name, string value) in spec.Sysctls)
        {
            string file = $"/proc/sys/{name.Replace('.', '/')}";
            string[] found = File.Exists(file) ? Words(File.ReadAllText(file)) : [];
            if (!found.SequenceEqual(Words(value)))
            {
                yield return $"its {name} is '{string.Join(' ', found)}': sysctl -w {name}=\"{value}\"";
            }
        }
    }

    private static IEnumerable<string> MissingRights(ScenarioDefinition scenario, HostSpec spec)
    {
        bool hasFilter = Doctor.Find("nft") is not null;
        foreach (TimelineEntry entry in scenario.Timeline)
        {
            foreach (TimelineAction action in entry.Actions.Where(action => TimelinePlayer.TargetsOf(action).Any(target => IsOwn(target, scenario, spec))))
            {
                if (!Environment.IsPrivilegedProcess)
                {
                    yield return $"'{action}' at {entry.At} takes root on it";
                }
                else if (action is TimelineAction.Block && !hasFilter)
                {
                    yield return $"'{action}' at {entry.At} takes nft on it: apt-get install nftables";
                }
            }
        }
    }

    private static bool IsOwn(TimelineTarget target, ScenarioDefinition scenario, HostSpec spec) => target.Kind switch
    {
        TargetKind.Nic => target.HostName == spec.Name,
        TargetKind.Isp => scenario.Hosts.First(host => host.Name.Name == spec.Name).Nics.Any(nic => nic.To.Name == target.Name.Name),
        _ => false,
    };

    private static string[] Words(string text) => text.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
