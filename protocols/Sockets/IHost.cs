using System.Collections.Generic;
using System.Threading.Tasks;
using Protocols.Net;

namespace Protocols.Sockets;

/// <summary>The machine an application runs on: simulated, or this one.</summary>
public interface IHost
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Its clock.</summary>
    IClock Clock { get; }

    /// <summary>Its names.</summary>
    IResolver Resolver { get; }

    /// <summary>Its network interfaces.</summary>
    IReadOnlyList<INetworkInterface> Interfaces { get; }

    /// <summary>Runs continuations.</summary>
    IDispatcher Dispatcher { get; }

    /// <summary>Opens a stream. Returns at once; the stream is <see cref="StreamState.Connecting"/>, or failed already.</summary>
    IByteStream Connect(Endpoint remote, StreamOptions options);

    /// <summary>Accepts streams on a port, on all addresses of all families.</summary>
    /// <exception cref="System.InvalidOperationException">The port is taken.</exception>
    IListener Listen(ushort port, StreamOptions options);

    /// <summary>Adopts a loop of an application that nobody awaits: if it ends in an exception, the run ends with it.</summary>
    void Spawn(Task loop);
}
