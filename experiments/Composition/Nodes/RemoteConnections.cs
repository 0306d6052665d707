using System;
using System.Collections.Generic;
using System.Linq;
using Results.Recording;

namespace Experiments.Composition.Nodes;

/// <summary>Puts the two ends of connections together that different hosts have recorded.</summary>
internal static class RemoteConnections
{
    /// <summary>The connections that any host has opened.</summary>
    /// <param name="hosts">The ends that each host has recorded (<see cref="NodeConnections"/>).</param>
    public static IEnumerable<ConnectionRecord> Of(IReadOnlyList<IReadOnlyList<ConnectionRecord>> hosts)
    {
        List<ConnectionRecord> accepted =
            [.. hosts.SelectMany(host => host).Where(record => record.Name.StartsWith(NodeConnections.Accepted, StringComparison.Ordinal))];
        Dictionary<string, int> names = [];
        foreach (ConnectionRecord opened in hosts.SelectMany(host => host).Where(record => !record.Name.StartsWith(NodeConnections.Accepted, StringComparison.Ordinal)))
        {
            bool isSender = opened.Name.EndsWith(NodeConnections.Sent, StringComparison.Ordinal);
            string otherName = NodeConnections.Accepted + (isSender ? NodeConnections.Received : NodeConnections.Sent);
            ConnectionRecord? other = accepted.Find(candidate => candidate.Name == otherName && AreOne(opened, candidate));
            string plain = opened.Name[..opened.Name.LastIndexOf('/')];
            int repetition = names[plain] = names.GetValueOrDefault(plain) + 1;
            string name = repetition == 1 ? plain : FormattableString.Invariant($"{plain}-{repetition}");
            yield return isSender ? Join(name, opened, other) : Join(name, other ?? opened, opened);
        }
    }

    // Both have the sending end of each subflow first. A translator of addresses between the hosts makes them differ.
    private static bool AreOne(ConnectionRecord first, ConnectionRecord second) =>
        first.Subflows.Any(subflow => second.Subflows.Any(other => other.Local == subflow.Local && other.Remote == subflow.Remote));

    /// <summary>What the sender knows, with what has arrived at the receiver; without one, what was acknowledged counts as that.</summary>
    private static ConnectionRecord Join(string name, ConnectionRecord sender, ConnectionRecord? receiver)
    {
        ConnectionSample[] arrived = [.. receiver?.Samples ?? []];
        int next = 0;
        long delivered = 0;
        List<ConnectionSample> samples = [];
        foreach (ConnectionSample sample in sender.Samples)
        {
            while (next < arrived.Length && arrived[next].At <= sample.At)
            {
                delivered = arrived[next++].DeliveredBytes;
            }

            samples.Add(sample with { DeliveredBytes = receiver is null ? sample.AckedBytes : delivered });
        }

        return new ConnectionRecord
        {
            Name = name,
            Transport = sender.Transport,
            Fallback = sender.Fallback,
            EstablishedAt = sender.EstablishedAt,
            ClosedAt = sender.ClosedAt,
            Error = sender.Error,
            BytesDelivered = receiver?.BytesDelivered ?? (samples.Count > 0 ? samples[^1].DeliveredBytes : 0),
            ReinjectedBytes = sender.ReinjectedBytes,
            Subflows = [.. sender.Subflows.Select(subflow => WithDelivered(subflow, receiver))],
            Samples = samples,
        };
    }

    private static SubflowRecord WithDelivered(SubflowRecord subflow, ConnectionRecord? receiver) => new()
    {
        Number = subflow.Number,
        Local = subflow.Local,
        Remote = subflow.Remote,
        Path = subflow.Path,
        EstablishedAt = subflow.EstablishedAt,
        ClosedAt = subflow.ClosedAt,
        SentBytes = subflow.SentBytes,
        DeliveredBytes = receiver?.Subflows.FirstOrDefault(other => other.Local == subflow.Local && other.Remote == subflow.Remote)?.DeliveredBytes
            ?? subflow.DeliveredBytes,
        RetransmittedSegments = subflow.RetransmittedSegments,
        Timeouts = subflow.Timeouts,
        Samples = subflow.Samples,
    };
}
