using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;
using Sim.Emulation;
using Sim.Network;

namespace Experiments.Composition.Nodes;

/// <summary>This machine as one host of a scenario; the others are elsewhere.</summary>
internal sealed class NodePlace : IApplicationPlace, IDisposable
{
    private readonly ScenarioDefinition _scenario;
    private readonly string _name;
    private readonly EpollLoop _loop;
    private readonly RandomStream _random;
    private readonly StackDefinition _stack;
    private readonly Dictionary<string, IReadOnlyList<IpAddress>> _names;
    private readonly Func<string, string> _logOf;
    private readonly List<KernelHost> _all = [];

    /// <summary>Makes the host.</summary>
    /// <param name="scenario">What is run.</param>
    /// <param name="name">Which of its hosts this machine is.</param>
    /// <param name="network">Its network, for the addresses of all hosts.</param>
    /// <param name="loop">Serves the host's sockets.</param>
    /// <param name="logOf">The file for the error output of a foreign program, by the name of its application.</param>
    public NodePlace(ScenarioDefinition scenario, string name, ComposedNetwork network, EpollLoop loop, Func<string, string> logOf)
    {
        _scenario = scenario;
        _name = name;
        _loop = loop;
        _logOf = logOf;
        _random = new RandomStream((ulong)scenario.Seed);
        _stack = scenario.StackOf(scenario.Hosts.First(host => host.Name.Name == name));
        _names = network.Owners.ToDictionary(
            owner => owner.Key, owner => (IReadOnlyList<IpAddress>)[.. AddressesOf(network, owner.Value)]);
        Host = NewHost(null);
    }

    /// <summary>The host.</summary>
    public KernelHost Host { get; }

    /// <summary>The host, and what it is for single applications.</summary>
    public IReadOnlyList<KernelHost> All => _all;

    /// <inheritdoc/>
    public IHost HostOf(string name) => name == _name ? Host : throw new InvalidOperationException($"host '{name}' is elsewhere");

    /// <inheritdoc/>
    public RandomStream RandomOn(string host, string what) => _random.Fork("host " + host).Fork(what);

    /// <inheritdoc/>
    public RandomStream RandomFor(string what) => _random.Fork(what);

    /// <inheritdoc/>
    public IComposedApplication Bulk(BulkApplication definition, ushort port)
    {
        KernelMachine.RequirePlain(definition);
        RandomStream pairs = RandomFor("pairs of " + definition.Name.Name);
        return new KernelBulk(definition, port, pairs, name => name == _name ? NewHost(definition) : null);
    }

    /// <inheritdoc/>
    public IComposedApplication Program(ApplicationDefinition definition, RtmpServerApplication to) =>
        new ForeignApplication(definition, to, new ForeignSetting
        {
            Place = null,
            UsesMptcp = ForeignPrograms.UsesMptcp(definition, _stack),
            AddressesOf = name => _names[name],
            Duration = _scenario.Duration,
            ScenarioFolder = Path.GetDirectoryName(Path.GetFullPath(_scenario.File))!,
            LogFile = _logOf(definition.Name.Name),
        });

    /// <inheritdoc/>
    public IComposedApplication Datagrams(DatagramsApplication definition) => throw new ScenarioException(
        $"'{definition.Name.Name}' is of the kind 'datagrams', which only simulated hosts have");

    /// <inheritdoc/>
    public void Dispose() => _all.ForEach(host => host.Dispose());

    private static IEnumerable<IpAddress> AddressesOf(ComposedNetwork network, INicOwner owner) =>
        network.Topology.Nics.Where(nic => nic.Owner == owner).SelectMany(nic => nic.Addresses);

    private KernelHost NewHost(BulkApplication? application)
    {
        TransportKind transport = application?.Transport ?? _stack.Transport ?? TransportKind.Mptcp;
        KernelHost host = new(_name, _loop, new KernelHostSettings
        {
            Transport = transport == TransportKind.Tcp ? KernelTransport.Tcp : KernelTransport.Mptcp,
            Names = _names,
            CongestionControl = KernelPlace.CongestionOf(_stack, application),
            ConnectTimeout = Duration.MaxValue,
        });
        _all.Add(host);
        return host;
    }
}
