using System.Collections.Generic;

namespace Experiments.Composition;

/// <summary>An application that says what its connections are called in results.</summary>
internal interface INamingConnections : IComposedApplication
{
    /// <summary>The names, by those of its streams.</summary>
    IEnumerable<ConnectionNaming> Connections { get; }
}

/// <summary>What a connection is called in results.</summary>
/// <param name="Stream">The name of the stream at the end that opens it (<see cref="Protocols.Sockets.StreamOptions.Name"/>).</param>
/// <param name="Connection">The name in results.</param>
/// <param name="IsSender">Whether the end that opens it sends the payload.</param>
internal readonly record struct ConnectionNaming(string Stream, string Connection, bool IsSender);
