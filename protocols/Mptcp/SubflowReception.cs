using System;
using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>
/// What arrives over a subflow: finds the mapping of every byte, checks it, and passes the data on (get_mapping_status and
/// subflow_check_data_avail in Linux's subflow.c).
/// </summary>
internal sealed class SubflowReception(Subflow subflow)
{
    private readonly MappingList _mappings = new();
    private long _inOrder = 1;
    private long _lastMapped;
    private bool _hasRightChecksum;

    /// <summary>Bytes of data that arrived over the subflow in order of its stream.</summary>
    public long ArrivedBytes { get; private set; }

    /// <summary>The data sequence number of the mapping that was looked at last: what an MP_FAIL names.</summary>
    public ulong FailSequence => unchecked(Connection.Keys.FirstRemoteSequence + (ulong)_lastMapped);

    private MptcpConnection Connection => subflow.Connection;

    /// <summary>A segment with payload arrived: takes its mapping.</summary>
    /// <returns>False when another mapping for the same bytes is known: the subflow is to be reset.</returns>
    public bool OnSegment(in Packet packet, in PacketOptions options, long start)
    {
        if (options.Has(PacketOptionKinds.MpCapable) && options.MpCapable.HasDataLength)
        {
            // The data begins with the first byte; the option says its length only (RFC 8684, 3.1).
            MpCapableOption capable = options.MpCapable;
            Connection.Signaling.OnCapableData();
            return Add(start, packet.PayloadLength, 1, 0, capable.DataLength, capable.Checksum, capable.HasChecksum);
        }

        return !options.Has(PacketOptionKinds.DataSequenceSignal) || !options.Dss.HasMapping
            || OnMapping(in options.Dss, start, packet.PayloadLength);
    }

    /// <summary>The stream has arrived without a gap up to <paramref name="next"/>.</summary>
    public void OnInOrder(long next, Instant now)
    {
        while (_inOrder < next && !subflow.IsReset)
        {
            if (Connection.IsFallback)
            {
                Deliver(Connection.ReceiveQueue.Next, (int)Math.Min(next - _inOrder, int.MaxValue), now);
                continue;
            }

            if (!_mappings.TryFind(_inOrder, out SubflowMapping mapping))
            {
                FallBackOrReset(FallbackReason.NoMapping, ResetReason.Middlebox);
                continue;
            }

            _lastMapped = mapping.DataStart;
            if (mapping.Kind == MappingKind.Summed && next < mapping.SubflowEnd)
            {
                // Only all of it can be checked.
                break;
            }

            if (IsUsable(in mapping, now))
            {
                long dataStart = mapping.DataStart + (_inOrder - mapping.SubflowStart);
                Deliver(dataStart, (int)Math.Min(next - _inOrder, mapping.SubflowEnd - _inOrder), now);
            }
        }

        _mappings.RemoveBelow(_inOrder);
    }

    private bool OnMapping(in DataSequenceSignal signal, long start, int payloadLength)
    {
        if (signal.DataLength == 0)
        {
            _mappings.Add(new SubflowMapping(start, 0, payloadLength, Kind: MappingKind.Infinite));
            return true;
        }

        long dataStart = Connection.Signaling.ToOffset(in signal, Connection.ReceiveQueue.Next);
        int length = signal.DataLength - (signal.DataFin ? 1 : 0);
        if (signal.DataFin)
        {
            Connection.Reception.OnDataFin(dataStart + length);
        }

        long mapped = SequenceNumber.Unwrap(signal.SubflowSequence, subflow.Tcp.Receiver.Next);

        // The sum covers the length field, which the DATA_FIN has made one longer.
        ushort checksum = signal is { DataFin: true, HasChecksum: true }
            ? Checksum.Update(signal.Checksum, signal.DataLength, (ushort)length)
            : signal.Checksum;
        return length == 0 || Add(start, payloadLength, mapped, dataStart, length, checksum, signal.HasChecksum);
    }

    private bool Add(
        long start, int payloadLength, long mapped, long dataStart, int length, ushort checksum, bool hasChecksum)
    {
        bool covers = mapped <= start && start < mapped + length;
        if (!covers || hasChecksum != Connection.UsesChecksums)
        {
            // RFC 8684, 3.3.1: a mapping that does not belong to its bytes, and 3.3: one without the checksum that was
            // agreed on, or with one that was not. Told when the bytes come to be used, as in Linux.
            _mappings.Add(new SubflowMapping(start, 0, payloadLength, Kind: MappingKind.Invalid));
            return true;
        }

        MappingKind kind = hasChecksum ? MappingKind.Summed : MappingKind.Plain;
        SubflowMapping mapping = new(mapped, dataStart, length, checksum, kind);
        if (!_mappings.TryFind(start, out SubflowMapping known))
        {
            _mappings.Add(mapping);
            return true;
        }

        // RFC 8684, 3.3.1: a mapping is never changed once it was declared.
        return known == mapping || start + payloadLength > known.SubflowEnd;
    }

    // Whether the bytes under a mapping may be passed on; if not, the connection fell back or the subflow was reset.
    private bool IsUsable(in SubflowMapping mapping, Instant now)
    {
        switch (mapping.Kind)
        {
            case MappingKind.Infinite:
                FallBackOrReset(FallbackReason.InfiniteMappingReceived, ResetReason.MptcpError);
                return false;
            case MappingKind.Invalid:
                FallBackOrReset(FallbackReason.NoMapping, ResetReason.MptcpError);
                return false;
            case MappingKind.Summed:
                return HasRightChecksum(in mapping, now);
            default:
                return true;
        }
    }

    private bool HasRightChecksum(in SubflowMapping mapping, Instant now)
    {
        if (MappingChecksum.IsRight(Connection.Reception.Bytes, in mapping, Connection.Keys.FirstRemoteSequence))
        {
            _hasRightChecksum = true;
            return true;
        }

        Connection.Counters.WrongChecksums++;
        if (!subflow.IsInitial)
        {
            subflow.Signals.SendFail();
            FallBackOrReset(FallbackReason.WrongChecksum, ResetReason.MptcpError);
            return false;
        }

        if (!_hasRightChecksum)
        {
            // Never was one right: what is on the path changes everything, and plain TCP lets it.
            FallBackOrReset(FallbackReason.WrongChecksum, ResetReason.MptcpError);
            return false;
        }

        subflow.Signals.SendFail();
        if (Connection.Failing.Begin(subflow, now))
        {
            return true;
        }

        subflow.Reset(ResetReason.Middlebox);
        return false;
    }

    private void FallBackOrReset(FallbackReason reason, ResetReason reset)
    {
        Connection.Counters.WrongMappings += reason == FallbackReason.NoMapping ? 1 : 0;
        if (!Connection.Fallback.Try(reason))
        {
            Connection.Counters.FailedFallbacks++;
            subflow.Reset(reset);
        }
    }

    private void Deliver(long dataStart, int length, Instant now)
    {
        if (!Connection.Reception.Exists(dataStart + length))
        {
            // The stream of a subflow that carried data twice, taken for the data after a fallback that the peer does not know of.
            Connection.Counters.WrongMappings++;
            subflow.Reset(ResetReason.MptcpError);
            return;
        }

        ArrivedBytes += length;
        _inOrder += length;
        Connection.Reception.OnData(dataStart, length, now);
    }
}
