using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Composition;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Sim.Emulation;
using Tests.Interop.Failures;
using Tests.Interop.Rtmp;
using Tests.Support;

namespace Tests.Interop.Nodes;

/// <summary>
/// Namespaces as if they were machines: the hosts of a scenario, each with an sshd of its own, an Internet between them, and a desk
/// from which all of them are reached over a network of its own. All of it is gone with the test, however that ends.
/// </summary>
internal sealed class Machines : IDisposable
{
    private const int Port = 2222;

    private readonly string _folder = Directory.CreateTempSubdirectory("simulator-machines-").FullName;
    private readonly Dictionary<string, NetworkNamespace> _hosts = [];
    private readonly Dictionary<string, string> _addresses = [];
    private readonly List<ForeignProgram> _daemons = [];
    private readonly NetworkNamespace _internet = NetworkNamespace.Create("internet");
    private readonly NetworkNamespace _desk = NetworkNamespace.Create("desk");

    /// <summary>Makes machines that are the hosts of a scenario.</summary>
    /// <param name="yaml">The scenario; its media lie beside the tests.</param>
    public Machines(string yaml)
    {
        ScenarioFile = Path.Combine(_folder, "scenario.yaml");
        File.WriteAllText(ScenarioFile, yaml.Replace("MEDIA", Path.Combine(AppContext.BaseDirectory, "media"), StringComparison.Ordinal));
        using ServiceProvider root = CompositionRoot.Build(plugIns: null);
        ScenarioDefinition scenario = root.GetRequiredService<ScenarioReader>().Read(ScenarioFile, []).Scenario!;
        Doctor doctor = new(root.GetRequiredService<Catalogue>());
        MakeKeys();
        _internet.Set([new("net.ipv6.conf.all.forwarding", "1"), new("net.ipv6.conf.all.accept_dad", "0"), new("net.ipv6.conf.default.accept_dad", "0")]);
        _internet.Ip(["link set lo up"]);
        _desk.Ip(["link set lo up"]);
        int number = 0;
        foreach (HostDefinition host in scenario.Hosts)
        {
            Make(host, ++number, doctor, scenario);
        }
    }

    /// <summary>Where the scenario is.</summary>
    public string ScenarioFile { get; }

    /// <summary>Where results may go.</summary>
    public string Results => Path.Combine(_folder, "results");

    /// <summary>The value of <c>--hosts</c>.</summary>
    public string Targets => string.Join(',', _addresses.Select(entry => $"{entry.Key}=root@{entry.Value}"));

    /// <summary>The options that reach the machines' ssh servers.</summary>
    public IReadOnlyList<string> Options =>
    [
        "--remote", $"{Dotnet} {SimulatorProcess.Program}",
        "--ssh-option", $"Port={Port}",
        "--ssh-option", $"IdentityFile={Path.Combine(_folder, "id")}",
        "--ssh-option", "StrictHostKeyChecking=no",
        "--ssh-option", "UserKnownHostsFile=/dev/null",
        "--ssh-option", "LogLevel=ERROR",
    ];

