using System;
using System.Linq;
using NUnit.Framework;
using Protocols.Media;

namespace Tests.Media;

public class CodecHeaderTests
{
    // Flash Video File Format 10.1, E.4.3.1 and E.4.2.1; Enhanced RTMP v2, "Defining additional video codecs" and "...
    // audio codecs".
    [TestCase("1700000000", MediaCodec.Avc, false, true)]
    [TestCase("1701000000", MediaCodec.Avc, true, false)]
    [TestCase("2701000028", MediaCodec.Avc, false, false)]
    [TestCase("1702000000", MediaCodec.Avc, false, false)]
    [TestCase("12", MediaCodec.SorensonH263, true, false)]
    [TestCase("22", MediaCodec.SorensonH263, false, false)]
    [TestCase("9068766331", MediaCodec.Hevc, false, true)]
    [TestCase("9168766331000000", MediaCodec.Hevc, true, false)]
    [TestCase("9368766331", MediaCodec.Hevc, true, false)]
    [TestCase("A168766331000000", MediaCodec.Hevc, false, false)]
    [TestCase("9261763031", MediaCodec.Av1, false, false)]
    [TestCase("17", MediaCodec.Unknown, false, false)]
    [TestCase("906876", MediaCodec.Unknown, false, false)]
    [TestCase("", MediaCodec.Unknown, false, false)]
    public void A_video_header_is_recognised(string hex, MediaCodec codec, bool key, bool sequenceHeader) =>
        Assert.That(Essence(CodecHeader.Read(MediaKind.Video, Convert.FromHexString(hex))), Is.EqualTo((codec, key, sequenceHeader)));

    [TestCase("AF00", MediaCodec.Aac, true)]
    [TestCase("AF01", MediaCodec.Aac, false)]
    [TestCase("AF", MediaCodec.Unknown, false)]
    [TestCase("2F", MediaCodec.Mp3, false)]
    [TestCase("904F707573", MediaCodec.Opus, true)]
    [TestCase("914F707573", MediaCodec.Opus, false)]
    public void An_audio_header_is_recognised(string hex, MediaCodec codec, bool sequenceHeader) =>
        Assert.That(Essence(CodecHeader.Read(MediaKind.Audio, Convert.FromHexString(hex))), Is.EqualTo((codec, false, sequenceHeader)));

    // Enhanced RTMP v2, "ExVideoTagHeader": ModEx in front (data of 1 byte, of 256 bytes with the long size), several tracks,
    // metadata, MPEG-2 TS sequence start, a command to the player.
    [TestCase("97" + "00AA" + "01" + "68766331" + "000000", MediaCodec.Hevc, true, false, 0, 1)]
    [TestCase("97" + "00AA" + "07" + "00BB" + "03" + "68766331", MediaCodec.Hevc, true, false, 0, 3)]
    [TestCase("96" + "00" + "61763031" + "00", MediaCodec.Av1, false, true, 0, 0)]
    [TestCase("96" + "00" + "61763031" + "02", MediaCodec.Av1, false, true, 2, 0)]
    [TestCase("96" + "01" + "61763031" + "00", MediaCodec.Av1, true, false, 0, 1)]
    [TestCase("96" + "01" + "61763031" + "01", MediaCodec.Av1, false, false, 1, 1)]
    [TestCase("96" + "11" + "76703039" + "00" + "000001AA", MediaCodec.Vp9, true, false, 0, 1)]
    [TestCase("96" + "20" + "76703039" + "00" + "000001AA", MediaCodec.Vp9, false, true, 0, 0)]
    [TestCase("D4" + "68766331", MediaCodec.Hevc, false, true, 0, 4)]
    [TestCase("94" + "61766331", MediaCodec.Avc, false, true, 0, 4)]
    [TestCase("95" + "61763031", MediaCodec.Av1, false, true, 0, 5)]
    [TestCase("D1" + "00", MediaCodec.Unknown, false, false, 0, 0)]
    [TestCase("D1" + "68766331", MediaCodec.Unknown, false, false, 0, 0)]
    [TestCase("96" + "31" + "76703039" + "00", MediaCodec.Unknown, false, false, 0, 0)]
    [TestCase("96" + "01" + "61763031", MediaCodec.Unknown, false, false, 0, 0)]
    [TestCase("97" + "00", MediaCodec.Unknown, false, false, 0, 0)]
    [TestCase("97" + "FF", MediaCodec.Unknown, false, false, 0, 0)]
    public void Enhanced_video_is_recognised(string hex, MediaCodec codec, bool key, bool sequenceHeader, int track, int packetType) => Assert.That(
        CodecHeader.Read(MediaKind.Video, Convert.FromHexString(hex)), Is.EqualTo(new CodecHeader(codec, key, sequenceHeader, track, packetType)));

