using System;
using System.Collections.Generic;
using System.Linq;
using Experiments.Composition;

namespace Experiments.Cli;

/// <summary>One kind of thing that a scenario names, for <c>list</c>.</summary>
/// <param name="Kind">The kind as the user types it: <c>schedulers</c>.</param>
/// <param name="Names">The names, each with one line about it.</param>
public sealed record ListedKind(string Kind, IReadOnlyList<KeyValuePair<string, string>> Names)
{
    /// <summary>Everything that is registered, kind by kind.</summary>
    public static IReadOnlyList<ListedKind> Of(Catalogue catalogue) =>
    [
        Of("schedulers", catalogue.Schedulers),
        Of("congestion-controls", catalogue.CongestionControls),
        Of("path-managers", catalogue.PathManagers),
        Of("queue-disciplines", catalogue.QueueDisciplines),
        Of("middleboxes", catalogue.Middleboxes),
        Of("media-sources", catalogue.MediaSources),
        Of("profiles", catalogue.Profiles),
        new("sysctls", [.. catalogue.KnownNames.Sysctls.Order(StringComparer.Ordinal)
            .Select(name => new KeyValuePair<string, string>(name, ""))]),
    ];

    private static ListedKind Of<T>(string kind, NameRegistry<T> registry) => new(
        kind, [.. registry.Names.Select(name => new KeyValuePair<string, string>(name, registry.DescriptionOf(name)))]);
}
