using Protocols.Core;

namespace Protocols.Media;

/// <summary>What an audio or video packet of Enhanced RTMP says of itself in front of its data.</summary>
/// <remarks>
/// <para>Read: Veovera, Enhanced RTMP v1 and v2, "ExVideoTagHeader" and "ExAudioTagHeader". Several tracks in one packet
/// are not taken apart: such a packet is passed on whole, and its first track stands for it.</para>
/// <code>
/// first byte   video |1| frame type (3) | packet type (4) |    audio | 9 (4) | packet type (4) |
/// ModEx        { size - 1 (8), or 255 and size - 1 (16) | data | kind of data (4) | the packet type proper (4) }
/// multitrack   | kind (4) | the packet type proper (4) | FourCC, unless each track has its own |
///              { FourCC, if each track has its own | track (8) | size (24), unless there is one track | data }
/// else         | FourCC | data |
/// </code>
/// </remarks>
/// <param name="Type">The packet type, behind ModEx and multitrack.</param>
/// <param name="Codec">The codec; <see cref="MediaCodec.Unknown"/> for a FourCC that is not known.</param>
/// <param name="Track">The first track in the packet; 0 when there is no word of tracks.</param>
internal readonly record struct EnhancedPacket(int Type, MediaCodec Codec, int Track)
{
    private const int SequenceStart = 0;
    private const int CodedFrames = 1;
    private const int CodedFramesWithoutTime = 3;
    private const int VideoMetadata = 4;
    private const int VideoMpeg2TsSequenceStart = 5;
    private const int VideoMultitrack = 6;
    private const int AudioMultichannelConfiguration = 4;
    private const int AudioMultitrack = 5;
    private const int ModEx = 7;
    private const int OneTrack = 0;
    private const int ManyTracksManyCodecs = 2;

    /// <summary>Whether a picture is in it.</summary>
    public bool IsCodedPicture => Type is CodedFrames or CodedFramesWithoutTime;

    /// <summary>Whether a video decoder needs it before the first picture.</summary>
    public bool IsVideoConfiguration => Type is SequenceStart or VideoMetadata or VideoMpeg2TsSequenceStart;

    /// <summary>Whether an audio decoder needs it before the first sound.</summary>
    public bool IsAudioConfiguration => Type is SequenceStart or AudioMultichannelConfiguration;

    /// <summary>Reads the header of a video packet behind its first byte.</summary>
    /// <returns>False when it is cut short, or a command to the player and no packet.</returns>
    public static bool TryReadVideo(int firstType, bool isCommand, ref SpanReader reader, out EnhancedPacket packet)
    {
        packet = default;
        int type = ReadExtensions(firstType, ref reader);
        return (!isCommand || type == VideoMetadata) && TryReadTracks(type, VideoMultitrack, ref reader, out packet);
    }

    /// <summary>Reads the header of an audio packet behind its first byte.</summary>
    /// <returns>False when it is cut short.</returns>
    public static bool TryReadAudio(int firstType, ref SpanReader reader, out EnhancedPacket packet) =>
        TryReadTracks(ReadExtensions(firstType, ref reader), AudioMultitrack, ref reader, out packet);

    // Each turn takes at least two bytes, or fails.
    private static int ReadExtensions(int type, ref SpanReader reader)
    {
        while (type == ModEx && !reader.Failed)
        {
            int size = reader.ReadByte() + 1;
            reader.Skip(size == 256 ? reader.ReadUInt16() + 1 : size);
            type = reader.ReadByte() & 0x0F;
        }

        return type;
    }

    private static bool TryReadTracks(int type, int multitrack, ref SpanReader reader, out EnhancedPacket packet)
    {
        if (type != multitrack)
        {
            packet = new EnhancedPacket(type, CodecOf(reader.ReadUInt32()), 0);
            return !reader.Failed;
        }

        byte kinds = reader.ReadByte();
        MediaCodec codec = CodecOf(reader.ReadUInt32());
        packet = new EnhancedPacket(kinds & 0x0F, codec, reader.ReadByte());
        return !reader.Failed && kinds >> 4 is >= OneTrack and <= ManyTracksManyCodecs;
    }

    private static MediaCodec CodecOf(uint fourCc) => fourCc switch
    {
        0x61766331 => MediaCodec.Avc, // avc1
        0x68766331 => MediaCodec.Hevc, // hvc1
        0x76766331 => MediaCodec.Vvc, // vvc1
        0x61763031 => MediaCodec.Av1, // av01
        0x76703038 => MediaCodec.Vp8, // vp08
        0x76703039 => MediaCodec.Vp9, // vp09
        0x6D703461 => MediaCodec.Aac, // mp4a
        0x2E6D7033 => MediaCodec.Mp3, // .mp3
        0x4F707573 => MediaCodec.Opus, // Opus
        0x664C6143 => MediaCodec.Flac, // fLaC
        0x61632D33 => MediaCodec.Ac3, // ac-3
        0x65632D33 => MediaCodec.EnhancedAc3, // ec-3
        _ => MediaCodec.Unknown,
    };
}
