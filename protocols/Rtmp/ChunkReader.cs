using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Protocols.Core;

namespace Protocols.Rtmp;

/// <summary>Puts messages together from a stream of chunks that may be cut anywhere (Adobe RTMP 1.0, 5.3).</summary>
/// <remarks>
/// <para>Set Chunk Size and Abort Message take effect here, since they change how the following bytes are read; they
/// are given to the caller as well. A format 1 or 2 header as the first of a chunk stream is accepted with zeros for
/// what it leaves out, as servers do (librtmp opens its control stream that way).</para>
/// <para>The specification wants the extended timestamp in chunks of format 3 (5.3.1.3), but some peers leave it out. The
/// first such chunk tells: the four bytes are the time of the message, or they are something else (SRS compares them
/// too). A byte that differs decides at once, so a peer that leaves it out is rarely waited for.</para>
/// </remarks>
public sealed class ChunkReader(RtmpLimits limits)
{
    /// <summary>The chunk size before the first Set Chunk Size (5.4.1).</summary>
    public const int DefaultChunkSize = 128;

    private const int ExtendedTimeLength = 4;

    // A length alone must not make us take memory: a message gets this much at first, and as much as the longest that this
    // peer has really sent, so that the usual message of a stream is copied once.
    private const int FirstAllocation = 16 << 10;
    private const int MostAllocatedAhead = 256 << 10;

    private readonly ChunkStreamTable<IncomingChunkStream> _streams = new();
    private readonly PayloadPool _payloads = new();
    private readonly byte[] _header = new byte[ChunkHeader.MaxLength];
    private int _headerCount;
    private byte[] _takenBack = [];
    private ExtendedTimeHabit _extendedTimeHabit;
    private IncomingChunkStream? _current;
    private int _chunkRemaining;
    private int _bufferedBytes;
    private int _firstAllocation = FirstAllocation;

    /// <summary>The longest chunk that the peer sends, in bytes of payload.</summary>
    public int ChunkSize { get; private set; } = DefaultChunkSize;

    /// <summary>What went wrong; once it is set nothing more is read.</summary>
    public RtmpError Error { get; private set; }

    /// <summary>The header format of the first chunk of the message given last: for diagnosis.</summary>
    public int FirstFormat { get; private set; }

    /// <summary>Bytes of memory that unfinished messages hold.</summary>
    public int BufferedBytes => _bufferedBytes;

