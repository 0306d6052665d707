using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>
/// A chunk's header as it is on the wire (Adobe RTMP 1.0, 5.3.1): basic header, message header, extended timestamp.
/// </summary>
/// <remarks>
/// <code>
/// basic header    |fmt| id 2..63 |            |fmt| 0 | id - 64 (8) |            |fmt| 1 | id - 64 (16, low byte
/// first) | fmt 0 | timestamp (24)       | length (24) | type (8) | message stream id (32, low byte first) | fmt 1 |
/// timestamp delta (24) | length (24) | type (8) | fmt 2 | timestamp delta (24) | fmt 3 | A timestamp field of 0xFFFFFF
/// is followed by | extended timestamp (32) |, and so is every later fmt 3 chunk of that chunk stream.
/// </code>
/// </remarks>
/// <param name="Format">0 to 3.</param>
/// <param name="ChunkStreamId">2 to 65,599; the long forms can also tell ids that a shorter one could.</param>
/// <param name="Time">Timestamp (format 0) or its delta (1, 2), the extended one resolved; 0 in format 3.</param>
/// <param name="HasExtendedTime">Whether the timestamp was in the extended field.</param>
/// <param name="MessageLength">Formats 0 and 1: the whole message's length.</param>
/// <param name="Type">Formats 0 and 1: the message's type.</param>
/// <param name="StreamId">Format 0: the message stream.</param>
internal readonly record struct ChunkHeader(
    int Format,
    int ChunkStreamId,
    uint Time,
    bool HasExtendedTime,
    int MessageLength,
    RtmpMessageType Type,
    uint StreamId)
{
    /// <summary>The longest header: 3 + 11 + 4 bytes.</summary>
    public const int MaxLength = 18;

    /// <summary>The largest id of a chunk stream.</summary>
    public const int MaxChunkStreamId = 65599;

    /// <summary>The value of the 24-bit field that announces an extended timestamp.</summary>
    public const uint Extended = 0xFFFFFF;

    /// <summary>Bytes of this header.</summary>
    public int Length => (ChunkStreamId < 64 ? 1 : ChunkStreamId < 320 ? 2 : 3) + MessageHeaderLength(Format)
        + (HasExtendedTime ? 4 : 0);

    /// <summary>Bytes of the message header of each format.</summary>
    public static int MessageHeaderLength(int format) => format switch { 0 => 11, 1 => 7, 2 => 3, _ => 0 };

    /// <summary>Bytes of the basic header that starts with <paramref name="first"/>.</summary>
    public static int BasicHeaderLength(byte first) => (first & 0x3F) switch { 0 => 2, 1 => 3, _ => 1 };

    /// <summary>Reads the format and the chunk stream's id; the reader holds the whole basic header.</summary>
    public static (int Format, int ChunkStreamId) ReadBasic(ref SpanReader reader)
    {
        byte first = reader.ReadByte();
        int id = (first & 0x3F) switch
        {
            0 => 64 + reader.ReadByte(),
            1 => 64 + reader.ReadByte() + (reader.ReadByte() << 8),
            int small => small,
        };
        return (first >> 6, id);
    }

    /// <summary>Reads a complete header.</summary>
    public static ChunkHeader Read(ref SpanReader reader, bool continuesExtendedTime)
    {
        (int format, int id) = ReadBasic(ref reader);
        if (format == 3)
        {
            // What a continuation repeats is known already; only its four bytes have to be passed over.
            reader.Skip(continuesExtendedTime ? 4 : 0);
            return new ChunkHeader(3, id, 0, continuesExtendedTime, 0, default, 0);
        }

        uint time = reader.ReadUInt24();
        int length = format < 2 ? (int)reader.ReadUInt24() : 0;
        RtmpMessageType type = format < 2 ? (RtmpMessageType)reader.ReadByte() : default;
        uint streamId = format == 0 ? reader.ReadUInt32LittleEndian() : 0;
        bool extended = time == Extended;
        return new ChunkHeader(format, id, extended ? reader.ReadUInt32() : time, extended, length, type, streamId);
    }

    /// <summary>Writes the header.</summary>
    public void Write(ref SpanWriter writer)
    {
        switch (ChunkStreamId)
        {
            case < 64:
                writer.WriteByte((byte)(Format << 6 | ChunkStreamId));
                break;
            case < 320:
                writer.WriteByte((byte)(Format << 6));
                writer.WriteByte((byte)(ChunkStreamId - 64));
                break;
            default:
                writer.WriteByte((byte)(Format << 6 | 1));
                writer.WriteByte((byte)(ChunkStreamId - 64));
                writer.WriteByte((byte)((ChunkStreamId - 64) >> 8));
                break;
        }

        if (Format < 3)
        {
            writer.WriteUInt24(HasExtendedTime ? Extended : Time);
        }

        if (Format < 2)
        {
            writer.WriteUInt24((uint)MessageLength);
            writer.WriteByte((byte)Type);
        }

        if (Format == 0)
        {
            writer.WriteUInt32LittleEndian(StreamId);
        }

        if (HasExtendedTime)
        {
            writer.WriteUInt32(Time);
        }
    }
}
