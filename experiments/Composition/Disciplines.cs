using System;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Net;
using Sim.Queues;
using QueueLimit = Sim.Queues.QueueLimit;

namespace Experiments.Composition;

/// <summary>Makes the queue disciplines that are built in from what a scenario says of them.</summary>
internal static class Disciplines
{
    // The thresholds of Floyd and Jacobson's simulations.
    private const int RedMinimum = 5;
    private const int RedMaximum = 15;

    // Two full frames, so that a bucket with less than one does not hold its queue up.
    private const int BurstFrames = 2;

    /// <summary>RED.</summary>
    public static Func<RandomStream, IQueueDiscipline> Red(DisciplineRequest request)
    {
        RedDefinition? given = request.Definition as RedDefinition;
        RedSettings settings = new()
        {
            Minimum = Threshold(given?.Minimum, RedMinimum),
            Maximum = Threshold(given?.Maximum, RedMaximum),
            Limit = request.Limit,
        };
        settings = settings with
        {
            MaximumProbability = given?.Probability ?? settings.MaximumProbability,
            Weight = given?.Weight ?? settings.Weight,
            IsGentle = given?.Gentle ?? settings.IsGentle,
            MarksCongestion = given?.Ecn ?? settings.MarksCongestion,
        };
        return random => new Red(settings, random);
    }

    /// <summary>CoDel.</summary>
    public static Func<RandomStream, IQueueDiscipline> CoDel(DisciplineRequest request)
    {
        CoDelSettings settings = CoDelSettingsOf(request, new CoDelSettings());
        QueueLimit limit = request.Limit == QueueLimit.None ? Sim.Queues.CoDel.DefaultLimit : request.Limit;
        return _ => new CoDel(settings, limit);
    }

    /// <summary>FQ-CoDel.</summary>
    public static Func<RandomStream, IQueueDiscipline> FqCoDel(DisciplineRequest request)
    {
        FqCoDelDefinition? given = request.Definition as FqCoDelDefinition;
        FqCoDelSettings settings = new();
        settings = settings with
        {
            CoDel = CoDelSettingsOf(request, settings.CoDel),
            Queues = given?.Queues ?? settings.Queues,
            Quantum = (int)(given?.Quantum?.Bytes ?? FrameOf(request)),
            Limit = request.Limit == QueueLimit.None ? settings.Limit : request.Limit,
            MemoryLimit = given?.MemoryLimit ?? settings.MemoryLimit,
        };
        return random => new FqCoDel(settings, random);
    }

    /// <summary>A token bucket.</summary>
    public static Func<RandomStream, IQueueDiscipline> TokenBucket(DisciplineRequest request)
    {
        TokenBucketDefinition? given = request.Definition as TokenBucketDefinition;
        TokenBucketSettings settings = new()
        {
            Rate = given?.Rate,
            Burst = given?.Burst ?? new ByteSize(BurstFrames * FrameOf(request)),
            Limit = request.Limit,
            Latency = given?.Latency,
        };
        return _ => new TokenBucket(settings);
    }

    private static CoDelSettings CoDelSettingsOf(DisciplineRequest request, CoDelSettings defaults)
    {
        CoDelDefinition? given = request.Definition as CoDelDefinition;
        return new CoDelSettings
        {
            Target = given?.Target ?? defaults.Target,
            Interval = given?.Interval ?? defaults.Interval,
            MarksCongestion = given?.Ecn ?? defaults.MarksCongestion,
            LargestFrame = FrameOf(request),
        };
    }

    private static QueueLimit Threshold(Scenario.Records.QueueLimit? threshold, int otherwise) => threshold switch
    {
        Scenario.Records.QueueLimit.Bytes bytes => QueueLimit.OfBytes(bytes.Size),
        Scenario.Records.QueueLimit.Packets packets => QueueLimit.OfPackets(packets.Count),
        _ => QueueLimit.OfPackets(otherwise),
    };

    private static int FrameOf(DisciplineRequest request) => request.Mtu + Packet.EthernetHeaderLength;
}
