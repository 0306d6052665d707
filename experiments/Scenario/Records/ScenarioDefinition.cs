using System.Collections.Generic;
using Protocols.Core;

namespace Experiments.Scenario.Records;

/// <summary>One experiment as its file describes it: read, checked in itself, and immutable.</summary>
/// <remarks>
/// Values that depend on the stack's profile stay null when the user left them out; every other default is filled in.
/// Generated topologies are already expanded: <see cref="Hosts"/>, <see cref="Routers"/> and <see cref="Links"/> hold
/// everything, whether written or generated.
/// </remarks>
public sealed record ScenarioDefinition
{
    /// <summary>The name of the experiment; also the folder of its results. By default the file's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the experiment is about, in the author's words; empty if not given.</summary>
    public string Description { get; init; } = "";

    /// <summary>The path of the file it was read from, as the user gave it.</summary>
    public required string File { get; init; }

    /// <summary>How long the run lasts; positive.</summary>
    public required Duration Duration { get; init; }

    /// <summary>The seed of every random number of the run; 0 or more.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The address families of every NIC.</summary>
    public IpFamilies Ip { get; init; } = IpFamilies.Ipv6;

    /// <summary>The largest IP packet of a link that does not say otherwise; 1280 B to 65535 B.</summary>
    public ByteSize Mtu { get; init; } = new(1500);

    /// <summary>The Internet service providers, in the order written.</summary>
    public IReadOnlyList<IspDefinition> Isps { get; init; } = [];

    /// <summary>The links between ISPs, in the order written.</summary>
    public IReadOnlyList<PeeringDefinition> Peerings { get; init; } = [];

    /// <summary>The generated topology, or null; kept so that the scenario can be written down again.</summary>
    public TopologyDefinition? Topology { get; init; }

    /// <summary>The routers, written ones first, then generated ones.</summary>
    public IReadOnlyList<RouterDefinition> Routers { get; init; } = [];

    /// <summary>The named links, written ones first, then generated ones.</summary>
    public IReadOnlyList<LinkDefinition> Links { get; init; } = [];

    /// <summary>The hosts, written ones first, then generated ones.</summary>
    public IReadOnlyList<HostDefinition> Hosts { get; init; } = [];

    /// <summary>The stack of every host that does not have its own.</summary>
    public StackDefinition Stack { get; init; } = new();

    /// <summary>What runs on the hosts, in the order written.</summary>
    public IReadOnlyList<ApplicationDefinition> Applications { get; init; } = [];

    /// <summary>
    /// What happens to the network during the run, ordered by time; equal times in the order written.
    /// </summary>
    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>What is recorded.</summary>
    public RecordDefinition Record { get; init; } = new();

    /// <summary>Quantities named for the conditions, in the order written.</summary>
    public IReadOnlyList<QuantityDefinition> Let { get; init; } = [];

    /// <summary>What must hold of the results, in the order written.</summary>
    public IReadOnlyList<Expectation> Expect { get; init; } = [];

    /// <summary>The grid of runs that <c>sweep</c> makes of this scenario, or null.</summary>
    public SweepDefinition? Sweep { get; init; }

    /// <summary>The settings of a host's stack: its own where it has any, else the scenario's.</summary>
    public StackDefinition StackOf(HostDefinition host) => host.Stack?.Over(Stack) ?? Stack;
}
