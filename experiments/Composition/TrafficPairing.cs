using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Composition;

/// <summary>Which hosts send to which, and how their connections are called.</summary>
internal static class TrafficPairing
{
    /// <summary>The pairs, with the name of each in results.</summary>
    public static IReadOnlyList<(string Name, string From, string To)> Of(string application, TrafficPairs pairs, RandomStream random)
    {
        switch (pairs)
        {
            case TrafficPairs.Given { Numbered: false, Pairs: [{ } only] }:
                return [(application, only.From.Name, only.To.Name)];
            case TrafficPairs.Given given:
                return [.. given.Pairs.Select((pair, index) => (NameOf(application, index), pair.From.Name, pair.To.Name))];
            case TrafficPairs.Permutation permutation:
                string[] hosts = [.. permutation.Hosts.Select(host => host.Name)];
                int[] order = Cycle(hosts.Length, random);
                return [.. hosts.Select((host, index) => (NameOf(application, index), host, hosts[order[index]]))];
            default:
                throw new InvalidOperationException("unknown kind of pairs");
        }
    }

    private static string NameOf(string application, int index) => FormattableString.Invariant($"{application}-{index + 1}");

    // Sattolo's algorithm: a random cyclic permutation, so that nobody sends to itself.
    private static int[] Cycle(int count, RandomStream random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = random.NextInt(i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
