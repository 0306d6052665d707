using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;
using Protocols.Congestion;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Net;
using Sim.Emulation;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;
using Sim.Queues;

namespace Tests.Interop.Kernel;

/// <summary>
/// A simulated host and a real kernel, each with two NICs at two simulated providers that are peered: as large as a full mesh of four
/// subflows needs.
/// </summary>
internal sealed class KernelPeer : IDisposable
{
    private const long KeptBytes = 16L << 20;

    private readonly DoorClock _clock = new();
    private readonly RealTimeDriver _driver;
    private readonly NetworkNamespace _namespace;
    private readonly List<TunDevice> _devices = [];
    private readonly KernelDoor _door;
    private readonly bool _kernelListens;

    public KernelPeer(bool kernelListens, LinkSpec? access = null, AddressFamily family = AddressFamily.Ipv6, bool checksum = false, string secondEndpoint = "")
    {
        _kernelListens = kernelListens;
        _driver = new RealTimeDriver(_clock);
        Simulation = new Simulation(1, _driver);
        Topology = new Topology(Simulation, Packets, family);
        access ??= new LinkSpec { Rate = BitRate.FromMegabitsPerSecond(100), Delay = Duration.FromMilliseconds(1), Queue = QueueLimit.OfTime(Duration.FromMilliseconds(50)) };
        StackConfig stack = new()
        {
            CongestionControl = () => new Cubic(),
            Mptcp = new MptcpConfig { Checksum = checksum },
        };
        Isp[] isps = [Topology.AddIsp("isp1"), Topology.AddIsp("isp2")];
        LinkSpec peering = new() { Rate = BitRate.FromMegabitsPerSecond(1000), Delay = Duration.FromMilliseconds(1) };
        Topology.Connect("peering", isps[0].Router, isps[1].Router, peering, peering);
        Model = new SimHost("model", Topology.Fabric, new NameTable(), new ArrivalTrace()) { Stack = stack, KeptBytes = KeptBytes };
        _door = new KernelDoor("kernel", Topology.Fabric) { Streams = new ForeignStreams(Packets) };
        List<Nic> nics = [];
        for (int i = 0; i < isps.Length; i++)
        {
            Nic own = Topology.AddNic(Model, $"nic{i + 1}");
            Model.AddNic(own);
            Topology.Attach(own, isps[i], access, access);
            Nic theirs = Topology.AddNic(_door, $"nic{i + 1}");
            Topology.Attach(theirs, isps[i], access, access);
            nics.Add(theirs);
            isps[i].AnnounceChange();
        }

        Topology.Complete();
        Model.UseRoutes(Topology.RulesOf(Model));
        IEnumerable<MptcpEndpoint> endpoints = Model.Nics.Select((nic, index) => new MptcpEndpoint(
            (byte)(index + 1), nic.Addresses[0], Subflow: kernelListens, FullMesh: kernelListens, Signal: !kernelListens, Backup: secondEndpoint == "backup" && index == 1));
        Model.Stack = stack with { Mptcp = stack.Mptcp with { Endpoints = new EndpointTable([.. endpoints]) } };
        KernelAddresses = [.. nics.Select(nic => nic.Addresses[0])];
        _namespace = NetworkNamespace.Create("kernel");
        SetUp(nics, checksum, secondEndpoint);
    }

    public Simulation Simulation { get; }

    public PacketContext Packets { get; } = new();

    public Topology Topology { get; }

    public SimHost Model { get; }

    public IReadOnlyList<IpAddress> KernelAddresses { get; }

    public LatenessHistogram Lateness => _driver.Lateness;

    /// <summary>Skips the test where the machine cannot do this.</summary>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/proc/sys/net/mptcp/enabled") || !File.Exists("/dev/net/tun"))
        {
            Assert.Ignore("needs Linux with MPTCP and TUN devices");
        }

