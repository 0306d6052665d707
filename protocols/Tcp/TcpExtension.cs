using Protocols.Core;
using Protocols.Net;

namespace Protocols.Tcp;

/// <summary>
/// What turns a TCP connection into something more: MPTCP's subflows derive from it. A plain connection has none.
/// </summary>
/// <remarks>
/// All calls come from the connection while it handles a packet or makes one; none may call back into it, but for its
/// properties.
/// </remarks>
public abstract class TcpExtension
{
    /// <summary>Whether data may be sent on the established connection yet.</summary>
    public abstract bool MaySendData { get; }

    /// <summary>Whether more of what the application wrote follows than the connection has been given yet: no PSH.</summary>
    public abstract bool HasMoreToGive { get; }

    /// <summary>How many bytes of options every data segment carries beside timestamps, padded to 4.</summary>
    public abstract int DataOptionLength { get; }

    /// <summary>Adds options to a SYN or SYN/ACK.</summary>
    public abstract void WriteSynOptions(ref PacketOptions options, bool isRetransmission);

    /// <summary>Adds options to a segment that is no SYN.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="start">The stream position of the segment's first byte.</param>
    /// <param name="length">Its payload's length; 0 for a pure acknowledgment.</param>
    public abstract void WriteOptions(ref PacketOptions options, long start, int length);

    /// <summary>Adds options to a reset that this side sends.</summary>
    public abstract void WriteResetOptions(ref PacketOptions options);

    /// <summary>How much of a segment may go into one packet: not across the edge of a mapping.</summary>
    public abstract int LimitSegment(long start, int length);

    /// <summary>A SYN/ACK arrived, with or without options.</summary>
    /// <returns>False to reset the connection.</returns>
    public abstract bool OnSynAck(in Packet packet, in PacketOptions options, Instant now);

    /// <summary>
    /// A segment arrived on the established connection; its acknowledgment is valid. Comes before its payload is looked
    /// at.
    /// </summary>
    /// <param name="packet">The segment.</param>
    /// <param name="options">Its options; empty when it has none.</param>
    /// <param name="start">The stream position of its first byte.</param>
    /// <param name="now">The time now.</param>
    /// <returns>False to reset the connection.</returns>
    public abstract bool OnSegment(in Packet packet, in PacketOptions options, long start, Instant now);

    /// <summary>The peer reset the connection, with these options.</summary>
    public abstract void OnReset(in PacketOptions options);

    /// <summary>The stream has arrived without a gap up to <paramref name="next"/>.</summary>
    public abstract void OnInOrder(long next, Instant now);

    /// <summary>
    /// The window to announce, as an amount of bytes from the data received so far; scaled and kept from shrinking
    /// here.
    /// </summary>
    public abstract long SelectWindow(int scale);

    /// <summary>Whether more than half of the receive buffer is taken by what was not read.</summary>
    public abstract bool IsHalfFull { get; }

    /// <summary>A segment with this window was sent.</summary>
    public abstract void OnWindowSent(long window);

    /// <summary>The peer announced a window of so many bytes, in a segment with these options.</summary>
    /// <returns>The window to assume for this connection alone, in bytes.</returns>
    public abstract long OnWindow(long window, in PacketOptions options);
}
