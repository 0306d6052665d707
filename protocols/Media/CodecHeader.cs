using System;
using Protocols.Core;

namespace Protocols.Media;

/// <summary>
/// The first bytes of an audio or video payload: which codec, and whether this is a key frame or a sequence header.
/// </summary>
/// <remarks>
/// <para>Read: Adobe Flash Video File Format 10.1, annex E.4.2.1 (audio) and E.4.3.1 (video); for Enhanced RTMP see
/// <see cref="EnhancedPacket"/>.</para>
/// <code>
/// video, FLV   0  | frame type (4) | codec id (4) |    1 | AVC packet type |    2..4 | composition time |
/// audio, FLV   0  | sound format (4) | rate (2) | size (1) | type (1) |    1 | AAC packet type |
/// </code>
/// </remarks>
/// <param name="Codec">
/// The codec; <see cref="MediaCodec.Unknown"/> when the payload is too short or names none that is known. Of several
/// tracks with a codec each, that of the first.
/// </param>
/// <param name="IsKeyFrame">Whether decoding may start here: video only, and false for a sequence header.</param>
/// <param name="IsSequenceHeader">
/// Whether this is the decoder's configuration instead of a coded frame; metadata of the picture and the layout of audio
/// channels, which Enhanced RTMP sends in packets of their own, are of that kind.
/// </param>
/// <param name="Track">The track, 0 to 255, of Enhanced RTMP; 0 in streams with one track.</param>
/// <param name="PacketType">Enhanced RTMP's packet type; 0 elsewhere.</param>
public readonly record struct CodecHeader(
    MediaCodec Codec, bool IsKeyFrame, bool IsSequenceHeader, int Track = 0, int PacketType = 0)
{
    private const int FrameTypeKey = 1;
    private const int FrameTypeCommand = 5;
    private const int VideoCodecAvc = 7;
    private const int VideoCodecHevcByPractice = 12;
    private const int SoundFormatAac = 10;
    private const int SoundFormatEnhanced = 9;
    private const byte EnhancedVideo = 0x80;

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
        if ((first & EnhancedVideo) != 0)
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
        int frameType = first >> 4 & 7;
        bool isCommand = frameType == FrameTypeCommand;
        if (!EnhancedPacket.TryReadVideo(first & 0x0F, isCommand, ref reader, out EnhancedPacket packet))
        {
            return default;
        }

        bool key = frameType == FrameTypeKey && packet.IsCodedPicture && packet.Track == 0;
        return new CodecHeader(packet.Codec, key, packet.IsVideoConfiguration, packet.Track, packet.Type);
    }

    private static CodecHeader ReadAudio(ref SpanReader reader)
    {
        byte first = reader.ReadByte();
        int format = first >> 4;
        if (format == SoundFormatEnhanced)
        {
            return EnhancedPacket.TryReadAudio(first & 0x0F, ref reader, out EnhancedPacket packet)
                ? new CodecHeader(packet.Codec, false, packet.IsAudioConfiguration, packet.Track, packet.Type)
                : default;
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
}