        try
        {
            using NetworkNamespace place = NetworkNamespace.Create("probe");
            using TunDevice device = TunDevice.Open(place, "probe");
        }
        catch (EmulationException error)
        {
            Assert.Ignore($"needs root, or 'unshare -Urn': {error.Message}");
        }
    }

    /// <summary>Lets real time pass until something holds; false when it did not within the time.</summary>
    public bool RunUntil(Func<bool> holds, double seconds)
    {
        Instant end = Simulation.Now + Duration.FromSeconds(seconds);
        while (!holds() && Simulation.Now < end)
        {
            Simulation.Run(Simulation.Now + Duration.FromMilliseconds(20));
            if (Model.Failure is { } failure)
            {
                throw new InvalidOperationException("an application failed", failure);
            }
        }

        return holds();
    }

    public void Ip(params string[] commands) => _namespace.Ip(commands);

    public T Enter<T>(Func<T> action) => _namespace.Enter(action);

    /// <summary>The kernel's counters of MPTCP in this namespace that are not zero.</summary>
    public Dictionary<string, long> Counters()
    {
        string[] lines = _namespace.Enter(() => File.ReadAllLines("/proc/thread-self/net/netstat"));
        string[] names = lines.First(line => line.StartsWith("MPTcpExt:", StringComparison.Ordinal)).Split(' ');
        string[] values = lines.Last(line => line.StartsWith("MPTcpExt:", StringComparison.Ordinal)).Split(' ');
        return names.Zip(values).Skip(1).Where(pair => pair.Second != "0")
            .ToDictionary(pair => pair.First, pair => long.Parse(pair.Second, System.Globalization.CultureInfo.InvariantCulture));
    }

    public string Run(string program, params string[] arguments) => _namespace.Run(program, arguments);

    public void Dispose()
    {
        foreach (TunDevice device in _devices)
        {
            device.Dispose();
        }

        _namespace.Dispose();
    }

    private void SetUp(List<Nic> nics, bool checksum, string secondEndpoint)
    {
        string ip = KernelAddresses[0].Family == AddressFamily.Ipv6 ? "-6 " : "";
        List<string> commands = ["link set lo up", "mptcp limits set subflows 8 add_addr_accepted 8"];
        foreach (Nic nic in nics)
        {
            TunDevice device = TunDevice.Open(_namespace, nic.Name);
            _devices.Add(device);
            _door.Connect(nic, device, _clock);
            commands.Add($"link set {nic.Name} mtu {nic.Mtu} txqueuelen 1000 up");
            commands.Add($"{ip}addr add {nic.Addresses[0]}/{(ip.Length > 0 ? "64 nodad" : "24")} dev {nic.Name}");
        }

        // What waits out of order counts with the memory it takes, and Linux 6.18 takes nothing more when that is all of the
        // receive buffer, not even the piece that is missing: with the usual 128 KiB and four lossy subflows one transfer in
        // ten then stands still for good (its socket shows skmem r131328, rb131072, and nothing to read).
        _namespace.Set([
            new("net.ipv4.tcp_rmem", "4096 8388608 33554432"),
            new("net.mptcp.checksum_enabled", checksum ? "1" : "0"),
            new("net.ipv4.tcp_no_metrics_save", "1"),
            new("net.ipv6.conf.all.accept_dad", "0"),
        ]);
        // What addresses bring with them is replaced by the scenario's own routes.
        commands.AddRange(RouteCommands.Of(Topology.RulesOf(_door)).Select(line => line[3..].Replace(" route add ", " route replace ", StringComparison.Ordinal)));
        for (int i = 0; i < nics.Count; i++)
        {
            string kind = _kernelListens ? "signal" : "subflow fullmesh";
            string more = i == 1 ? secondEndpoint : "";
            commands.Add($"mptcp endpoint add {KernelAddresses[i]} dev {nics[i].Name} id {i + 1} {kind} {more}");
        }

        _namespace.Ip(commands);
    }
}
