using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Protocols.Core;
using Results.Recording;

namespace Results.Statistics;

/// <summary>Says in words what happened in a run: what caused each long gap at a player, and why a path carried nothing.</summary>
/// <param name="run">The run.</param>
public sealed class Explanation(RunRecord run)
{
    // Below this a viewer with a second of buffer sees nothing.
    private const double ShortestGap = 1;
    private const int MostGaps = 10;

    /// <summary>The sentences on each player's gaps, in order of time.</summary>
    public IReadOnlyList<string> Gaps() => [.. run.Players.SelectMany(GapsOf)];

    /// <summary>The sentences on paths that carried nothing in a phase.</summary>
    public IReadOnlyList<string> IdlePaths() =>
        [.. run.Connections.SelectMany(connection => run.Phases.SelectMany(phase => connection.Subflows.Select(subflow => Idle(connection, subflow, phase)))).OfType<string>()];

    /// <summary>For each connection how long its rate depended on how it began, where that is longer than the scenario's warm-up.</summary>
    public IReadOnlyList<string> WarmUps() => [.. run.Connections.Select(WarmUpOf).OfType<string>()];

    private IEnumerable<string> GapsOf(PlayerRecord player)
    {
        ArrivalGap[] gaps = [.. ArrivalGap.Of(player, run).Where(gap => gap.Length.Seconds >= ShortestGap)
            .OrderByDescending(gap => gap.Length).Take(MostGaps).OrderBy(gap => gap.From)];
        if (gaps.Length == 0)
        {
            yield return $"{player.Name}: frames kept coming; no gap was as long as {Text(ShortestGap)} s.";
        }

        foreach (ArrivalGap gap in gaps)
        {
            int charged = gap.ChargedTo(run);
            string after = charged < 0 ? "" : $", after '{run.Events[charged].Text}' at {Text(run.Events[charged].At.Seconds)} s";
            yield return $"{player.Name}: nothing came for {Text(gap.Length.Seconds)} s, from {Text(gap.From.Seconds)} s to {Text(gap.To.Seconds)} s{after}.";
            foreach (string state in run.Connections.SelectMany(connection => During(connection, gap)))
            {
                yield return "  " + state;
            }
        }
    }

    // A connection took part in a gap when it had data to bring and brought none.
    private IEnumerable<string> During(ConnectionRecord connection, ArrivalGap gap)
    {
        ConnectionSample[] samples = [.. connection.Samples.Where(sample => sample.At >= gap.From && sample.At <= gap.To)];
        bool waited = samples.Length > 1 && samples.Max(sample => sample.SendQueueBytes) > 0
            && samples[^1].DeliveredBytes - samples[0].DeliveredBytes < samples.Max(sample => sample.SendQueueBytes);
        if (!waited)
        {
            yield break;
        }

        yield return $"{connection.Name} had up to {Bytes(samples.Max(sample => sample.SendQueueBytes))} waiting to be acknowledged:";
        foreach (SubflowRecord subflow in connection.Subflows)
        {
            if (StateOf(connection, subflow, gap.From, gap.To) is string state)
            {
                yield return $"  {NameOf(subflow)}: {state}";
            }
        }
    }

    private string? Idle(ConnectionRecord connection, SubflowRecord subflow, RunPhase phase)
    {
        // A flow that ends or begins within the phase is not idle in it.
        SubflowSample[] samples = [.. subflow.Samples.Where(sample => sample.At >= phase.From && sample.At <= phase.To)];
        bool lived = subflow.EstablishedAt is Instant established && established <= phase.From && (subflow.ClosedAt is null || subflow.ClosedAt >= phase.To);
        if (!lived || samples.Length < 2 || samples[^1].AckedBytes > samples[0].AckedBytes)
        {
            return null;
        }

        string when = $"{connection.Name}, {NameOf(subflow)}, {Text(phase.From.Seconds)}-{Text(phase.To.Seconds)} s ({phase.Name})";
        return $"{when}: {StateOf(connection, subflow, phase.From, phase.To) ?? "nothing is known of it"}";
    }

