using System;
using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>Takes an aggregate message apart (Adobe RTMP 1.0, 7.1.6): its parts are laid out as FLV tags.</summary>
/// <remarks>
/// <code>{ type (8) | length (24) | timestamp (24) | timestamp, high bits (8) | stream id (24) | payload | back pointer (32) }*</code>
/// The difference between the aggregate's timestamp and the first part's is added to every part.
/// </remarks>
internal struct AggregateReader(RtmpMessage aggregate)
{
    private ReadOnlyMemory<byte> _rest = aggregate.Payload;
    private uint? _shift;

    /// <summary>Whether the parts did not fit the message.</summary>
    public bool Failed { get; private set; }

    /// <summary>Takes the next part.</summary>
    /// <returns>False at the end, and when the part does not fit: see <see cref="Failed"/>.</returns>
    public bool TryRead(out RtmpMessage part)
    {
        part = default;
        if (_rest.IsEmpty || Failed)
        {
            return false;
        }

        SpanReader reader = new(_rest.Span);
        RtmpMessageType type = (RtmpMessageType)reader.ReadByte();
        int length = (int)reader.ReadUInt24();
        uint timestamp = reader.ReadUInt24();
        timestamp |= (uint)reader.ReadByte() << 24;
        reader.Skip(3);
        int start = _rest.Length - reader.Remaining;
        reader.Skip(length);
        reader.Skip(4);
        if (reader.Failed)
        {
            Failed = true;
            return false;
        }

        _shift ??= unchecked(aggregate.TimestampMs - timestamp);
        part = aggregate with
        {
            Type = type,
            TimestampMs = unchecked(timestamp + _shift.Value),
            Payload = _rest.Slice(start, length),
        };
        _rest = _rest[(start + length + 4)..];
        return true;
    }
}
