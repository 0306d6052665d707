using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>What this machine must have for a run on its kernel, and what of a scenario a kernel cannot do.</summary>
internal static class KernelMachine
{
    private const string Rights = "it takes root, or 'unshare --user --map-root-user --net' before the command";

    /// <summary>Checks all of it, before anything is built.</summary>
    /// <exception cref="ScenarioException">The scenario asks for what only simulated hosts can do.</exception>
    /// <exception cref="MachineLacksException">The machine lacks something.</exception>
    public static void Require(ScenarioDefinition scenario)
    {
        RequireKnownHosts(scenario);
        if (scenario.Stack.Links == LinkKind.Real)
        {
            RequireOneKind(scenario);
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new MachineLacksException("'stack: { kind: kernel }' runs on the machine's own kernel, which must be Linux");
        }

        RequireNamespaces();
        foreach (StackDefinition stack in scenario.Hosts.Where(host => HostSpecs.IsKernel(scenario, host)).Select(scenario.StackOf).Distinct())
        {
            RequireStack(stack);
        }

        ForeignPrograms.Require(scenario, scenario.Applications);
    }

    /// <summary>Why TUN devices cannot be had; null when they can.</summary>
    public static string? WhyNoTun()
    {
        try
        {
            using NetworkNamespace place = NetworkNamespace.Create("probe");
            using TunDevice device = TunDevice.Open(place, "probe");
            return null;
        }
        catch (EmulationException error)
        {
            return error.Message;
        }
    }

    /// <summary>Why network namespaces cannot be had; null when they can.</summary>
    public static string? WhyNoNamespaces()
    {
        try
        {
            using NetworkNamespace place = NetworkNamespace.Create("probe");
            return null;
        }
        catch (EmulationException error)
        {
            return $"{error.Message}; {Rights}";
        }
    }

    /// <summary>The congestion controls that the kernel has.</summary>
    public static IReadOnlyList<string> CongestionControls() => ReadWords("/proc/sys/net/ipv4/tcp_available_congestion_control");

    /// <summary>Makes sure that a bulk transfer asks for nothing that only simulated hosts have.</summary>
    /// <exception cref="ScenarioException">It does.</exception>
    public static void RequirePlain(BulkApplication definition)
    {
        if (definition.Subflows.Count > 0 || definition.SubflowCount is not null || definition.Via.Count > 0 || definition.Scheduler is not null)
        {
            throw new ScenarioException(
                $"'{definition.Name.Name}' names its subflows, their paths or its scheduler, which only simulated hosts obey: the kernel's path manager decides");
        }
    }

    /// <summary>Makes sure that all hosts of a scenario are kernels, which real links and real hosts take.</summary>
    /// <exception cref="ScenarioException">It is not so.</exception>
    public static void RequireOneKind(ScenarioDefinition scenario)
    {
        HostDefinition? other = scenario.Hosts.FirstOrDefault(host => scenario.StackOf(host).Kind != StackKind.Kernel);
        if (other is not null)
        {
            throw new ScenarioException(
                $"host '{other.Name.Name}' has another kind of stack than the others; real links connect kernels only ('links: simulated' connects both)");
        }
    }

    /// <summary>Makes sure that a scenario describes each of its hosts, and that it records nothing that kernels do not show.</summary>
    /// <exception cref="ScenarioException">It is not so.</exception>
    public static void RequireKnownHosts(ScenarioDefinition scenario)
    {
        if (scenario.Hosts.FirstOrDefault(host => host.Generated) is not null)
        {
            throw new ScenarioException("a generated topology needs simulated hosts: 'stack: { kind: model }'");
        }

        if (scenario.Record.Pcap.Count > 0)
        {
            throw new ScenarioException("packets of real kernels are not recorded; take 'record.pcap' out, or 'stack: { kind: model }'");
        }
    }

    private static void RequireNamespaces()
    {
        if (WhyNoNamespaces() is { } reason)
        {
            throw new MachineLacksException(reason);
        }
    }

    /// <summary>Makes sure that this machine's kernel has what a stack wants.</summary>
    /// <exception cref="MachineLacksException">It has not.</exception>
    public static void RequireStack(StackDefinition stack)
    {
        if (stack.Transport != TransportKind.Tcp && KernelMptcp.WhyMissing() is { } noMptcp)
        {
            throw new MachineLacksException(noMptcp);
        }

        if (stack.Profile is { } profile && profile.Name != StackComposer.DefaultProfile)
        {
            throw new MachineLacksException($"this kernel is not '{profile.Name}'; use 'profile: {StackComposer.DefaultProfile}', or 'kind: model'");
        }

        string congestion = KernelPlace.CongestionOf(stack, null);
        IReadOnlyList<string> known = CongestionControls();
        if (!known.Contains(congestion))
        {
            throw new MachineLacksException(
                $"the kernel has no congestion control '{congestion}' (it has: {string.Join(", ", known)}); 'modprobe tcp_{congestion}' may load it");
        }

        if (stack.Scheduler is { Name: not "default" } scheduler)
        {
            throw new MachineLacksException($"the kernel has no packet scheduler '{scheduler.Name}'; it has: default");
        }

        if (stack.PathManager is { Name: not "fullmesh" } manager)
        {
            throw new MachineLacksException($"the kernel has no path manager '{manager.Name}'; it has: fullmesh");
        }
    }

    private static string[] ReadWords(string file)
    {
        try
        {
            return File.ReadAllText(file).Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