    private static string? StateOf(ConnectionRecord connection, SubflowRecord subflow, Instant from, Instant to)
    {
        SubflowSample[] samples = [.. subflow.Samples.Where(sample => sample.At >= from && sample.At <= to)];
        if (samples.Length == 0)
        {
            return subflow.ClosedAt is Instant closed && closed <= from ? $"closed since {Text(closed.Seconds)} s." : null;
        }

        SubflowSample worst = samples.MaxBy(sample => sample.Backoff);
        SubflowSample last = samples[^1];
        long acked = last.AckedBytes - samples[0].AckedBytes;
        List<string> parts = [];
        string doubled = string.Create(
            CultureInfo.InvariantCulture, $"doubled {(worst.Backoff == 1 ? "once" : $"{worst.Backoff} times")}, to {worst.Rto.Seconds:0.###} s");
        if (worst.Backoff > 0)
        {
            parts.Add(acked > 0
                ? $"its timer had {doubled}; when it ran out, the path was tried again and {Bytes(acked)} were acknowledged"
                : $"no acknowledgment came, and its timer {doubled} at {Text(worst.At.Seconds)} s: it tries again only when that runs out");
        }
        else if (acked > 0)
        {
            parts.Add($"{Bytes(acked)} were acknowledged");
        }

        if (samples[0].Stale)
        {
            parts.Add("MPTCP held it for dead already and gave its data to others");
        }
        else if (samples.Any(sample => sample.Stale))
        {
            parts.Add($"MPTCP held it for dead from {Text(samples.First(sample => sample.Stale).At.Seconds)} s on and gave its data to others");
        }

        if (parts.Count == 0)
        {
            bool isFull = samples.Any(sample => sample.InFlightBytes > 0);
            parts.Add(isFull ? "what it had sent was not acknowledged" : WhyUnused(connection, subflow, from, to));
        }

        return string.Join("; ", parts) + ".";
    }

    private static string WhyUnused(ConnectionRecord connection, SubflowRecord subflow, Instant from, Instant to)
    {
        ConnectionSample[] samples = [.. connection.Samples.Where(sample => sample.At >= from && sample.At <= to)];
        bool hasData = samples.Length > 0 && (samples[^1].WrittenBytes > samples[0].WrittenBytes || samples.Any(sample => sample.SendQueueBytes > 0));
        if (!hasData)
        {
            return "there was nothing to send";
        }

        bool isAlone = !connection.Subflows.Any(other => other != subflow && other.Samples.Any(sample => sample.At >= from && sample.At <= to));
        return isAlone
            ? "it was given nothing, although data waited and there was no other path"
            : "the scheduler gave it nothing: other subflows had room and were preferred";
    }

    private string? WarmUpOf(ConnectionRecord connection)
    {
        double[] rates = [.. connection.Samples.Zip(connection.Samples.Skip(1), (before, after) => (double)(after.DeliveredBytes - before.DeliveredBytes))];
        double seconds = (Transient.LengthOf(rates) ?? 0) * run.Interval.Seconds;
        return seconds > run.WarmUp.Seconds && rates.Length > 0
            ? $"{connection.Name}: its rate depended on its beginning for about {Text(seconds)} s; 'record: {{ warm-up: {Text(seconds)} s }}' leaves that out of means."
            : null;
    }

    private string NameOf(SubflowRecord subflow) => subflow.Path ?? $"{EndOf(subflow.Local)} - {EndOf(subflow.Remote)}";

    // The interface that has the address, as the hosts were set up; the address and port where none has.
    private string EndOf(string end)
    {
        string address = end[..end.LastIndexOf(':')].Trim('[', ']');
        foreach (HostRecord host in run.Hosts)
        {
            string? nic = host.Interfaces.FirstOrDefault(text => text.Split(' ', ',').Contains(address));
            if (nic is not null)
            {
                return $"{host.Name}.{nic.Split(' ')[0]}";
            }
        }

        return end;
    }

    private static string Text(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Bytes(long bytes) => bytes >= 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
        : bytes >= 1000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB") : string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
}
