using System;
using Protocols.Net;

namespace Protocols.Sockets;

/// <summary>A reliable stream of bytes in both directions, shaped like a non-blocking socket.</summary>
/// <remarks>
/// <para>Nothing here blocks and nothing calls back: a loop tries, and awaits readiness when there is nothing to do.</para>
/// <para>Continuations never run from inside <see cref="Read"/>, <see cref="Write"/>, <see cref="CloseWrite"/>, <see cref="Close"/> or
/// <see cref="Abort"/>. All calls are made on the host's one thread.</para>
/// </remarks>
public interface IByteStream
{
    /// <summary>Where the stream is in its life.</summary>
    StreamState State { get; }

    /// <summary>Why it failed, once <see cref="State"/> is <see cref="StreamState.Failed"/>.</summary>
    StreamError Error { get; }

    /// <summary>This end; over MPTCP, of the initial subflow.</summary>
    Endpoint Local { get; }

    /// <summary>The other end; over MPTCP, of the initial subflow.</summary>
    Endpoint Remote { get; }

    /// <summary>
    /// Whether no more bytes will come: the peer closed its direction and all its bytes have been read, or the stream is over. Bytes that
    /// had arrived before a failure can no longer be read.
    /// </summary>
    bool EndOfStream { get; }

    /// <summary>Takes bytes that have arrived.</summary>
    /// <returns>How many, 1 to the length of <paramref name="buffer"/>; 0 when there is nothing now: see <see cref="EndOfStream"/>.</returns>
    int Read(Span<byte> buffer);

    /// <summary>Gives bytes to be sent. One call is one write of the application: schedulers of MPTCP may treat it as a unit.</summary>
    /// <returns>How many bytes were taken, 0 when there is no room now or the stream is over.</returns>
    int Write(ReadOnlySpan<byte> bytes);

    /// <summary>No more bytes will be written: the peer reads to the end of what was written, then sees the end of the stream.</summary>
    void CloseWrite();

    /// <summary>Nobody will read or write any more: what was written is still delivered; what arrives is thrown away.</summary>
    /// <remarks>
    /// As with close() on Linux, plain TCP resets the connection when something is unread, or when something arrives later: then
    /// the peer may not get all that was written. A protocol that wants all of it read closes after its peer.
    /// </remarks>
    void Close();

    /// <summary>Ends the stream at once, in both directions; the peer sees a reset. What was not delivered is lost.</summary>
    void Abort();

    /// <summary>Waits until the stream is no longer <see cref="StreamState.Connecting"/>.</summary>
    ReadinessAwaitable ConnectedAsync();

    /// <summary>Waits until <see cref="Read"/> gives something, or <see cref="EndOfStream"/> holds.</summary>
    ReadinessAwaitable ReadableAsync();

    /// <summary>Waits until <see cref="Write"/> takes something, or the stream is over.</summary>
    ReadinessAwaitable WritableAsync();
}
