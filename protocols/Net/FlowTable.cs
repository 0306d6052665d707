using System;
using System.Collections.Generic;
using Protocols.Core;

namespace Protocols.Net;

/// <summary>Gives every flow of a simulation a small integer, so that packets need not carry addresses.</summary>
/// <remarks>
/// Handles start at 1 and are dense, so a router caches its next hop in an array indexed by them. Flows are never forgotten. Where
/// a flow's packets carry bytes, its entry also says where those bytes lie (see <see cref="SetPayload"/>).
/// </remarks>
public sealed class FlowTable
{
    private readonly Dictionary<FlowKey, int> _handles = [];
    private Entry[] _entries = new Entry[16];

    private struct Entry
    {
        public FlowKey Key;
        public int Reverse;
        public ByteStore? Payload;
        public uint FirstSequenceNumber;
    }

    /// <summary>How many flows there are; the highest handle.</summary>
    public int Count { get; private set; }

    /// <summary>The handle of a flow, new or known.</summary>
    public int Intern(FlowKey key)
    {
        if (_handles.TryGetValue(key, out int known))
        {
            return known;
        }

        Count++;
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        _entries[Count].Key = key;
        _handles.Add(key, Count);
        return Count;
    }

    /// <summary>The flow behind a handle.</summary>
    public ref readonly FlowKey this[int flow] => ref _entries[flow].Key;

    /// <summary>The handle of the opposite direction.</summary>
    public int Reverse(int flow)
    {
        int reverse = _entries[flow].Reverse;
        if (reverse == 0)
        {
            reverse = Intern(_entries[flow].Key.Reversed);
            _entries[flow].Reverse = reverse;
        }

        return reverse;
    }

    /// <summary>Says where the payload of a flow's packets lies.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="payload">The stream's bytes. For a plain TCP flow by stream offset; for an MPTCP subflow by data offset.</param>
    /// <param name="firstSequenceNumber">
    /// The sequence number of the payload's offset 0: the initial sequence number + 1 for plain TCP. Of no meaning for an MPTCP
    /// subflow, where each packet's mapping says it.
    /// </param>
    public void SetPayload(int flow, ByteStore payload, uint firstSequenceNumber)
    {
        _entries[flow].Payload = payload;
        _entries[flow].FirstSequenceNumber = firstSequenceNumber;
    }

    /// <summary>Where the payload of a flow's packets lies, or null when its packets carry none.</summary>
    public ByteStore? PayloadOf(int flow) => _entries[flow].Payload;

    /// <summary>The sequence number of the payload's offset 0, as given to <see cref="SetPayload"/>.</summary>
    public uint FirstSequenceNumberOf(int flow) => _entries[flow].FirstSequenceNumber;
}
