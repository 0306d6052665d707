using Experiments.Scenario;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Sockets;

namespace Experiments.Composition;

/// <summary>The simulated hosts of a run.</summary>
internal sealed class SimulatedPlace(ComposedNetwork network, Catalogue catalogue) : IApplicationPlace
{
    /// <inheritdoc/>
    public IHost HostOf(string name) => network.Hosts[name];

    /// <inheritdoc/>
    public RandomStream RandomOn(string host, string what) => network.Hosts[host].ForkRandom(what);

    /// <inheritdoc/>
    public RandomStream RandomFor(string what) => network.Simulation.Random.Fork(what);

    /// <inheritdoc/>
    public IComposedApplication Bulk(BulkApplication definition, ushort port) => new BulkComposition(definition, network, catalogue, port);

    /// <inheritdoc/>
    public IComposedApplication Program(ApplicationDefinition definition, RtmpServerApplication to) =>
        throw new ScenarioException([ForeignPrograms.Refusal(definition)]);

    /// <inheritdoc/>
    public IComposedApplication Datagrams(DatagramsApplication definition) => new DatagramsComposition(definition, network);
}
