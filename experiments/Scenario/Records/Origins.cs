using System.Collections.Generic;
using System.Linq;

namespace Experiments.Scenario.Records;

/// <summary>Follows the way of a stream back over the origins of edge servers.</summary>
public static class Origins
{
    /// <summary>The servers from which an edge gets its streams, the nearest first; ends where it would come round again.</summary>
    /// <param name="edge">The edge; one without an origin gives nothing.</param>
    /// <param name="servers">All servers.</param>
    public static IReadOnlyList<RtmpServerApplication> Above(RtmpServerApplication edge, IReadOnlyList<RtmpServerApplication> servers)
    {
        List<RtmpServerApplication> above = [];
        RtmpServerApplication? next = OriginOf(edge, servers);
        while (next is not null && !above.Contains(next))
        {
            above.Add(next);
            next = OriginOf(next, servers);
        }

        return above;
    }

    /// <summary>The URLs at which a stream may be published so that it can be played at another: this one, and those above it.</summary>
    public static IEnumerable<RtmpUrl> PathOf(RtmpUrl played, IReadOnlyList<RtmpServerApplication> servers)
    {
        RtmpServerApplication? server = servers.FirstOrDefault(
            candidate => candidate.Host.Name == played.Host.Name && candidate.Port == played.Port);
        IEnumerable<RtmpServerApplication> above = server is null ? [] : Above(server, servers);
        return above.Select(origin => played with { Host = origin.Host, Port = origin.Port }).Prepend(played);
    }

    private static RtmpServerApplication? OriginOf(RtmpServerApplication edge, IReadOnlyList<RtmpServerApplication> servers) =>
        edge.Origin is { } origin
            ? servers.FirstOrDefault(server => server.Host.Name == origin.Host.Name && server.Port == origin.Port)
            : null;
}
