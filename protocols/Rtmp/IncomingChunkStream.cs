using System;
using System.Buffers.Binary;

namespace Protocols.Rtmp;

/// <summary>
/// What a receiver remembers of one chunk stream: the last header's fields and the message being put together.
/// </summary>
internal sealed class IncomingChunkStream(int id)
{
    private byte[] _payload = [];
    private uint _delta;
    private uint _timestamp;
    private uint _streamId;
    private RtmpMessageType _type;

    /// <summary>Whether a format 3 chunk of this stream carries an extended timestamp.</summary>
    public bool HasExtendedTime { get; private set; }

    /// <summary>The header format of the current message's first chunk.</summary>
    public int FirstFormat { get; private set; }

    /// <summary>Whether a message has been started and not finished.</summary>
    public bool InMessage { get; private set; }

    /// <summary>The whole length of the current message.</summary>
    public int MessageLength { get; private set; }

    /// <summary>Bytes of the current message that have arrived.</summary>
    public int Received { get; private set; }

    /// <summary>Bytes of memory that the current message holds.</summary>
    public int BufferedBytes => _payload.Length;

    /// <summary>
    /// Whether bytes after a format 3 header may be the extended timestamp, or its beginning: that of the last header,
    /// which may be a difference, or the absolute time of the message, as some peers repeat.
    /// </summary>
    public bool MayRepeatTime(ReadOnlySpan<byte> bytes)
    {
        Span<byte> expected = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(expected, _delta);
        BinaryPrimitives.WriteUInt32BigEndian(expected[4..], InMessage ? _timestamp : unchecked(_timestamp + _delta));
        return expected[..bytes.Length].SequenceEqual(bytes) || expected.Slice(4, bytes.Length).SequenceEqual(bytes);
    }

    /// <summary>
    /// Starts a message with the header of its first chunk; the fields that the header leaves out are as before.
    /// </summary>
    public void Begin(in ChunkHeader header)
    {
        if (header.Format < 3)
        {
            HasExtendedTime = header.HasExtendedTime;
            _delta = header.Time;
        }

        if (header.Format < 2)
        {
            MessageLength = header.MessageLength;
            _type = header.Type;
        }

        if (header.Format == 0)
        {
            _streamId = header.StreamId;
            _timestamp = header.Time;
        }
        else
        {
            // 5.3.1.2.4: a format 3 chunk that starts a message after a format 0 chunk adds that chunk's timestamp,
            // hence no special case.
            _timestamp = unchecked(_timestamp + _delta);
        }

        FirstFormat = header.Format;
        InMessage = true;
        Received = 0;
    }

    /// <summary>Adds bytes to the message; never more than it lacks.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="firstAllocation">The most memory to take for a message at first; it doubles as bytes arrive.</param>
    /// <param name="pool">Where the memory comes from.</param>
    public void Append(ReadOnlySpan<byte> bytes, int firstAllocation, PayloadPool pool)
    {
        int needed = Received + bytes.Length;
        if (needed > _payload.Length)
        {
            int size = Math.Max(Math.Max(needed, 2 * _payload.Length), firstAllocation);
            byte[] larger = pool.Rent(Math.Min(size, MessageLength));
            _payload.AsSpan(0, Received).CopyTo(larger);
            _payload = larger;
        }

        bytes.CopyTo(_payload.AsSpan(Received));
        Received = needed;
    }

    /// <summary>Gives the finished message away.</summary>
    public RtmpMessage Take()
    {
        RtmpMessage message = new(_type, id, _streamId, _timestamp, _payload.AsMemory(0, Received));
        Discard();
        return message;
    }

    /// <summary>Forgets the unfinished message (Abort Message).</summary>
    public void Discard()
    {
        _payload = [];
        InMessage = false;
        Received = 0;
    }
}
