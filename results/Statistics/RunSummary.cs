using System.Collections.Generic;
using System.Linq;
using Results.Recording;

namespace Results.Statistics;

/// <summary>
/// A run in numbers: what <c>summary.json</c> holds, what expectations are judged on, what tables show.
/// </summary>
public sealed class RunSummary
{
    private RunSummary(RunRecord run)
    {
        Nics = [.. run.Nics.Select(nic => NicSummary.Of(nic, run))];
        Links = [.. run.Links.Select(link => LinkSummary.Of(link, run))];
        Connections = [.. run.Connections.Select(connection => ConnectionSummary.Of(connection, run))];
        Players = [.. run.Players.Select(player => PlayerSummary.Of(player, run))];
    }

    /// <summary>The interfaces, in the order of the record.</summary>
    public IReadOnlyList<NicSummary> Nics { get; }

    /// <summary>The links, each direction on its own.</summary>
    public IReadOnlyList<LinkSummary> Links { get; }

    /// <summary>The connections.</summary>
    public IReadOnlyList<ConnectionSummary> Connections { get; }

    /// <summary>The viewers.</summary>
    public IReadOnlyList<PlayerSummary> Players { get; }

    /// <summary>Computes all of it.</summary>
    public static RunSummary Of(RunRecord run) => new(run);
}
