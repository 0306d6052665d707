using System;
using Protocols.Core;

namespace Protocols.Mptcp;

/// <summary>
/// The data of one MPTCP connection on its way out, by data offset: what is acknowledged, sent, waiting, or to be sent
/// again.
/// </summary>
/// <remarks>
/// Linux's rtx_queue, first_pending and snd_una (net/mptcp/protocol.c).
/// </remarks>
public sealed class DataSendQueue(ByteStore bytes)
{
    private readonly DataFragments _fragments = new();
    private readonly RangeSet _again = new();

    /// <summary>The bytes.</summary>
    public ByteStore Bytes => bytes;

    /// <summary>snd_una: everything below is acknowledged at the data level.</summary>
    public long Unacknowledged { get; private set; }

    /// <summary>snd_nxt: everything below was given to some subflow.</summary>
    public long Next { get; private set; }

    /// <summary>write_seq: the end of what the application has written.</summary>
    public long WriteEnd => bytes.End;

    /// <summary>wnd_end: the right edge of the receiver's window; it never moves back.</summary>
    public long WindowEnd { get; private set; }

    /// <summary>Bytes given to a subflow again.</summary>
    public long ReinjectedBytes { get; private set; }

    /// <summary>Whether anything waits for a subflow.</summary>
    public bool HasPending => Next < WriteEnd || !_again.IsEmpty;

    /// <summary>Whether everything written is acknowledged.</summary>
    public bool IsAllAcknowledged => Unacknowledged == WriteEnd;

    /// <summary>sk_wmem_queued: what is written and not acknowledged, in bytes of memory.</summary>
    public long QueuedMemory
    {
        get
        {
            long length = WriteEnd - Unacknowledged;
            return length > 0 ? length + _fragments.OverheadOf(length) : 0;
        }
    }

    /// <summary>The application writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> data)
    {
        OnWriting(data.Length);
        bytes.Append(data);
    }

    /// <summary>The application writes bytes that nobody looks at; the store must be a counting one.</summary>
    public void WriteUnseen(long count)
    {
        OnWriting(count);
        bytes.AppendUnseen(count);
    }

    /// <summary>
    /// What is to be given to a subflow next: what is sent again first, then new data; at most to the end of a
    /// fragment.
    /// </summary>
    public bool TryPeek(out long start, out int length)
    {
        bool again = !_again.IsEmpty;
        start = again ? _again[0].Start : Next;
        long end = again ? _again[0].End : WriteEnd;
        length = (int)(Math.Min(end, _fragments.EndOf(start)) - start);
        return length > 0;
    }

    /// <summary>How much of a piece the receiver's window allows (mptcp_check_allowed_size).</summary>
    public int Allowed(long start, int length) => (int)Math.Clamp(WindowEnd - start, 0, length);

    /// <summary>These bytes were given to a subflow.</summary>
    public void OnGiven(long start, int length)
    {
        long end = start + length;
        if (start < Next)
        {
            ReinjectedBytes += Math.Min(end, Next) - start;
            _again.RemoveBelow(end);
        }

        Next = Math.Max(Next, end);
    }

    /// <summary>These bytes are to be sent again, as far as they are not acknowledged.</summary>
    public void SendAgain(long start, long end)
    {
        start = Math.Max(start, Unacknowledged);
        end = Math.Min(end, Next);
        if (start < end)
        {
            _again.Add(start, end);
        }
    }

    /// <summary>Everything in flight is to be sent again (__mptcp_retransmit_pending_data).</summary>
    public void SendAllAgain() => SendAgain(Unacknowledged, Next);

    /// <summary>
    /// The oldest fragment in flight, as far as it was sent: what the connection's timer sends again.
    /// </summary>
    public bool TryGetOldest(out long start, out int length)
    {
        start = Unacknowledged;
        length = (int)(Math.Min(Next, _fragments.EndOf(start)) - start);
        return length > 0;
    }

    /// <summary>Data in flight was given to a subflow in addition, without disturbing what else waits.</summary>
    public void OnRepeated(int length) => ReinjectedBytes += length;

    /// <summary>The peer acknowledged data and announced a window.</summary>
    /// <returns>Whether the acknowledgment moved.</returns>
    public bool OnAcknowledgment(long ack, long windowEnd)
    {
        WindowEnd = Math.Max(WindowEnd, windowEnd);
        if (ack <= Unacknowledged || ack > Next)
        {
            return false;
        }

        Unacknowledged = ack;
        _again.RemoveBelow(ack);
        _fragments.RemoveBelow(ack);
        bytes.ReleaseBySender(ack);
        return true;
    }

    private void OnWriting(long count)
    {
        if (count > 0)
        {
            _fragments.OnWriting(WriteEnd, HasPending, IsAllAcknowledged);
        }
    }
}
