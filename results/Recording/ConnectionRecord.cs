using System.Collections.Generic;
using Protocols.Core;

namespace Results.Recording;

/// <summary>One transport connection, seen in the direction in which it carries its payload.</summary>
public sealed class ConnectionRecord
{
    /// <summary>The name in results: <c>push-server</c>, or the name of the application that owns it.</summary>
    public required string Name { get; init; }

    /// <summary>The transport: <c>mptcp</c> or <c>tcp</c>.</summary>
    public required string Transport { get; init; }

    /// <summary>Whether MPTCP was asked for and the connection fell back to plain TCP.</summary>
    public bool Fallback { get; init; }

    /// <summary>When it was established; null when it never was.</summary>
    public Instant? EstablishedAt { get; init; }

    /// <summary>When it was closed or reset; null when it lived to the end of the run.</summary>
    public Instant? ClosedAt { get; init; }

    /// <summary>Why it ended early, in words; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>Bytes the receiving application was given over the whole run.</summary>
    public required long BytesDelivered { get; init; }

    /// <summary>Bytes sent again on another subflow over the whole run.</summary>
    public long ReinjectedBytes { get; init; }

    /// <summary>Bytes the receiver got more than once, at the data level, over the whole run.</summary>
    public long DuplicateBytes { get; init; }

    /// <summary>Its subflows in order of creation, those that are closed included.</summary>
    public required IReadOnlyList<SubflowRecord> Subflows { get; init; }

    /// <summary>The connection over time, in order of time; empty when it was not sampled.</summary>
    public IReadOnlyList<ConnectionSample> Samples { get; init; } = [];
}
