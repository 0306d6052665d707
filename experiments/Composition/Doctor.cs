using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>Looks at this machine: what it can do, and whether it is the host that a scenario describes.</summary>
/// <param name="catalogue">What can be chosen by name.</param>
public sealed class Doctor(Catalogue catalogue)
{
    // The programs that runs and tests use, with Debian's packages.
    private static readonly (string Program, string For, string Package)[] _programs =
    [
        ("ip", "runs on this kernel", "iproute2"),
        ("tc", "rates of real links", "iproute2"),
        ("nft", "blocks and losses of real links", "nftables"),
        ("unshare", "runs without root", "util-linux"),
        ("ffmpeg", "foreign pushers and players", "ffmpeg"),
        ("nginx", "a foreign server", "nginx libnginx-mod-rtmp"),
        ("setpriv", "foreign programs as roles", "util-linux"),
        ("mptcpize", "foreign programs over MPTCP", "mptcpize"),
        ("ssh", "real hosts", "openssh-client"),
        ("tshark", "tests of captures", "tshark"),
    ];

    /// <summary>What the machine can do.</summary>
    public static IReadOnlyList<Finding> Examine()
    {
        List<Finding> findings = [];
        if (!OperatingSystem.IsLinux())
        {
            return [new Finding("Linux", false, "runs on real kernels need it; simulated ones do not", "")];
        }

        Add("kernel MPTCP", KernelMptcp.WhyMissing(), "runs with 'stack: { kind: kernel }'", "sysctl -w net.mptcp.enabled=1");
        Add("network namespaces", KernelMachine.WhyNoNamespaces(), "runs with 'stack: { kind: kernel }'", "run as root, or below 'unshare -Urn'");
        Add("TUN devices", KernelMachine.WhyNoTun(), "simulated links between real kernels", "modprobe tun");
        foreach (string name in (string[])["cubic", "reno", "bbr"])
        {
            bool isThere = KernelMachine.CongestionControls().Contains(name);
            findings.Add(new Finding($"congestion control {name}", isThere, "", isThere ? "" : $"modprobe tcp_{name}"));
        }

        foreach (string sysctl in (string[])["scheduler", "stale_loss_cnt", "checksum_enabled", "blackhole_timeout"])
        {
            string file = $"/proc/sys/net/mptcp/{sysctl}";
            bool isThere = File.Exists(file);
            findings.Add(new Finding(
                $"net.mptcp.{sysctl}", isThere, isThere ? File.ReadAllText(file).Trim() : "", isThere ? "" : "a newer kernel"));
        }

        foreach ((string program, string use, string package) in _programs)
        {
            string? path = Find(program);
            findings.Add(new Finding(
                program, path is not null, path ?? $"for {use}", path is null ? $"apt-get install {package}" : ""));
        }

        return findings;

        void Add(string what, string? lacking, string use, string remedy) => findings.Add(
            new Finding(what, lacking is null, lacking ?? $"for {use}", lacking is null ? "" : remedy));
    }

    /// <summary>Compares this machine with a host of a scenario: addresses, rules, routes, MPTCP endpoints.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="host">The host's name; null for the one whose address this machine has.</param>
    /// <returns>One finding for each command that would make it so.</returns>
    /// <exception cref="ScenarioException">There is no such host, or none can be recognised.</exception>
    /// <exception cref="MachineLacksException">The machine cannot be asked.</exception>
    public IReadOnlyList<Finding> Compare(ScenarioDefinition scenario, string? host)
    {
        HostSpec[] specs = [.. HostSpecs.Of(scenario, HostSpecs.NetworkOf(scenario, catalogue))];
        try
        {
            MachineNetwork machine = MachineNetwork.Read();
            HostSpec spec = host is not null ? Named(specs, host) : Recognised(specs, machine);
            return [.. HostCommands.All(spec).Select(command => Look(command, machine))];
        }
        catch (EmulationException error)
        {
            throw new MachineLacksException(error.Message, error);
        }
    }

    private static Finding Look(string command, MachineNetwork machine)
    {
        bool isThere = machine.Has(command);
        return new Finding($"ip {command}", isThere, "", isThere ? "" : $"ip {command}");
    }

    private static HostSpec Named(HostSpec[] specs, string name) =>
        specs.FirstOrDefault(spec => spec.Name == name)
        ?? throw new ScenarioException($"the scenario has no host '{name}'; it has: {string.Join(", ", specs.Select(spec => spec.Name))}");

    private static HostSpec Recognised(HostSpec[] specs, MachineNetwork machine)
    {
        HostSpec[] found = [.. specs.Where(spec => spec.Nics.SelectMany(nic => nic.Addresses).Any(machine.Has))];
        return found.Length == 1
            ? found[0]
            : throw new ScenarioException(
                $"this machine has {(found.Length == 0 ? "no address of any" : "addresses of several")} of the hosts {string.Join(", ", specs.Select(spec => spec.Name))}; say with --host which one it is to be");
    }

    /// <summary>Where a program is; null when the machine has none of that name.</summary>
    internal static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat((string[])["/usr/sbin", "/sbin"])
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
