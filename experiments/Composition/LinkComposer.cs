using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Core;
using Sim.Network;
using Sim.Queues;
using QueueLimit = Experiments.Scenario.Records.QueueLimit;

namespace Experiments.Composition;

/// <summary>Turns what a scenario says of a link into a link's properties, defaults filled in.</summary>
/// <param name="catalogue">What can be chosen by name.</param>
/// <param name="likeRealLinks">
/// Whether a plain rate is kept as a kernel's real link keeps it, by a token bucket at the sending interface (<c>stack.links: real</c>).
/// </param>
internal sealed class LinkComposer(Catalogue catalogue, bool likeRealLinks = false)
{
    // One for all links that share a file: real traces have tens of thousands of lines.
    private readonly Dictionary<TraceDefinition, RateTrace> _traces = new(ReferenceEqualityComparer.Instance);

    /// <summary>The properties of both directions.</summary>
    /// <param name="settings">What the scenario says.</param>
    /// <param name="mtu">The scenario's MTU.</param>
    public (LinkSpec Up, LinkSpec Down) Compose(LinkSettings settings, ByteSize mtu)
    {
        LinkSpec common = new()
        {
            Rate = settings.Rate,
            Delay = settings.Delay ?? Duration.Zero,
            Loss = settings.Loss ?? 0,
            BurstLoss = Bursts(settings),
            Impairments = ImpairmentsOf(settings),
            Mtu = (int)(settings.Mtu ?? mtu).Bytes,
            IsHostQueue = settings.HostQueue ?? false,
        };
        bool isShaped = likeRealLinks && settings.Rate is not null && settings.Discipline is null && common.Impairments is null;
        return isShaped
            ? (Shaped(common, settings), Shaped(common, settings))
            : (Direction(common, settings, settings.Trace?.Up), Direction(common, settings, settings.Trace?.Down));
    }

    /// <summary>What the timeline sets.</summary>
    public static LinkChange Change(LinkSettings settings) => new(settings.Rate, settings.Delay, settings.Loss, Bursts(settings));

    // What a kernel run gives the interface of a real link; see TokenBucketCommand.
    private static LinkSpec Shaped(LinkSpec common, LinkSettings settings)
    {
        Sim.Queues.QueueLimit limit = Queue(settings, settings.Rate);
        TokenBucketSettings bucket = new() { Burst = TokenBucketSettings.BurstOf(settings.Rate!.Value), Limit = limit };
        return common with { Queue = limit, IsHostQueue = true, Discipline = _ => new TokenBucket(bucket) };
    }

    private LinkSpec Direction(LinkSpec common, LinkSettings settings, TraceDefinition? definition)
    {
        RateTrace? trace = definition is null ? null : TraceOf(definition);
        Sim.Queues.QueueLimit limit = Queue(settings, trace?.MeanRate ?? settings.Rate);
        return common with
        {
            Trace = trace,
            Queue = limit,
            Discipline = settings.Discipline is { } discipline
                ? catalogue.QueueDisciplines[discipline.Name.Name](new DisciplineRequest(discipline, limit, common.Mtu))
                : null,
        };
    }

    private RateTrace TraceOf(TraceDefinition definition)
    {
        if (!_traces.TryGetValue(definition, out RateTrace? trace))
        {
            trace = definition switch
            {
                TraceDefinition.Deliveries deliveries => new DeliveryTrace(deliveries.Milliseconds),
                TraceDefinition.Table table => new RateTable(table.Steps.Select(step => (step.From, step.Rate)), table.Repeat),
                _ => throw new InvalidOperationException($"No rule makes the trace {definition}."),
            };
            _traces.Add(definition, trace);
        }

        return trace;
    }

    private static LossModel? Bursts(LinkSettings settings) =>
        settings.BurstLoss is { } loss ? new LossModel(loss.P, loss.R, loss.LossInBad, loss.LossInGood) : null;

    private static Impairments? ImpairmentsOf(LinkSettings settings)
    {
        if (settings is { Jitter: null, Reorder: null, Duplicate: null })
        {
            return null;
        }

        return new Impairments
        {
            Jitter = settings.Jitter is { } jitter
                ? new Jitter(random => Duration.FromSeconds(Distributions.Draw(jitter.Extra, random, 0)), jitter.Reordering)
                : null,
            Overtaking = settings.Reorder is { } reorder ? new Overtaking(reorder.Share, reorder.Gap) : null,
            Duplication = settings.Duplicate ?? 0,
        };
    }

    private static Sim.Queues.QueueLimit Queue(LinkSettings settings, BitRate? rate)
    {
        switch (settings.Queue)
        {
            case QueueLimit.Bytes bytes:
                return Sim.Queues.QueueLimit.OfBytes(bytes.Size);
            case QueueLimit.Time time:
                return Sim.Queues.QueueLimit.OfTime(time.Length);
            case QueueLimit.Packets packets:
                return Sim.Queues.QueueLimit.OfPackets(packets.Count);
            case QueueLimit.BandwidthDelayProduct product when rate is { } known && settings.Rtt is { } rtt:
                Duration stretched = new((long)Math.Round(rtt.Picoseconds * product.Multiple));
                return Sim.Queues.QueueLimit.OfBandwidthDelayProduct(known, stretched);
            default:
                return Sim.Queues.QueueLimit.None;
        }
    }
}
