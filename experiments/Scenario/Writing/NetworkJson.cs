using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Writing;

/// <summary>Writes ISPs, peerings, routers, links, hosts and the generated topology.</summary>
internal static class NetworkJson
{
    /// <summary>Adds the network's keys.</summary>
    public static void Add(JsonObject root, ScenarioDefinition scenario) => root
        .With("isps", Named(scenario.Isps.Select(isp => (isp.Name, (JsonNode)Settings(isp.Access)))))
        .With("peerings", JsonParts.Of(scenario.Peerings.Select(peering =>
            AddSettings(
                new JsonObject().With("between", JsonParts.OfNames([peering.First, peering.Second])),
                peering.Settings))))
        .With("topology", scenario.Topology is TopologyDefinition topology ? Topology(topology) : null)
        .With(
            "routers",
            JsonParts.OfNames(scenario.Routers.Where(router => !router.Generated).Select(router => router.Name)))
        .With("links", JsonParts.Of(scenario.Links.Where(link => !link.Generated).Select(Link)))
        .With(
            "hosts",
            Named(scenario.Hosts.Where(host => !host.Generated).Select(host => (host.Name, (JsonNode)Host(host)))));

    /// <summary>Adds the properties of a link that the user gave.</summary>
    public static JsonObject AddSettings(JsonObject target, LinkSettings settings) => target
        .With("rate", settings.Rate?.ToString())
        .With("trace", settings.Trace is LinkTraces traces ? LinkJson.Traces(traces) : null)
        .With("delay", settings.Delay?.ToString())
        .With("queue", settings.Queue?.ToString())
        .With("rtt", settings.Rtt?.ToString())
        .With("loss", settings.BurstLoss is GilbertElliottLoss bursts ? LinkJson.Loss(bursts) : settings.Loss)
        .With("jitter", settings.Jitter is JitterDefinition jitter ? LinkJson.Jitter(jitter) : null)
        .With("duplicate", settings.Duplicate)
        .With("reorder", settings.Reorder is ReorderDefinition reorder ? LinkJson.Reorder(reorder) : null)
        .With("mtu", settings.Mtu?.ToString())
        .With("discipline", settings.Discipline is DisciplineDefinition discipline ? LinkJson.Discipline(discipline) : null)
        .With("host-queue", settings.HostQueue);

    private static JsonObject Settings(LinkSettings settings) => AddSettings([], settings);

    private static JsonObject? Named(IEnumerable<(Reference Name, JsonNode Value)> entries)
    {
        JsonObject named = [];
        foreach ((Reference name, JsonNode value) in entries)
        {
            named.Add(name.Name, value);
        }

        return named.Count == 0 ? null : named;
    }

    private static JsonObject Topology(TopologyDefinition topology) => topology switch
    {
        TopologyDefinition.Dumbbell dumbbell => new JsonObject()
            .With("kind", "dumbbell")
            .With("flows", dumbbell.Flows)
            .With("bottleneck", Settings(dumbbell.Bottleneck))
            .With("access", Settings(dumbbell.Access)),
        TopologyDefinition.FatTree tree =>
            AddSettings(new JsonObject().With("kind", "fat-tree").With("k", tree.K), tree.Link),
        _ => throw new InvalidOperationException($"No rule writes {topology}."),
    };

    private static JsonObject Link(LinkDefinition link) => AddSettings(
        new JsonObject()
            .With("name", link.Name.Name)
            .With("between", JsonParts.OfNames([link.First, link.Second])),
        link.Settings);

    private static JsonObject Host(HostDefinition host) => new JsonObject()
        .With("nics", Named(host.Nics.Select(nic => (nic.Name, Nic(nic)))))
        .With("stack", host.Stack is StackDefinition stack ? StackJson.ToJson(stack) : null);

    private static JsonNode Nic(NicDefinition nic)
    {
        JsonObject full = AddSettings(new JsonObject().With("to", nic.To.Name), nic.Access)
            .With("addresses", JsonParts.Of(nic.Addresses.Select(given => (JsonNode)given.Address.ToString())));
        return full.Count == 1 ? nic.To.Name : full;
    }
}
