using System.Linq;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Sockets;

namespace Experiments.Composition;

/// <summary>The hosts of a run of which some are kernels and some are simulated, in one network.</summary>
/// <param name="kernels">Those that are kernels.</param>
/// <param name="simulated">Those that are simulated.</param>
internal sealed class MixedPlace(KernelPlace kernels, SimulatedPlace simulated) : IApplicationPlace
{
    /// <inheritdoc/>
    public IHost HostOf(string name) => PlaceOf(name).HostOf(name);

    /// <inheritdoc/>
    public RandomStream RandomOn(string host, string what) => PlaceOf(host).RandomOn(host, what);

    /// <inheritdoc/>
    public RandomStream RandomFor(string what) => kernels.RandomFor(what);

    /// <inheritdoc/>
    public IComposedApplication Bulk(BulkApplication definition, ushort port)
    {
        string[] names = [.. TrafficPairing.Of(definition.Name.Name, definition.Pairs, kernels.RandomFor("pairs of " + definition.Name.Name))
            .SelectMany(pair => new[] { pair.From, pair.To })];
        return names.Select(PlaceOf).Distinct().ToArray() is [IApplicationPlace place]
            ? place.Bulk(definition, port)
            : throw new ScenarioException(
                $"'{definition.Name.Name}' goes between a simulated host and a kernel, which only streams do (rtmp-push, rtmp-server, rtmp-client)");
    }

    /// <inheritdoc/>
    public IComposedApplication Program(ApplicationDefinition definition, RtmpServerApplication to) => kernels.Program(definition, to);

    /// <inheritdoc/>
    public IComposedApplication Datagrams(DatagramsApplication definition) => kernels.Datagrams(definition);

    private IApplicationPlace PlaceOf(string host) => kernels.Hosts.ContainsKey(host) ? kernels : simulated;
}
