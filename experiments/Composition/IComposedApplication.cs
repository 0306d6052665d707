using System.Collections.Generic;
using Protocols.Core;
using Results.Recording;
using Sim.Hosts;

namespace Experiments.Composition;

/// <summary>An application of the scenario, built on its host.</summary>
internal interface IComposedApplication
{
    /// <summary>Its name in the scenario.</summary>
    string Name { get; }

    /// <summary>The hosts between which its packets go, in both directions.</summary>
    IEnumerable<(string From, string To)> Traffic { get; }

    /// <summary>Starts it now.</summary>
    void Start();

    /// <summary>Ends it now, in good order.</summary>
    void Stop();
}

/// <summary>An application whose connections are recorded.</summary>
internal interface IConnecting : IComposedApplication
{
    /// <summary>The streams it opened, with the names of their connections in results, and whether it sends on them.</summary>
    IEnumerable<OpenedStream> Opened { get; }
}

/// <summary>A stream that an application opened.</summary>
/// <param name="Stream">The stream, at the end that opened it.</param>
/// <param name="Name">The connection's name in results.</param>
/// <param name="IsSender">Whether that end sends the payload.</param>
internal readonly record struct OpenedStream(SimStream Stream, string Name, bool IsSender);

/// <summary>An application that publishes media.</summary>
internal interface IPublishing : IComposedApplication
{
    /// <summary>What it sent.</summary>
    SourceRecord ToRecord();
}

/// <summary>An application that plays media.</summary>
internal interface IPlaying : IComposedApplication
{
    /// <summary>What it got.</summary>
    /// <param name="end">The end of the run.</param>
    /// <param name="sources">The publishers of the run.</param>
    PlayerRecord ToRecord(Instant end, IReadOnlyList<IPublishing> sources);
}
