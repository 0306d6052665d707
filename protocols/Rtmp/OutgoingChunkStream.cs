using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>
/// What a sender remembers of the last message of one chunk stream, to leave the same fields out of the next header.
/// </summary>
internal sealed class OutgoingChunkStream
{
    private bool _hasMessage;
    private uint _timestamp;
    private int _length;
    private RtmpMessageType _type;
    private uint _streamId;
    private bool _hasDelta;
    private uint _delta;
    private bool _hasExtendedTime;

    /// <summary>The header of the first chunk of the next message, as short as the last message allows.</summary>
    /// <param name="message">The message, which is remembered.</param>
    /// <param name="continuesExtendedTime">Whether the message's further chunks repeat an extended timestamp.</param>
    public ChunkHeader Next(in RtmpMessage message, out bool continuesExtendedTime)
    {
        // A delta cannot be negative; the distance is taken modulo 2^32, so a timestamp that wraps is an ordinary step.
        int step = _hasMessage ? SequenceNumber.Distance(_timestamp, message.TimestampMs) : -1;
        bool isFull = step < 0 || _streamId != message.StreamId;
        int format = isFull ? 0
            : _length != message.Payload.Length || _type != message.Type ? 1
            : !_hasDelta || _delta != step ? 2 : 3;
        uint time = isFull ? message.TimestampMs : (uint)step;
        _hasExtendedTime = format == 3 ? _hasExtendedTime : time >= ChunkHeader.Extended;
        (_hasMessage, _timestamp, _length, _type, _streamId) =
            (true, message.TimestampMs, message.Payload.Length, message.Type, message.StreamId);
        (_hasDelta, _delta) = (!isFull, time);
        continuesExtendedTime = _hasExtendedTime;
        return new ChunkHeader(
            format, message.ChunkStreamId, time, _hasExtendedTime, message.Payload.Length, message.Type, message.StreamId);
    }
}
