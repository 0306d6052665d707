using System;
using System.Collections.Generic;
using Protocols.Core;

namespace Protocols.Net;

/// <summary>Gives every flow of a simulation a small integer, so that packets need not carry addresses.</summary>
/// <remarks>
/// Handles start at 1 and are dense, so a router caches its next hop in an array indexed by them. Flows are never
/// forgotten. Where a flow's packets carry bytes, its entry also says where those bytes lie (<see cref="SetPayload"/>,
/// <see cref="SetMappedPayload"/>).
/// </remarks>
public sealed class FlowTable
{
    private readonly Dictionary<FlowKey, int> _handles = [];
    private Entry[] _entries = new Entry[16];

    private struct Entry
    {
        public FlowKey Key;
        public int Reverse;
        public int Original;
        public ByteStore? Payload;
        public uint FirstSequenceNumber;
        public bool IsMapped;
        public ulong FirstDataSequence;
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

    /// <summary>Whether the flow has a handle already.</summary>
    public bool Contains(FlowKey key) => _handles.ContainsKey(key);

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

    /// <summary>Says where the payload of a plain TCP flow's packets lies.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="payload">The stream's bytes, by stream offset.</param>
    /// <param name="firstSequenceNumber">
    /// The sequence number of the payload's offset 0: the initial sequence number + 1.
    /// </param>
    public void SetPayload(int flow, ByteStore payload, uint firstSequenceNumber)
    {
        ref Entry entry = ref _entries[flow];
        entry.Payload = payload;
        entry.FirstSequenceNumber = firstSequenceNumber;
        entry.IsMapped = false;
    }

    /// <summary>
    /// Says where the payload of an MPTCP subflow's packets lies: each packet's mapping leads to a data offset.
    /// </summary>
    /// <param name="flow">The subflow.</param>
    /// <param name="payload">
    /// The connection's bytes, by data offset; all its subflows in this direction share them.
    /// </param>
    /// <param name="firstDataSequence">The data sequence number of data offset 0: the initial one + 1.</param>
    /// <param name="initialSequenceNumber">The sequence number of the subflow's SYN, from which mappings count.</param>
    public void SetMappedPayload(int flow, ByteStore payload, ulong firstDataSequence, uint initialSequenceNumber)
    {
        SetPayload(flow, payload, unchecked(initialSequenceNumber + 1));
        _entries[flow].IsMapped = true;
        _entries[flow].FirstDataSequence = firstDataSequence;
    }

    /// <summary>Says that the packets of a flow are those of another one with other addresses: their payload lies where that one's does.</summary>
    /// <param name="translated">The flow as it is behind an address translator.</param>
    /// <param name="original">The flow as its sender knows it.</param>
    public void Alias(int translated, int original) => _entries[translated].Original = translated == original ? 0 : original;

    /// <summary>The flow as its sender knows it; the same one where nothing translates addresses on the way.</summary>
    public int OriginalOf(int flow)
    {
        while (_entries[flow].Original != 0)
        {
            flow = _entries[flow].Original;
        }

        return flow;
    }

    /// <summary>Where the payload of a flow's packets lies, or null when its packets carry none.</summary>
    public ByteStore? PayloadOf(int flow) => EntryOfSender(flow).Payload;

    /// <summary>The sequence number of the flow's first byte of payload: the one behind its SYN.</summary>
    public uint FirstSequenceNumberOf(int flow) => EntryOfSender(flow).FirstSequenceNumber;

    /// <summary>
    /// Whether the flow's payload is found by its packets' mappings (<see cref="SetMappedPayload"/>).
    /// </summary>
    public bool IsMapped(int flow) => EntryOfSender(flow).IsMapped;

    /// <summary>The data sequence number of data offset 0; of meaning only where <see cref="IsMapped"/>.</summary>
    public ulong FirstDataSequenceOf(int flow) => EntryOfSender(flow).FirstDataSequence;

    private ref readonly Entry EntryOfSender(int flow) => ref _entries[OriginalOf(flow)];
}
