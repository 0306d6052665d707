using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Experiments.Scenario.Writing;
using Protocols.Core;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition.Nodes;

/// <summary>One machine's part of a run on real hosts: its applications, its part of the timeline, its interfaces and ends of connections.</summary>
internal sealed class NodeRun : IDisposable
{
    private static readonly Duration _slice = Duration.FromMilliseconds(100);

    private readonly ScenarioDefinition _scenario;
    private readonly ComposedNetwork _network;
    private readonly HostNamespace _machine;
    private readonly RunClock _clock = new();
    private readonly EpollLoop _loop;
    private readonly KernelPlace _place;
    private readonly ApplicationDefinition[] _definitions;
    private readonly IReadOnlyList<IComposedApplication> _applications;
    private readonly NodeConnections _connections;
    private readonly KernelNicProbe[] _nics;
    private Instant _next;
    private bool _isDisposed;

    /// <summary>Prepares it; nothing of the machine is changed, and no time passes.</summary>
    /// <param name="scenario">What is run.</param>
    /// <param name="name">Which of its hosts this machine is.</param>
    /// <param name="catalogue">What can be chosen by name.</param>
    /// <param name="logOf">The file for the error output of a foreign program, by the name of its application.</param>
    /// <exception cref="ScenarioException">There is no such host, or the scenario asks for what only simulated hosts can do.</exception>
    /// <exception cref="MachineLacksException">The machine lacks something.</exception>
    /// <exception cref="EmulationException">The machine refused something.</exception>
    public NodeRun(ScenarioDefinition scenario, string name, Catalogue catalogue, Func<string, string> logOf)
    {
        _scenario = scenario;
        _network = HostSpecs.NetworkOf(scenario, catalogue);
        HostSpec spec = HostSpecs.Of(scenario, _network).FirstOrDefault(host => host.Name == name)
            ?? throw new ScenarioException($"the scenario has no host '{name}'; it has: {string.Join(", ", scenario.Hosts.Select(host => host.Name.Name))}");
        NodeReadiness.Require(scenario, spec, catalogue);
        _loop = new EpollLoop(_clock);
        try
        {
            _machine = HostNamespace.OfMachine(spec);
            _place = new KernelPlace(scenario, new Dictionary<string, NetworkNamespace?> { [name] = null }, _network, _loop, logOf);
            _definitions = [.. scenario.Applications.Where(definition => IsHere(definition, name))];
            _applications = new ApplicationComposer(_place, catalogue).Compose(scenario.Applications, definition => _definitions.Contains(definition));
            _connections = new NodeConnections(_place.All, _applications, _loop);
            HashSet<string> nics = [.. spec.Nics.Select(nic => nic.Name)];
            _nics =
            [
                .. _place.Hosts[name].Interfaces.OfType<KernelInterface>().Where(nic => nics.Contains(nic.Name)).Select(nic => new KernelNicProbe(name, nic)),
            ];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string Name => _machine.Spec.Name;

    private Instant End => Instant.Zero + _scenario.Duration;

    /// <summary>Carries it out.</summary>
    /// <param name="startsAt">When, as the machine's <see cref="Stopwatch"/> counts.</param>
    /// <param name="cancellation">Signalled when the coordinator wants it to end, or is gone.</param>
    /// <returns>What this machine saw of the run.</returns>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    /// <exception cref="EmulationException">The machine refused something on the way.</exception>
    public RunRecord Run(long startsAt, CancellationToken cancellation)
    {
        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        if (Environment.IsPrivilegedProcess && Doctor.Find("nft") is not null)
        {
            // A node that was killed may have left its table behind.
            _machine.Filter.Remove();
        }

        using CommandThread commands = new();
        NodeStage stage = new(_machine, _network.Owners[Name], commands);
        TimelinePlayer player = new(_network.Topology, stage);
        foreach (TimelineEntry entry in _scenario.Timeline)
        {
            _loop.RunAt(Instant.Zero + entry.At, () => player.Play(entry));
        }

        // Those who listen are there before anybody's clock says that the run has begun: no two clocks agree on when that is.
        Start(IsListener, (application, _) => application.Start());
        Await(startsAt, cancellation);
        _clock.Start();
        Look();
        Start(
            definition => !IsListener(definition),
            (application, definition) => _loop.RunAt(Instant.Zero + definition.Start, application.Start));
        try
        {
            RunLoop(commands, cancellation);
        }
        finally
        {
            stage.Undo();
        }

        Sample();
        return ToRecord(Environment.CpuUsage.TotalTime - cpuBefore);
    }

    /// <summary>Ends all connections and programs.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        ForeignApplication.EndAll(_applications ?? []);

        _place?.Dispose();
        _loop.Dispose();
        _machine?.Dispose();
    }

    private static bool IsHere(ApplicationDefinition definition, string name) => definition switch
    {
        RtmpServerApplication or RtmpPushApplication or RtmpClientApplication => ForeignPrograms.HostOf(definition) == name,
        BulkApplication { Pairs: TrafficPairs.Given given } => given.Pairs.Any(pair => pair.From.Name == name || pair.To.Name == name),
        _ => true,
    };

    private static void Await(long startsAt, CancellationToken cancellation)
    {
        TimeSpan spin = TimeSpan.FromMilliseconds(2);
        TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), startsAt);
        if (left > spin)
        {
            cancellation.WaitHandle.WaitOne(left - spin);
        }

