using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Writing;

/// <summary>Writes what happens to the network.</summary>
internal static class TimelineJson
{
    /// <summary>One entry; its actions in their order.</summary>
    public static JsonNode ToJson(TimelineEntry entry)
    {
        JsonObject json = new JsonObject().With("at", entry.At.ToString());
        foreach (TimelineAction action in entry.Actions)
        {
            Add(json, action);
        }

        return json;
    }

    private static void Add(JsonObject json, TimelineAction action)
    {
        switch (action)
        {
            case TimelineAction.Block block:
                json.With("block", Targets(block.Targets))
                    .With("where", block.Where switch
                    {
                        BlockPoint.Sender => "sender",
                        BlockPoint.Receiver => "receiver",
                        _ => null,
                    });
                break;
            case TimelineAction.Unblock unblock:
                json.With("unblock", Targets(unblock.Targets));
                break;
            case TimelineAction.Down down:
                json.With("down", Targets(down.Targets));
                break;
            case TimelineAction.Up up:
                json.With("up", Targets(up.Targets));
                break;
            case TimelineAction.Set set:
                json.With(
                    "set",
                    NetworkJson.AddSettings(new JsonObject().With("target", set.Target.ToString()), set.Settings));
                break;
            case TimelineAction.RemoveEndpoint remove:
                json.With("remove-endpoint", Targets(remove.Targets));
                break;
            case TimelineAction.AddEndpoint add:
                json.With("add-endpoint", Targets(add.Targets));
                break;
            default:
                throw new InvalidOperationException($"No rule writes {action}.");
        }
    }

    private static JsonArray? Targets(IReadOnlyList<TimelineTarget> targets) =>
        JsonParts.OfNames(targets.Select(target => target.Name));
}
