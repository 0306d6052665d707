using System.Text.Json.Nodes;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Writing;

/// <summary>Writes middleboxes.</summary>
internal static class MiddleboxJson
{
    /// <summary>A middlebox, with what the user gave.</summary>
    public static JsonNode ToJson(MiddleboxDefinition box) => new JsonObject()
        .With("name", box.Name.Name)
        .With("kind", box.Kind.Name)
        .With("on", box.On.ToString())
        .With("direction", box.Direction switch
        {
            MiddleboxDirection.Up => "up",
            MiddleboxDirection.Down => "down",
            _ => null,
        })
        .With("packets", box.Packets switch
        {
            PacketSelection.All => "all",
            PacketSelection.Syn => "syn",
            PacketSelection.SynAck => "syn-ack",
            PacketSelection.Established => "established",
            _ => null,
        })
        .With("size", box.Size?.ToString())
        .With("wait", box.Wait?.ToString())
        .With("share", box.Share)
        .With("address", box.Address?.Address.ToString())
        .With("idle-timeout", box.IdleTimeout?.ToString());
}