    [TestCase("90" + "664C6143", MediaCodec.Flac, true, 0, 0)]
    [TestCase("91" + "61632D33", MediaCodec.Ac3, false, 0, 1)]
    [TestCase("91" + "6D703461", MediaCodec.Aac, false, 0, 1)]
    [TestCase("94" + "4F707573", MediaCodec.Opus, true, 0, 4)]
    [TestCase("95" + "00" + "4F707573" + "03", MediaCodec.Opus, true, 3, 0)]
    [TestCase("95" + "01" + "65632D33" + "01", MediaCodec.EnhancedAc3, false, 1, 1)]
    [TestCase("97" + "02AABBCC" + "01" + "2E6D7033", MediaCodec.Mp3, false, 0, 1)]
    [TestCase("95" + "00" + "4F7075", MediaCodec.Unknown, false, 0, 0)]
    public void Enhanced_audio_is_recognised(string hex, MediaCodec codec, bool sequenceHeader, int track, int packetType) => Assert.That(
        CodecHeader.Read(MediaKind.Audio, Convert.FromHexString(hex)), Is.EqualTo(new CodecHeader(codec, false, sequenceHeader, track, packetType)));

    [Test]
    public void The_long_size_of_an_extension_is_read()
    {
        byte[] payload = [0x97, 0xFF, 0x01, 0x2B, .. new byte[300], 0x01, 0x68, 0x76, 0x63, 0x31, 0, 0, 0];
        Assert.That(CodecHeader.Read(MediaKind.Video, payload), Is.EqualTo(new CodecHeader(MediaCodec.Hevc, true, false, 0, 1)));
    }

    [Test]
    public void Script_data_has_no_codec() =>
        Assert.That(CodecHeader.Read(MediaKind.Script, [0x17, 1, 0, 0, 0]), Is.EqualTo(default(CodecHeader)));

    [TestCase("bigI.flv", MediaCodec.Avc)]
    [TestCase("ertmp_hevc_aac.flv", MediaCodec.Hevc)]
    public void A_recorded_stream_starts_with_its_sequence_headers_and_a_key_frame(string name, MediaCodec codec)
    {
        MediaFrame[] video = [.. MediaFiles.Flv(name).Tags.Select(tag => tag.Frame).Where(frame => frame.Kind == MediaKind.Video)];
        Assert.That(Essence(video[0].Header), Is.EqualTo((codec, false, true)));

        // FFmpeg puts an Enhanced RTMP metadata packet (frame type 5, packet type 4) in front of the first HEVC
        // picture.
        MediaFrame[] pictures = [.. video.Skip(1).Where(frame => frame.Payload.Span[0] != 0xD4)];
        Assert.That(Essence(pictures[0].Header), Is.EqualTo((codec, true, false)));
        Assert.That(Essence(pictures[1].Header), Is.EqualTo((codec, false, false)));
    }

    private static (MediaCodec Codec, bool IsKeyFrame, bool IsSequenceHeader) Essence(CodecHeader header) =>
        (header.Codec, header.IsKeyFrame, header.IsSequenceHeader);
}
