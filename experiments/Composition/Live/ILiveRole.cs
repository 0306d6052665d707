using System.Collections.Generic;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Sockets;
using Results.Recording;

namespace Experiments.Composition.Live;

/// <summary>What a machine does in real time: serve, push or play.</summary>
public interface ILiveRole
{
    /// <summary>Its name in results.</summary>
    string Name { get; }

    /// <summary>What it does, for a person to read.</summary>
    string Title { get; }

    /// <summary>Whether the payload of its connections leaves from here.</summary>
    bool IsSender { get; }

    /// <summary>Whether being stopped by the user is how it is meant to end.</summary>
    bool EndsByInterrupt { get; }

    /// <summary>Why it ended early, for a person to read; null while it did not.</summary>
    string? Failure { get; }

    /// <summary>Does it, on a host, until it is over or stopped. Called once.</summary>
    Task RunAsync(IHost host);

    /// <summary>Ends it in good order.</summary>
    void Stop();

    /// <summary>Counts and states of this moment, for a person to read.</summary>
    IReadOnlyList<string> Describe(Instant now);

    /// <summary>What it sent; null when it is no source.</summary>
    SourceRecord? ToSource(string host);

    /// <summary>What it played; null when it is no player.</summary>
    /// <param name="host">The host's name.</param>
    /// <param name="start">When the run began.</param>
    /// <param name="end">When the run ended.</param>
    PlayerRecord? ToPlayer(string host, Instant start, Instant end);
}