    /// <summary>Whether bytes of an unfinished header or message are held: more bytes are needed.</summary>
    public bool IsInsideMessage
    {
        get
        {
            if (_headerCount > 0 || _current is not null)
            {
                return true;
            }

            foreach (IncomingChunkStream stream in _streams.All)
            {
                if (stream.InMessage)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Takes bytes from the front of <paramref name="input"/> until a message is complete.</summary>
    /// <returns>
    /// True with a message; false when all bytes are consumed and more are needed, or <see cref="Error"/> is set.
    /// </returns>
    public bool TryRead(ref ReadOnlySpan<byte> input, out RtmpMessage message)
    {
        do
        {
            // What was taken for a time and is none comes first. It happens at most once in a connection.
            if (_takenBack.Length > 0)
            {
                ReadOnlySpan<byte> first = _takenBack;
                bool isComplete = TryReadFrom(ref first, out message);
                _takenBack = first.ToArray();
                if (isComplete)
                {
                    return true;
                }
            }

            if (TryReadFrom(ref input, out message))
            {
                return true;
            }
        }
        while (_takenBack.Length > 0 && Error == RtmpError.None);

        return false;
    }

    /// <summary>Takes back the payload of a message that nobody looks at any more: a later one gets its memory.</summary>
    /// <param name="payload">The payload as it was given; a part of one is left alone.</param>
    public void Release(ReadOnlyMemory<byte> payload)
    {
        if (MemoryMarshal.TryGetArray(payload, out ArraySegment<byte> whole) && whole is { Offset: 0, Count: > 0, Array: { } array })
        {
            _payloads.Return(array);
        }
    }

    private bool TryReadFrom(ref ReadOnlySpan<byte> input, out RtmpMessage message)
    {
        message = default;
        while (Error == RtmpError.None)
        {
            if (_current is null && !TryBeginChunk(ref input))
            {
                return false;
            }

            if (_current is null || !TryFinishChunk(_current, ref input))
            {
                return false;
            }

            IncomingChunkStream stream = _current;
            _current = null;
            if (stream.Received == stream.MessageLength)
            {
                _bufferedBytes -= stream.BufferedBytes;
                FirstFormat = stream.FirstFormat;
                _firstAllocation = Math.Clamp(stream.Received, _firstAllocation, MostAllocatedAhead);
                message = stream.Take();
                Apply(message);
                return Error == RtmpError.None;
            }

            if (_takenBack.Length > 0)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryBeginChunk(ref ReadOnlySpan<byte> input)
    {
        // Nearly always the whole header is there, and no doubt about it; else it is collected.
        if (_headerCount == 0 && input.Length >= ChunkHeader.MaxLength && !IsTimeInDoubt(input))
        {
            int taken = BeginChunk(input);
            input = input[taken..];
            return Error == RtmpError.None;
        }

        while (_headerCount < NeededHeaderBytes())
        {
            int taken = Math.Min(NeededHeaderBytes() - _headerCount, input.Length);
            if (taken == 0)
            {
                return false;
            }

            input[..taken].CopyTo(_header.AsSpan(_headerCount));
            _headerCount += taken;
            input = input[taken..];
        }

        int used = BeginChunk(_header.AsSpan(0, _headerCount));
        _takenBack = _header[used.._headerCount];
        _headerCount = 0;
        return Error == RtmpError.None && _takenBack.Length == 0;
    }

    private bool IsTimeInDoubt(ReadOnlySpan<byte> input)
    {
        SpanReader reader = new(input);
        (int format, int id) = ChunkHeader.ReadBasic(ref reader);
        return format == 3 && _extendedTimeHabit == ExtendedTimeHabit.Unknown
            && _streams.TryGet(id, out IncomingChunkStream? stream) && stream.HasExtendedTime;
    }

    // How long the header is, as far as the bytes at hand tell: it grows with what they say.
    private int NeededHeaderBytes()
    {
        if (_headerCount == 0)
        {
            return 1;
        }

        int basic = ChunkHeader.BasicHeaderLength(_header[0]);
        if (_headerCount < basic)
        {
            return basic;
        }

        SpanReader reader = new(_header.AsSpan(0, _headerCount));
        (int format, int id) = ChunkHeader.ReadBasic(ref reader);
        if (format == 3)
        {
            bool hasTime = _streams.TryGet(id, out IncomingChunkStream? stream) && stream.HasExtendedTime;
            return hasTime ? basic + NeededTimeBytes(stream!, reader.Rest) : basic;
        }

        int fixedLength = basic + ChunkHeader.MessageHeaderLength(format);
        return _headerCount < fixedLength || reader.ReadUInt24() != ChunkHeader.Extended ? fixedLength : fixedLength + ExtendedTimeLength;
    }

    private int NeededTimeBytes(IncomingChunkStream stream, ReadOnlySpan<byte> found)
    {
        if (_extendedTimeHabit == ExtendedTimeHabit.Unknown)
        {
            _extendedTimeHabit = !stream.MayRepeatTime(found) ? ExtendedTimeHabit.Omits
                : found.Length == ExtendedTimeLength ? ExtendedTimeHabit.Repeats : ExtendedTimeHabit.Unknown;
        }

        return _extendedTimeHabit switch
        {
            ExtendedTimeHabit.Repeats => ExtendedTimeLength,
            ExtendedTimeHabit.Omits => 0,
            _ => found.Length + 1,
        };
    }

    // Returns how many bytes the header had; 0 with an error.
    private int BeginChunk(ReadOnlySpan<byte> bytes)
    {
        SpanReader basic = new(bytes);
        (int format, int id) = ChunkHeader.ReadBasic(ref basic);
        if (StreamFor(format, id) is not { } stream)
        {
            return 0;
        }

        SpanReader reader = new(bytes);
        bool repeats = stream.HasExtendedTime && _extendedTimeHabit == ExtendedTimeHabit.Repeats;
        ChunkHeader header = ChunkHeader.Read(ref reader, repeats);
        Begin(stream, header);
        return bytes.Length - reader.Remaining;
    }

    private IncomingChunkStream? StreamFor(int format, int id)
    {
        if (_streams.TryGet(id, out IncomingChunkStream? stream))
        {
            return stream;
        }

        if (format == 3)
        {
            Error = RtmpError.ChunkWithoutHeader;
            return null;
        }

        if (_streams.Count == limits.MaxChunkStreams)
        {
            Error = RtmpError.TooManyChunkStreams;
            return null;
        }

        stream = new IncomingChunkStream(id);
        _streams.Add(id, stream);
        return stream;
    }

    private void Begin(IncomingChunkStream stream, in ChunkHeader header)
    {
        if (stream.InMessage && header.Format != 3)
        {
            Error = RtmpError.HeaderInsideMessage;
            return;
        }

        if (!stream.InMessage)
        {
            stream.Begin(header);
        }

        if (stream.MessageLength > limits.MaxMessageBytes)
        {
            Error = RtmpError.MessageTooLong;
            return;
        }

        _current = stream;
        _chunkRemaining = Math.Min(ChunkSize, stream.MessageLength - stream.Received);
    }

    private bool TryFinishChunk(IncomingChunkStream stream, ref ReadOnlySpan<byte> input)
    {
        int taken = Math.Min(_chunkRemaining, input.Length);
        int before = stream.BufferedBytes;
        stream.Append(input[..taken], _firstAllocation, _payloads);
        _bufferedBytes += stream.BufferedBytes - before;
        if (_bufferedBytes > limits.MaxBufferedBytes)
        {
            Error = RtmpError.TooMuchBuffered;
            return false;
        }

        input = input[taken..];
        _chunkRemaining -= taken;
        return _chunkRemaining == 0;
    }

    private void Apply(in RtmpMessage message)
    {
        if (message.Type is not (RtmpMessageType.SetChunkSize or RtmpMessageType.Abort))
        {
            return;
        }

        bool hasValue = BinaryPrimitives.TryReadUInt32BigEndian(message.Payload.Span, out uint value);
        if (message.Type == RtmpMessageType.SetChunkSize)
        {
            // 5.4.1: the first bit must be zero and the size at least 1.
            if (!hasValue || value is 0 or > int.MaxValue)
            {
                Error = RtmpError.InvalidChunkSize;
                return;
            }

            ChunkSize = (int)value;
        }
        else if (hasValue && value <= ChunkHeader.MaxChunkStreamId && _streams.TryGet((int)value, out IncomingChunkStream? aborted))
        {
            _bufferedBytes -= aborted.BufferedBytes;
            aborted.Discard();
        }
    }
}
