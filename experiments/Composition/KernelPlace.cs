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

namespace Experiments.Composition;

/// <summary>Hosts of a run that are kernels here: namespaces, or this machine itself. All of them are served by one loop.</summary>
internal sealed class KernelPlace : IApplicationPlace, IDisposable
{
    private readonly ScenarioDefinition _scenario;
    private readonly EpollLoop _loop;
    private readonly RandomStream _random;
    private readonly IReadOnlyDictionary<string, NetworkNamespace?> _namespaces;
    private readonly Dictionary<string, IReadOnlyList<IpAddress>> _names;
    private readonly Dictionary<string, KernelHost> _hosts;
    private readonly List<KernelHost> _all = [];
    private readonly Func<string, string> _logOf;

    /// <summary>Makes the hosts.</summary>
    /// <param name="scenario">What is run.</param>
    /// <param name="namespaces">The hosts by their names, each with its namespace; null where it is the machine itself.</param>
    /// <param name="network">The network, for the addresses of all hosts.</param>
    /// <param name="loop">Serves their sockets.</param>
    /// <param name="logOf">The file for the error output of a foreign program, by the name of its application.</param>
    public KernelPlace(
        ScenarioDefinition scenario,
        IReadOnlyDictionary<string, NetworkNamespace?> namespaces,
        ComposedNetwork network,
        EpollLoop loop,
        Func<string, string> logOf)
    {
        _logOf = logOf;
        _scenario = scenario;
        _loop = loop;
        _random = new RandomStream((ulong)scenario.Seed);
        _namespaces = namespaces;
        _names = network.Owners.ToDictionary(
            owner => owner.Key,
            owner => (IReadOnlyList<IpAddress>)[.. network.Topology.Nics.Where(nic => nic.Owner == owner.Value).SelectMany(nic => nic.Addresses)]);
        _hosts = namespaces.Keys.ToDictionary(name => name, name => NewHost(name, null));
    }

    /// <summary>All hosts, those of single applications too.</summary>
    public IReadOnlyList<KernelHost> All => _all;

    /// <summary>The hosts by their names in the scenario.</summary>
    public IReadOnlyDictionary<string, KernelHost> Hosts => _hosts;

    /// <inheritdoc/>
    public IHost HostOf(string name) => _hosts[name];

    /// <inheritdoc/>
    public RandomStream RandomOn(string host, string what) => _random.Fork("host " + host).Fork(what);

    /// <inheritdoc/>
    public RandomStream RandomFor(string what) => _random.Fork(what);

    /// <inheritdoc/>
    public IComposedApplication Bulk(BulkApplication definition, ushort port)
    {
        KernelMachine.RequirePlain(definition);
        RandomStream pairs = RandomFor("pairs of " + definition.Name.Name);
        return new KernelBulk(definition, port, pairs, name => _hosts.ContainsKey(name) ? NewHost(name, definition) : null);
    }

    /// <inheritdoc/>
    public IComposedApplication Program(ApplicationDefinition definition, RtmpServerApplication to)
    {
        string host = ForeignPrograms.HostOf(definition);
        StackDefinition stack = _scenario.StackOf(_scenario.Hosts.First(candidate => candidate.Name.Name == host));
        return new ForeignApplication(definition, to, new ForeignSetting
        {
            Place = _namespaces[host],
            UsesMptcp = ForeignPrograms.UsesMptcp(definition, stack),
            AddressesOf = name => _names[name],
            Duration = _scenario.Duration,
            ScenarioFolder = Path.GetDirectoryName(Path.GetFullPath(_scenario.File))!,
            LogFile = _logOf(definition.Name.Name),
        });
    }

    /// <inheritdoc/>
    public IComposedApplication Datagrams(DatagramsApplication definition) => throw new ScenarioException(
        $"'{definition.Name.Name}' is of the kind 'datagrams', which only simulated hosts have");

    /// <inheritdoc/>
    public void Dispose() => _all.ForEach(host => host.Dispose());

    /// <summary>A host as one application wants it: its own transport and congestion control, the same namespace.</summary>
    private KernelHost NewHost(string name, BulkApplication? application)
    {
        StackDefinition stack = _scenario.StackOf(_scenario.Hosts.First(host => host.Name.Name == name));
        TransportKind transport = application?.Transport ?? stack.Transport ?? TransportKind.Mptcp;
        KernelHost host = new(name, _loop, new KernelHostSettings
        {
            Transport = transport == TransportKind.Tcp ? KernelTransport.Tcp : KernelTransport.Mptcp,
            Namespace = _namespaces[name]?.Handle,
            Names = _names,
            CongestionControl = CongestionOf(stack, application),
            ConnectTimeout = Duration.MaxValue,
        });
        _all.Add(host);
        return host;
    }

    /// <summary>The congestion control of a host's sockets.</summary>
    public static string CongestionOf(StackDefinition stack, BulkApplication? application) =>
        (application?.Congestion ?? stack.Congestion)?.Name ?? StackProfile.Linux618.CongestionControl;
}
