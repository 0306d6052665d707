using System;
using Protocols.Core;

namespace Protocols.Media;

/// <summary>
/// The first bytes of an audio or video payload: which codec, and whether this is a key frame or a sequence header.
/// </summary>
/// <remarks>
/// <para>Read: Adobe Flash Video File Format 10.1, annex E.4.2.1 (audio) and E.4.3.1 (video); Enhanced RTMP v2,
/// "ExVideoTagHeader" and "ExAudioTagHeader". Multitrack and ModEx packets of Enhanced RTMP are recognised as such but
/// not opened.</para>
/// <code>
/// video, FLV             0  | frame type (4) | codec id (4) |    1 | AVC packet type |    2..4 | composition time |
/// video, Enhanced RTMP   0  |1| frame type (3) | packet type (4) |   1..4 | FourCC |
/// audio, FLV             0  | sound format (4) | rate (2) | size (1) | type (1) |    1 | AAC packet type |
/// audio, Enhanced RTMP   0  | 9 (4) | packet type (4) |    1..4 | FourCC |
/// </code>
/// </remarks>
/// <param name="Codec">
/// The codec; <see cref="MediaCodec.Unknown"/> when the payload is too short or names none that is known.
/// </param>
/// <param name="IsKeyFrame">Whether decoding may start here: video only, and false for a sequence header.</param>
/// <param name="IsSequenceHeader">Whether this is the decoder's configuration instead of a coded frame.</param>
public readonly record struct CodecHeader(MediaCodec Codec, bool IsKeyFrame, bool IsSequenceHeader)
{
    private const int FrameTypeKey = 1;
    private const int VideoCodecAvc = 7;
    private const int VideoCodecHevcByPractice = 12;
    private const int SoundFormatAac = 10;
    private const int SoundFormatEnhanced = 9;
    private const int PacketTypeSequenceStart = 0;
    private const int PacketTypeCodedFrames = 1;
    private const int PacketTypeCodedFramesWithoutTime = 3;

    /// <summary>
    /// Reads the header of a payload. Never fails: what is not recognised is <see cref="MediaCodec.Unknown"/>.
    /// </summary>
    public static CodecHeader Read(MediaKind kind, ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return default;
        }

        SpanReader reader = new(payload);
        return kind switch
        {
            MediaKind.Video => ReadVideo(ref reader),
            MediaKind.Audio => ReadAudio(ref reader),
            _ => default,
        };
    }

    private static CodecHeader ReadVideo(ref SpanReader reader)
    {
        byte first = reader.ReadByte();
        if ((first & 0x80) != 0)
        {
            return ReadEnhancedVideo(first, ref reader);
        }

        bool key = first >> 4 == FrameTypeKey;
        int codecId = first & 0x0F;
        MediaCodec codec = codecId switch
        {
            2 => MediaCodec.SorensonH263,
            4 or 5 => MediaCodec.Vp6,
            VideoCodecAvc => MediaCodec.Avc,
            VideoCodecHevcByPractice => MediaCodec.Hevc,
            _ => MediaCodec.Unknown,
        };
        if (codec is not (MediaCodec.Avc or MediaCodec.Hevc))
        {
            return new CodecHeader(codec, key, false);
        }

        // Packet types: 0 sequence header, 1 coded picture, 2 end of sequence.
        byte packetType = reader.ReadByte();
        return reader.Failed ? default : new CodecHeader(codec, key && packetType == 1, packetType == 0);
    }

    private static CodecHeader ReadEnhancedVideo(byte first, ref SpanReader reader)
    {
        int packetType = first & 0x0F;
        MediaCodec codec = CodecOf(reader.ReadUInt32());
        bool coded = packetType is PacketTypeCodedFrames or PacketTypeCodedFramesWithoutTime;
        bool key = (first >> 4 & 7) == FrameTypeKey;
        return reader.Failed ? default : new CodecHeader(codec, key && coded, packetType == PacketTypeSequenceStart);
    }

    private static CodecHeader ReadAudio(ref SpanReader reader)
    {
        byte first = reader.ReadByte();
        int format = first >> 4;
        if (format == SoundFormatEnhanced)
        {
            MediaCodec enhanced = CodecOf(reader.ReadUInt32());
            return reader.Failed ? default : new CodecHeader(enhanced, false, (first & 0x0F) == PacketTypeSequenceStart);
        }

        if (format == SoundFormatAac)
        {
            byte packetType = reader.ReadByte();
            return reader.Failed ? default : new CodecHeader(MediaCodec.Aac, false, packetType == 0);
        }

        MediaCodec codec = format switch
        {
            2 or 14 => MediaCodec.Mp3,
            11 => MediaCodec.Speex,
            _ => MediaCodec.Unknown,
        };
        return new CodecHeader(codec, false, false);
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
