using System.Collections.Generic;
using Protocols.Core;

namespace Results.Recording;

/// <summary>One subflow of a connection; a plain TCP connection has one, itself.</summary>
public sealed class SubflowRecord
{
    /// <summary>Its number within the connection, from 0 in order of creation.</summary>
    public required int Number { get; init; }

    /// <summary>The sending end, <c>address:port</c> or <c>[address]:port</c>.</summary>
    public required string Local { get; init; }

    /// <summary>The receiving end.</summary>
    public required string Remote { get; init; }

    /// <summary>The path in words, <c>push.nic1 - server.nic2</c>; null where the ends cannot be named.</summary>
    public string? Path { get; init; }

    /// <summary>When it was established; null when it never was.</summary>
    public Instant? EstablishedAt { get; init; }

    /// <summary>When it was closed or reset; null when it lived to the end of the run.</summary>
    public Instant? ClosedAt { get; init; }

    /// <summary>Payload sent over the whole run, retransmissions included.</summary>
    public required long SentBytes { get; init; }

    /// <summary>Payload that arrived at the other end, each byte once.</summary>
    public required long DeliveredBytes { get; init; }

    /// <summary>Segments sent again over the whole run.</summary>
    public required long RetransmittedSegments { get; init; }

    /// <summary>Retransmission timeouts over the whole run.</summary>
    public required long Timeouts { get; init; }

    /// <summary>The sender's state over time, in order of time; empty when it was not sampled.</summary>
    public IReadOnlyList<SubflowSample> Samples { get; init; } = [];
}
