using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Sockets;
using Results.Recording;
using Sim.Emulation;
using Sim.Hosts;
using Sim.Kernel;
using Sim.Network;

namespace Experiments.Composition;

/// <summary>One run of a scenario on the machine's own kernel: a namespace for each host, connected by real or simulated links.</summary>
internal sealed class KernelRun : IDisposable
{
    // How much time passes between two looks at whether the user wants to stop.
    private static readonly Duration _slice = Duration.FromMilliseconds(200);

    private readonly ScenarioDefinition _scenario;
    private readonly LinkKind _kind;
    private readonly string? _whySimulated;
    private readonly DoorClock _doors = new();
    private readonly RealTimeDriver _driver;
    private readonly ComposedNetwork _network;
    private readonly List<HostNamespace> _hosts = [];
    private readonly List<TunDevice> _devices = [];
    private readonly RunClock _clock = new();
    private readonly EpollLoop _loop;
    private readonly RealNetwork? _real;
    private readonly IReadOnlyList<string> _foreignNotices;
    private readonly KernelPlace _place;
    private readonly IReadOnlyList<IComposedApplication> _applications;
    private readonly KernelProbes _probes;
    private readonly RunProbes? _simulated;

    /// <summary>Builds it; real time does not pass in it yet.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="catalogue">What can be chosen by name.</param>
    /// <param name="logOf">The file for the error output of a foreign program, by the name of its application.</param>
    /// <exception cref="ScenarioException">The scenario asks for what only simulated hosts can do.</exception>
    /// <exception cref="MachineLacksException">The machine lacks something.</exception>
    /// <exception cref="EmulationException">The machine refused something.</exception>
    public KernelRun(ScenarioDefinition scenario, Catalogue catalogue, Func<string, string> logOf)
    {
        KernelMachine.Require(scenario);
        _scenario = scenario;
        _driver = new RealTimeDriver(_doors);
        _network = HostSpecs.NetworkWithDoors(scenario, catalogue, _driver);
        (_kind, _whySimulated) = ChooseLinks();
        _loop = new EpollLoop(_clock);
        try
        {
            foreach (HostSpec host in HostSpecs.Of(scenario, _network).Where(host => !_network.Hosts.ContainsKey(host.Name)))
            {
                _hosts.Add(HostNamespace.Create(host));
            }

            if (_kind == LinkKind.Real)
            {
                _real = new RealNetwork(_network.Cables, _hosts);
            }
            else
            {
                ConnectDoors();
            }

            _foreignNotices = [.. ForeignHosts.ChooseCongestion(scenario, _hosts)];
            _place = new KernelPlace(
                scenario, _hosts.ToDictionary(host => host.Spec.Name, host => (NetworkNamespace?)host.Place), _network, _loop, logOf);
            IApplicationPlace all = _network.Hosts.Count == 0 ? _place : new MixedPlace(_place, new SimulatedPlace(_network, catalogue));
            _applications = new ApplicationComposer(all, catalogue).Compose(scenario.Applications);
            _probes = new KernelProbes(
                _place,
                _applications,
                _loop,
                scenario.Record.Interval,
                [.. ForeignHosts.Connections(scenario, _applications, _place)],
                _network.Hosts.Count == 0 ? null : new MixedConnections(_network, _applications));
            _simulated = _kind == LinkKind.Real ? null : new RunProbes(scenario, _network, _applications);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private Instant End => Instant.Zero + _scenario.Duration;

    /// <summary>Carries it out, in as much time as the scenario says.</summary>
    /// <param name="cancellation">Signalled when the user wants to stop.</param>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    /// <exception cref="EmulationException">The machine refused something on the way.</exception>
    public KernelOutcome Run(CancellationToken cancellation)
    {
        using CommandThread commands = new();
        NetworkThread? network = _kind == LinkKind.Real ? null : new NetworkThread(_network.Simulation, End);
        TimelinePlayer player = new(_network.Topology, StageWith(commands));
        if (network is not null)
        {
            player.Schedule(_scenario.Timeline, _network.Simulation);
        }
        else
        {
            ScheduleForReal(player);
        }

        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        Stopwatch wall = Stopwatch.StartNew();
        StartApplications();

        // Whoever listens on a kernel does so before time begins: the network's thread waits for nobody.
        _loop.WaitUntil(Instant.Zero);
        network?.Start();
        _clock.Start();
        _probes.Start();
        try
        {
            RunLoop(network, commands, cancellation);
        }
        finally
        {
            network?.Stop();
        }

        RequireSimulated();
        _probes.Finish();
        _simulated?.Finish();
        Simulation simulation = _network.Simulation;
        return new KernelOutcome
        {
            Kind = _kind,
            Network = _network,
            Applications = _applications,
            Nics = _simulated?.Nics ?? _probes.Nics,
            Links = _simulated?.Links ?? [],
            Connections = [.. _probes.Connections, .. _simulated?.Connections ?? []],
            Engine = new EngineRecord(
                simulation.Events,
                simulation.PacketHops,
                (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds,
                wall.Elapsed.TotalSeconds,
                Process.GetCurrentProcess().PeakWorkingSet64,
                Lateness: _kind == LinkKind.Real ? null : LatenessOf(_driver.Lateness)),
            Notices = Notices(),
        };
    }

    /// <summary>Ends all connections, and takes the namespaces away with all that is in them.</summary>
    public void Dispose()
    {
        ForeignApplication.EndAll(_applications ?? []);

        _probes?.Dispose();
        _place?.Dispose();
        _loop.Dispose();
        _devices.ForEach(device => device.Dispose());
        _real?.Dispose();
        _hosts.ForEach(host => host.Dispose());
    }

    private static LatenessRecord LatenessOf(LatenessHistogram lateness) => new(
        lateness.Percentile(0.5).WholeNanoseconds / 1e3,
        lateness.Percentile(0.99).WholeNanoseconds / 1e3,
        lateness.Max.WholeNanoseconds / 1e3);

    private (LinkKind Kind, string? WhySimulated) ChooseLinks()
    {
        string? reason = KernelLinks.Obstacle(_scenario, _network);
        switch (_scenario.Stack.Links)
        {
            case LinkKind.Real when reason is not null:
                throw new MachineLacksException(
                    $"real links cannot be as the scenario says ({reason}): the kernel's own links have a rate, a queue and random loss; use 'links: simulated'");
            case LinkKind.Real:
            case null when reason is null:
                return (LinkKind.Real, null);
            default:
                if (KernelMachine.WhyNoTun() is { } lacking)
                {
                    throw new MachineLacksException($"simulated links between kernels need TUN devices: {lacking}");
                }

                return (LinkKind.Simulated, _scenario.Stack.Links is null ? reason : null);
        }
    }

    private void ConnectDoors()
    {
        foreach (HostNamespace host in _hosts)
        {
            KernelDoor door = (KernelDoor)_network.Owners[host.Spec.Name];
            door.IsSimulated = address => _network.Topology.FindNic(address)?.Owner is SimHost;
            foreach (Nic nic in host.Spec.Nics)
            {
                TunDevice device = TunDevice.Open(host.Place, nic.Name);
                _devices.Add(device);
                door.Connect(nic, device, _doors);
            }

            host.Configure();
        }
    }

    private HybridStage StageWith(CommandThread commands) =>
        _real is null ? new HybridStage(_hosts, commands) : new RealStage(_hosts, new RealTargets(_real), commands);

    private void ScheduleForReal(TimelinePlayer player)
    {
        foreach (TimelineEntry entry in _scenario.Timeline)
        {
            _loop.RunAt(Instant.Zero + entry.At, () => player.Play(entry));
        }
    }

    private void StartApplications()
    {
        foreach ((IComposedApplication application, ApplicationDefinition definition) in _applications.Zip(_scenario.Applications))
        {
            // What runs on a simulated host runs on the network's thread, in its time.
            IClock clock = IsSimulated(definition) ? _network.Simulation : _loop;
            clock.RunAt(Instant.Zero + definition.Start, application.Start);
            if (definition.Stop is { } stop)
            {
                clock.RunAt(Instant.Zero + stop, application.Stop);
            }
        }
    }

    private bool IsSimulated(ApplicationDefinition definition) => _network.Hosts.ContainsKey(definition switch
    {
        BulkApplication { Pairs: TrafficPairs.Given given } => given.Pairs[0].From.Name,
        RtmpServerApplication or RtmpPushApplication or RtmpClientApplication => ForeignPrograms.HostOf(definition),
        _ => "",
    });

    private void RequireSimulated()
    {
        if (_network.Hosts.Values.FirstOrDefault(host => host.Failure is not null) is { } failed)
        {
            throw new InvalidOperationException($"a program on host '{failed.Name}' failed: {failed.Failure!.Message}", failed.Failure);
        }
    }

    private void RunLoop(NetworkThread? network, CommandThread commands, CancellationToken cancellation)
    {
        while (_loop.Now < End)
        {
            cancellation.ThrowIfCancellationRequested();
            _loop.Run(Instant.Min(_loop.Now + _slice, End));
            foreach (KernelHost host in _place.All)
            {
                if (host.Failure is { } failure)
                {
                    throw new InvalidOperationException($"a program on host '{host.Name}' failed at {_loop.Now}: {failure.Message}", failure);
                }
            }

            RequireInterfaces();
            foreach (ForeignApplication foreign in _applications.OfType<ForeignApplication>())
            {
                foreign.Look(_loop.Now);
            }

            if (commands.Failure is { } refused)
            {
                throw new EmulationException($"at {_loop.Now} the machine refused what the timeline wants: {refused.Message}", refused);
            }

            if (network is { HasEnded: true } && network.Failure is { } broken)
            {
                throw new InvalidOperationException($"the simulated network failed: {broken.Message}", broken);
            }
        }
    }

    // Somebody else may take an interface away, and with it all that goes on over it: nothing tells the sockets.
    private void RequireInterfaces()
    {
        foreach (HostNamespace host in _hosts)
        {
            HashSet<string> there = [.. _place.Hosts[host.Spec.Name].Interfaces.Select(nic => nic.Name)];
            if (host.Spec.Nics.FirstOrDefault(nic => !there.Contains(nic.Name)) is { } gone)
            {
                throw new EmulationException($"at {_loop.Now} the interface '{gone.FullName}' had disappeared: something else than this run has removed it");
            }
        }
    }

    private List<string> Notices()
    {
        List<string> notices = [.. RunRecords.NoticesOf(_applications), .. _foreignNotices];
        if (_whySimulated is not null)
        {
            notices.Add($"the links are simulated, in real time: real ones cannot be as the scenario says ({_whySimulated})");
        }

        foreach (ConnectionRecord connection in _probes.Connections.Where(connection => connection.Fallback))
        {
            notices.Add($"{connection.Name} has fallen back from MPTCP to TCP");
        }

        if (_kind == LinkKind.Simulated)
        {
            notices.AddRange(RealTimeNotices.Of(_driver.Lateness, LostAtDevices()));
        }

        return notices;
    }

    // What the kernel had to drop because nobody had read the device in time, and what it did not take from here.
    private long LostAtDevices() =>
        _devices.Sum(device => device.RefusedPackets)
        + _place.Hosts.Values.SelectMany(host => host.Interfaces.OfType<KernelInterface>()).Sum(nic => nic.DroppedPackets);
}
