using System.Linq;
using System.Text.Json.Nodes;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Writing;

/// <summary>Writes those properties of a link that are more than one value.</summary>
internal static class LinkJson
{
    /// <summary>The traces; one value where both directions have the same.</summary>
    public static JsonNode Traces(LinkTraces traces) => traces.Up == traces.Down
        ? Trace(traces.Up)
        : new JsonObject().With("up", Trace(traces.Up)).With("down", Trace(traces.Down));

    /// <summary>Losses in bursts.</summary>
    public static JsonObject Loss(GilbertElliottLoss loss) => new JsonObject()
        .With("model", "gilbert-elliott")
        .With("p", loss.P)
        .With("r", loss.R)
        .With("1-h", loss.LossInBad)
        .With("1-k", loss.LossInGood);

    /// <summary>A varying delay.</summary>
    public static JsonObject Jitter(JitterDefinition jitter) => new JsonObject()
        .With("distribution", jitter.Extra is Distribution.Constant ? $"constant({DistributionText.Time(jitter.Extra)})" : DistributionText.Time(jitter.Extra))
        .With("reordering", jitter.Reordering);

    /// <summary>Packets that overtake.</summary>
    public static JsonObject Reorder(ReorderDefinition reorder) => new JsonObject().With("share", reorder.Share).With("gap", reorder.Gap);

    /// <summary>A queue discipline: its name alone where the user gave no parameters.</summary>
    public static JsonNode Discipline(DisciplineDefinition discipline)
    {
        JsonObject json = new JsonObject().With("kind", discipline.Name.Name);
        switch (discipline)
        {
            case RedDefinition red:
                json.With("min", red.Minimum?.ToString())
                    .With("max", red.Maximum?.ToString())
                    .With("probability", red.Probability)
                    .With("weight", red.Weight)
                    .With("gentle", red.Gentle)
                    .With("ecn", red.Ecn);
                break;
            case CoDelDefinition codel:
                json.With("target", codel.Target?.ToString())
                    .With("interval", codel.Interval?.ToString())
                    .With("ecn", codel.Ecn);
                break;
            case TokenBucketDefinition bucket:
                json.With("rate", bucket.Rate?.ToString())
                    .With("burst", bucket.Burst?.ToString())
                    .With("latency", bucket.Latency?.ToString());
                break;
            default:
                break;
        }

        if (discipline is FqCoDelDefinition fair)
        {
            json.With("queues", fair.Queues)
                .With("quantum", fair.Quantum?.ToString())
                .With("memory-limit", fair.MemoryLimit?.ToString());
        }

        return json.Count == 1 ? discipline.Name.Name : json;
    }

    private static JsonNode Trace(TraceDefinition trace) => trace switch
    {
        TraceDefinition.Deliveries deliveries => deliveries.File,
        TraceDefinition.Table { File: string file, Repeat: null } => file,
        TraceDefinition.Table { File: string file } table => new JsonObject().With("file", file).With("repeat", table.Repeat?.ToString()),
        TraceDefinition.Table { Repeat: null } table => Steps(table),
        TraceDefinition.Table table => new JsonObject().With("steps", Steps(table)).With("repeat", table.Repeat?.ToString()),
        _ => throw new System.InvalidOperationException($"No rule writes the trace {trace}."),
    };

    private static JsonArray Steps(TraceDefinition.Table table) =>
        new([.. table.Steps.Select(step => (JsonNode)new JsonArray(step.From.ToString(), step.Rate.ToString()))]);
}
