namespace Experiments.Scenario.Records;

/// <summary>A topology made by a generator; its hosts, routers and links stand in the scenario as if written.</summary>
public abstract record TopologyDefinition
{
    private TopologyDefinition()
    {
    }

    /// <summary>Hosts src1..srcN and dst1..dstN on both sides of one link named <c>bottleneck</c>.</summary>
    /// <param name="Flows">N, from 1 to 100,000.</param>
    /// <param name="Bottleneck">The link in the middle, between the routers <c>left</c> and <c>right</c>.</param>
    /// <param name="Access">The links of the hosts, each named as its host with <c>-access</c>.</param>
    public sealed record Dumbbell(int Flows, LinkSettings Bottleneck, LinkSettings Access) : TopologyDefinition;

    /// <summary>
    /// A fat tree of k-port switches with k^3/4 hosts h1, h2, ...; each subflow takes one random shortest path.
    /// </summary>
    /// <param name="K">Ports per switch, even, from 2 to 32.</param>
    /// <param name="Link">The properties of every link.</param>
    public sealed record FatTree(int K, LinkSettings Link) : TopologyDefinition;
}
