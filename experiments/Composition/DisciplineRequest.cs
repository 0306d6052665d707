using Experiments.Scenario.Records;

namespace Experiments.Composition;

/// <summary>What a queue discipline is to be made for.</summary>
/// <param name="Definition">Its name and what the scenario says of it.</param>
/// <param name="Limit">The limit of the link's queue; none where the scenario sets none.</param>
/// <param name="Mtu">The largest IP packet of the link, in bytes.</param>
public sealed record DisciplineRequest(DisciplineDefinition Definition, Sim.Queues.QueueLimit Limit, int Mtu);