    private static string Dotnet => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);

    /// <summary>Skips the test where the programs or the rights for it are missing.</summary>
    public static void Require()
    {
        foreach (string program in (string[])["ssh", "ssh-keygen", "nft", "ip", "unshare"])
        {
            if (!ExternalTool.Exists(program))
            {
                Assert.Ignore($"needs {program}");
            }
        }

        if (!File.Exists("/usr/sbin/sshd"))
        {
            Assert.Ignore("needs sshd (openssh-server)");
        }
    }

    /// <summary>The machine that is a host.</summary>
    public NetworkNamespace this[string host] => _hosts[host];

    /// <summary>Starts the simulator at the desk.</summary>
    public ForeignProgram StartAtDesk(IReadOnlyList<string> arguments) =>
        ForeignProgram.Start("nsenter", [$"--net={_desk.Path}", Dotnet, SimulatorProcess.Program, .. arguments]);

    /// <summary>The nodes that run on a machine, without the shells that started them.</summary>
    public IReadOnlyList<(int Id, string Line)> ProcessesOn(string host)
    {
        string place = _hosts[host].Enter(() => File.ResolveLinkTarget("/proc/thread-self/ns/net", returnFinalTarget: false)!.Name);
        List<(int, string)> found = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                if (File.ResolveLinkTarget($"{folder}/ns/net", returnFinalTarget: false)?.Name == place)
                {
                    string line = File.ReadAllText($"{folder}/cmdline").Replace('\0', ' ').Trim();
                    found.Add((int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture), line));
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has just ended.
                continue;
            }
        }

        return [.. found.Where(process => process.Item2.StartsWith($"{Dotnet} {SimulatorProcess.Program} node ", StringComparison.Ordinal))];
    }

    public void Dispose()
    {
        _daemons.ForEach(daemon => daemon.Dispose());
        foreach (NetworkNamespace place in _hosts.Values.Append(_internet).Append(_desk))
        {
            place.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void MakeKeys()
    {
        foreach (string key in (string[])["host", "id"])
        {
            ExternalTool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(_folder, key)]);
        }

        File.Copy(Path.Combine(_folder, "id.pub"), Path.Combine(_folder, "authorized"));
    }

    private void Make(HostDefinition definition, int number, Doctor doctor, ScenarioDefinition scenario)
    {
        string name = definition.Name.Name;
        NetworkNamespace place = NetworkNamespace.Create(name);
        _hosts.Add(name, place);
        _addresses.Add(name, $"10.77.{number}.2");
        place.Set([new("net.ipv6.conf.all.accept_dad", "0"), new("net.ipv6.conf.default.accept_dad", "0"), new("net.ipv6.conf.all.keep_addr_on_down", "1"), new("net.ipv6.conf.default.keep_addr_on_down", "1")]);
        _desk.Ip(
        [
            $"link add name to{number} type veth peer name admin netns {place.Path}",
            $"addr add 10.77.{number}.1/24 dev to{number}",
            $"link set to{number} up",
        ]);
        place.Ip(["link set lo up", $"addr add 10.77.{number}.2/24 dev admin", "link set admin up"]);
        foreach (NicDefinition nic in definition.Nics)
        {
            place.Ip([$"link add name {nic.Name} type veth peer name {name}-{nic.Name} netns {_internet.Path}", $"link set {nic.Name} up"]);
            _internet.Ip([$"link set {name}-{nic.Name} up"]);
        }

        string[] commands = [.. place.Enter(() => doctor.Compare(scenario, name)).Where(finding => !finding.IsThere).Select(finding => finding.Remedy["ip ".Length..])];
        place.Ip(commands);

        // The doctor's commands name the gateways: these are the Internet's addresses. "-6 route replace default via GATEWAY dev NIC ...".
        foreach (string[] words in commands.Select(command => command.Split(' ')).Where(words => words is ["-6", "route", _, "default", "via", ..]).DistinctBy(words => words[5]))
        {
            _internet.Ip([$"-6 addr add {words[5]}/64 dev {name}-{words[7]} nodad"]);
        }

        StartSshd(place, number);
    }

    // Debian's sshd wants a folder below /run that only its service makes; below a mount of its own nothing of the machine changes.
    private void StartSshd(NetworkNamespace place, int number)
    {
        string configuration = Path.Combine(_folder, $"sshd{number}.conf");
        File.WriteAllText(configuration, $"""
            Port {Port}
            ListenAddress 10.77.{number}.2
            HostKey {_folder}/host
            AuthorizedKeysFile {_folder}/authorized
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes
            PidFile none

            """);
        string command = $"mount -t tmpfs none /run && mkdir /run/sshd && exec /usr/sbin/sshd -D -e -f {configuration}";
        ForeignProgram daemon = ForeignProgram.Start("nsenter", [$"--net={place.Path}", "unshare", "--mount", "sh", "-c", command]);
        _daemons.Add(daemon);
        Awaiting.Until(() => daemon.HasEnded || daemon.Output.Contains("Server listening", StringComparison.Ordinal), "an sshd");
        Assert.That(daemon.HasEnded, Is.False, daemon.Output);
    }
}