        while (Stopwatch.GetTimestamp() < startsAt)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private bool IsListener(ApplicationDefinition definition) => definition.Start == Duration.Zero && definition switch
    {
        RtmpServerApplication => true,
        BulkApplication { Pairs: TrafficPairs.Given given } => given.Pairs.All(pair => pair.From.Name != Name),
        _ => false,
    };

    private void Start(Func<ApplicationDefinition, bool> isWanted, Action<IComposedApplication, ApplicationDefinition> start)
    {
        foreach ((IComposedApplication application, ApplicationDefinition definition) in _applications.Zip(_definitions))
        {
            if (!isWanted(definition))
            {
                continue;
            }

            start(application, definition);
            if (definition.Stop is { } stop)
            {
                _loop.RunAt(Instant.Zero + stop, application.Stop);
            }
        }
    }

    private void Look()
    {
        Sample();
        _next += _scenario.Record.Interval;
        _loop.RunAt(_next, Look);
    }

    private void Sample()
    {
        Instant now = _loop.Now;
        Array.ForEach(_nics, nic => nic.Sample(now));
        _connections.Sample(now);
    }

    private void RunLoop(CommandThread commands, CancellationToken cancellation)
    {
        while (_loop.Now < End)
        {
            cancellation.ThrowIfCancellationRequested();
            _loop.Run(Instant.Min(_loop.Now + _slice, End));
            foreach (ForeignApplication foreign in _applications.OfType<ForeignApplication>())
            {
                foreign.Look(_loop.Now);
            }

            if (_place.All.Select(host => host.Failure).FirstOrDefault(failure => failure is not null) is { } failed)
            {
                throw new InvalidOperationException($"a program failed at {_loop.Now}: {failed.Message}", failed);
            }

            if (commands.Failure is { } refused)
            {
                throw new EmulationException($"at {_loop.Now} the machine refused what the timeline wants: {refused.Message}", refused);
            }
        }
    }

    private RunRecord ToRecord(TimeSpan cpu) => new()
    {
        Scenario = _scenario.Name,
        ScenarioJson = ScenarioJson.Write(_scenario),
        Seed = (ulong)_scenario.Seed,
        Duration = _scenario.Duration,
        Interval = _scenario.Record.Interval,
        Stack = "kernel",
        Versions = RunRecords.Versions(),
        Hosts =
        [
            new HostRecord
            {
                Name = Name,
                Stack = "kernel",
                Interfaces = [.. _machine.Spec.Nics.Select(nic => $"{nic.Name}, {string.Join(" and ", nic.Addresses.Select(address => address.ToString()))}")],
            },
        ],
        Phases = TimelinePlayer.PhasesOf(_scenario),
        Nics = [.. _nics.Select(nic => nic.ToRecord())],
        Connections = _connections.Records,
        Sources = [.. _applications.OfType<IPublishing>().Select(source => source.ToRecord())],
        Players = [.. _applications.OfType<IPlaying>().Select(player => player.ToRecord(End, []))],
        Engine = new EngineRecord(0, 0, cpu.TotalSeconds, _scenario.Duration.Seconds, Process.GetCurrentProcess().PeakWorkingSet64),
        Notices = [.. RunRecords.NoticesOf(_applications).Select(notice => $"{Name}: {notice}")],
    };
}
