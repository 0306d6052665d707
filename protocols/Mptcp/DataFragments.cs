using System;

namespace Protocols.Mptcp;

/// <summary>
/// Where the data on its way out is cut into fragments (mptcp_data_frag): what the connection's timer sends again at once, and after
/// which the scheduler is asked again.
/// </summary>
/// <remarks>
/// Read mptcp_sendmsg, mptcp_pending_tail, mptcp_frag_can_collapse_to and mptcp_carve_data_frag (net/mptcp/protocol.c). A write extends
/// the last fragment while something waits to be sent, and begins a new one else, so small writes on a fast path are fragments of
/// their own. A fragment ends where its page does. The page is thought to belong to this connection alone.
/// </remarks>
internal sealed class DataFragments
{
    /// <summary>What a fragment takes in addition to its bytes: its descriptor.</summary>
    public const int Overhead = 40;

    // SKB_FRAG_PAGE_ORDER; skb_page_frag_refill asks for this much room; sizeof(long).
    private const int PageLength = 32_768;
    private const int LeastRoom = 32 + Overhead;
    private const int Alignment = 8;
    private const int LongestFragment = PageLength - Overhead;

    // Each run begins a fragment; further ones follow where its pages end.
    private (long Start, int FirstLength)[] _runs = new (long, int)[4];
    private int _first;
    private int _count;

    /// <summary>Bytes are about to be written behind all others.</summary>
    /// <param name="end">Where they begin: the end of what was written before.</param>
    /// <param name="hasPending">Whether something waits to be sent.</param>
    /// <param name="isEmpty">Whether all that was written before is acknowledged.</param>
    public void OnWriting(long end, bool hasPending, bool isEmpty)
    {
        if (_count > 0 && hasPending)
        {
            return;
        }

        long room = _count > 0 && !isEmpty ? EndOf(end) - end : 0;
        long used = PageLength - room;
        room -= (Alignment - used % Alignment) % Alignment;
        Add(end, room >= LeastRoom ? (int)room - Overhead : LongestFragment);
    }

    /// <summary>The end of the fragment that a position lies in, if as much is written.</summary>
    public long EndOf(long position)
    {
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_runs[_first + middle].Start <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        if (low == 0)
        {
            return long.MaxValue;
        }

        (long start, int firstLength) = _runs[_first + low - 1];
        long beyond = position - start - firstLength;
        long end = start + firstLength + (beyond < 0 ? 0 : (beyond / LongestFragment + 1) * LongestFragment);
        return low < _count ? Math.Min(end, _runs[_first + low].Start) : end;
    }

    /// <summary>What the descriptors of a stretch of data take, in bytes.</summary>
    public long OverheadOf(long length) => Overhead * (_count + length / LongestFragment);

    /// <summary>Forgets what ends at or below a position.</summary>
    public void RemoveBelow(long position)
    {
        while (_count > 1 && _runs[_first + 1].Start <= position)
        {
            _first++;
            _count--;
        }
    }

    private void Add(long start, int firstLength)
    {
        if (_first + _count == _runs.Length)
        {
            bool isCrowded = _count > _runs.Length / 2;
            (long, int)[] target = isCrowded ? new (long, int)[_runs.Length * 2] : _runs;
            Array.Copy(_runs, _first, target, 0, _count);
            _runs = target;
            _first = 0;
        }

        _runs[_first + _count++] = (start, firstLength);
    }
}
