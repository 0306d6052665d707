using System.Collections.Generic;
using Protocols.Core;

namespace Results.Recording;

/// <summary>What one viewer got.</summary>
public sealed class PlayerRecord
{
    /// <summary>The application's name in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>The host it ran on.</summary>
    public required string Host { get; init; }

    /// <summary>
    /// The name of the source whose stream it played (a <see cref="SourceRecord"/>); null when that is not known.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>When it began to ask for the stream.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>From asking for the stream to the first picture; null when there never was one.</summary>
    public Duration? Startup { get; init; }

    /// <summary>When the stream ended or the player stopped; null when it played to the end of the run.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>The frames in order of arrival.</summary>
    public required IReadOnlyList<PlaybackEntry> Log { get; init; }

    /// <summary>The times in which the picture stood still, in order; starting up is not one of them.</summary>
    public IReadOnlyList<PlaybackStall> Stalls { get; init; } = [];

    /// <summary>Whether every frame arrived exactly as the source sent it; null when that was not checked.</summary>
    public bool? MediaIntact { get; init; }

    /// <summary>SHA-256 of the received media in hexadecimal, lower case; null when it was not computed.</summary>
    public string? MediaSha256 { get; init; }
}
