using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Experiments.Scenario.Records;

namespace Experiments.Scenario.Reading;

/// <summary>
/// Every rtmp:// URL leads to a server that listens, and every player to a stream that somebody publishes.
/// </summary>
internal static class StreamCheck
{
    /// <summary>Reports servers that share a port, URLs without a server, and players without a publisher.</summary>
    public static void Run(ScenarioDefinition scenario, ErrorLog log)
    {
        RtmpServerApplication[] servers = [.. scenario.Applications.OfType<RtmpServerApplication>()];
        Dictionary<(string, int), Reference> listening = [];
        foreach (RtmpServerApplication server in servers)
        {
            if (!listening.TryAdd((server.Host.Name, server.Port), server.Name))
            {
                log.Add(server.Name.At, string.Create(
                    CultureInfo.InvariantCulture,
                    $"applications.{server.Name}: port {server.Port} of host '{server.Host}' is already taken by "
                        + $"'{listening[(server.Host.Name, server.Port)]}'"));
            }
        }

        foreach (RtmpServerApplication edge in servers)
        {
            CheckOrigin(edge, servers, log);
        }

        HashSet<(string, int, string, string)> published = [];
        foreach (RtmpPushApplication push in scenario.Applications.OfType<RtmpPushApplication>())
        {
            RequireServer(push.To.ToString(), push.To.Host, push.To.Port, push.To.At, servers, log);
            published.Add(KeyOf(push.To));
        }

        foreach (RtmpClientApplication client in scenario.Applications.OfType<RtmpClientApplication>())
        {
            RequireServer(client.From.ToString(), client.From.Host, client.From.Port, client.From.At, servers, log);
            if (!Origins.PathOf(client.From, servers).Any(url => published.Contains(KeyOf(url))))
            {
                log.Notice(
                    client.From.At,
                    $"applications.{client.Name}: nobody publishes '{client.From}'; the player will wait in vain");
            }
        }
    }

    private static (string, int, string, string) KeyOf(RtmpUrl url) => (url.Host.Name, url.Port, url.App, url.Stream);

    private static void CheckOrigin(RtmpServerApplication edge, RtmpServerApplication[] servers, ErrorLog log)
    {
        if (edge.Origin is not { } origin)
        {
            return;
        }

        RequireServer(origin.ToString(), origin.Host, origin.Port, origin.At, servers, log);
        if (Origins.Above(edge, servers).Contains(edge))
        {
            log.Add(origin.At, $"applications.{edge.Name}.origin: the origin gets its streams from '{edge.Name}' itself");
        }
    }

    private static void RequireServer(
        string url, Reference host, int port, SourcePosition at, RtmpServerApplication[] servers, ErrorLog log)
    {
        int[] ports = [.. servers.Where(server => server.Host.Name == host.Name).Select(server => server.Port)];
        if (!ports.Contains(port))
        {
            string found = ports.Length == 0
                ? "no rtmp-server runs on that host"
                : $"the rtmp-server there listens on port {string.Join(", ", ports)}";
            log.Add(at, string.Create(
                CultureInfo.InvariantCulture, $"'{url}': nothing listens on port {port} of '{host}'; {found}"));
        }
    }
}
