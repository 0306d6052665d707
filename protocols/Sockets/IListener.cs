using System.Diagnostics.CodeAnalysis;

namespace Protocols.Sockets;

/// <summary>Accepts the streams that peers open to a port.</summary>
public interface IListener
{
    /// <summary>Takes the next stream whose handshake is complete.</summary>
    /// <returns>False when there is none now.</returns>
    bool TryAccept([NotNullWhen(true)] out IByteStream? stream);

    /// <summary>Waits until <see cref="TryAccept"/> gives a stream.</summary>
    ReadinessAwaitable AcceptableAsync();

    /// <summary>No longer accepts; streams not yet taken are reset.</summary>
    void Close();
}
