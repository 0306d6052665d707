using System;
using Protocols.Tcp;

namespace Protocols.Mptcp;

/// <summary>The data that a subflow was given: its mappings, and what they look like on the wire.</summary>
internal sealed class SubflowSending(Subflow subflow)
{
    // MPTCP_MAX_GSO_SIZE: GSO_LEGACY_MAX_SIZE less MAX_TCP_HEADER and one. A mapping is that of one buffer of whole segments; the
    // field has room for a DATA_FIN in addition (RFC 8684, 3.3.3).
    private const int LongestBuffer = 65_536 - 320 - 1;

    private readonly MappingList _mappings = new();
    private long _averagePacingRate;
    private long _infiniteEnd;

    /// <summary>Bytes of data that were given to it, sent again ones included.</summary>
    public long ScheduledBytes { get; private set; }

    /// <summary>
    /// What the memory of the mappings in the send queue adds to their bytes, in bytes.
    /// </summary>
    public long QueuedOverhead
    {
        get
        {
            _mappings.RemoveBelow(subflow.Tcp.Sender.Unacknowledged);
            return (long)SmallQueue.BufferOverhead * _mappings.Count;
        }
    }

    /// <summary>The pacing rate, averaged over what was scheduled; bytes per second.</summary>
    public long AveragePacingRate
    {
        get
        {
            if (_averagePacingRate == 0)
            {
                _averagePacingRate = Math.Max(subflow.Tcp.Sender.PacingRate, 1);
            }

            return _averagePacingRate;
        }
    }

    /// <summary>Whether the connection fell back, and the infinite mapping that says so is not sent yet.</summary>
    public bool AnnouncesFallback => subflow.Tcp.Sender.Next < _infiniteEnd;

    /// <summary>A burst of so many bytes was scheduled: averages the pacing rate over it.</summary>
    public void LearnPacingRate(long burst)
    {
        long memory = subflow.QueuedMemory;
        Int128 weighted = (Int128)AveragePacingRate * memory + (Int128)subflow.Tcp.Sender.PacingRate * burst;
        _averagePacingRate = Math.Max((long)(weighted / (burst + memory)), 1);
    }

    /// <summary>
    /// Extends the last mapping while none of it is on the wire, and appends more as far as that is too long or not what comes before.
    /// </summary>
    public void Give(long dataStart, int length)
    {
        int longest = LongestBuffer / subflow.SegmentLength * subflow.SegmentLength;
        long start = subflow.Tcp.Sender.WriteEnd;
        long end = start + length;
        subflow.Tcp.Sender.WriteEnd = end;
        ScheduledBytes += length;
        if (_mappings.Count > 0)
        {
            ref SubflowMapping last = ref _mappings[_mappings.Count - 1];
            bool isUnsent = last.SubflowStart >= subflow.Tcp.Sender.Next && last.Kind != MappingKind.Infinite;
            if (last.DataEnd == dataStart && isUnsent && last.Length < longest)
            {
                int more = Math.Min(length, longest - last.Length);

                // One that was refused by the host has its checksum already: it will get another.
                last = last with { Length = last.Length + more, Kind = MappingKind.Plain };
                start += more;
                dataStart += more;
            }
        }

        while (start < end)
        {
            int part = (int)Math.Min(end - start, longest);
            _mappings.Add(new SubflowMapping(start, dataStart, part));
            start += part;
            dataStart += part;
        }
    }

    /// <summary>
    /// Gives data under an infinite mapping: the connection has fallen back, and the peer is told (RFC 8684, 3.7).
    /// </summary>
    public void GiveInfinite(long dataStart, int length)
    {
        long start = subflow.Tcp.Sender.WriteEnd;
        subflow.Tcp.Sender.WriteEnd += length;
        ScheduledBytes += length;
        _infiniteEnd = start + length;
        _mappings.Add(new SubflowMapping(start, dataStart, length, Kind: MappingKind.Infinite));
    }

    /// <summary>
    /// Gives data that is in flight here back to the connection, to be sent on others; not after a fallback, when the stream of the
    /// subflow is the data.
    /// </summary>
    /// <param name="from">The position in the subflow's stream where to begin.</param>
    public void Reinject(long from)
    {
        if (subflow.Connection.IsFallback)
        {
            return;
        }

        _mappings.RemoveBelow(subflow.Tcp.Sender.Unacknowledged);
        for (int i = 0; i < _mappings.Count; i++)
        {
            if (_mappings[i].SubflowStart >= from)
            {
                subflow.Connection.SendQueue.SendAgain(_mappings[i].DataStart, _mappings[i].DataEnd);
            }
        }
    }

    /// <summary>Whether data with this offset is in flight or queued here.</summary>
    public bool Carries(long dataOffset)
    {
        _mappings.RemoveBelow(subflow.Tcp.Sender.Unacknowledged);
        for (int i = 0; i < _mappings.Count; i++)
        {
            if (_mappings[i].DataStart <= dataOffset && dataOffset < _mappings[i].DataEnd)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The mapping of a segment that is sent now, with its checksum if there is to be one.</summary>
    public SubflowMapping MappingOf(long start)
    {
        int index = _mappings.IndexOf(start);
        if (index < 0)
        {
            return default;
        }

        ref SubflowMapping mapping = ref _mappings[index];
        if (subflow.Connection.UsesChecksums && mapping.Kind == MappingKind.Plain)
        {
            ushort checksum = MappingChecksum.Of(
                subflow.Connection.SendQueue.Bytes, in mapping, subflow.Connection.Keys.FirstLocalSequence);
            mapping = mapping with { Checksum = checksum, Kind = MappingKind.Summed };
        }

        return mapping;
    }

    /// <summary>How much of a segment lies under one mapping.</summary>
    public int LimitSegment(long start, int length) => _mappings.TryFind(start, out SubflowMapping mapping)
        ? (int)Math.Min(length, mapping.SubflowEnd - start)
        : length;
}
