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
    public void A_video_header_is_recognised(string hex, MediaCodec codec, bool key, bool sequenceHeader) => Assert.That(
        CodecHeader.Read(MediaKind.Video, Convert.FromHexString(hex)), Is.EqualTo(new CodecHeader(codec, key, sequenceHeader)));

    [TestCase("AF00", MediaCodec.Aac, true)]
    [TestCase("AF01", MediaCodec.Aac, false)]
    [TestCase("AF", MediaCodec.Unknown, false)]
    [TestCase("2F", MediaCodec.Mp3, false)]
    [TestCase("904F707573", MediaCodec.Opus, true)]
    [TestCase("914F707573", MediaCodec.Opus, false)]
    public void An_audio_header_is_recognised(string hex, MediaCodec codec, bool sequenceHeader) => Assert.That(
        CodecHeader.Read(MediaKind.Audio, Convert.FromHexString(hex)), Is.EqualTo(new CodecHeader(codec, false, sequenceHeader)));

    [Test]
    public void Script_data_has_no_codec() =>
        Assert.That(CodecHeader.Read(MediaKind.Script, [0x17, 1, 0, 0, 0]), Is.EqualTo(default(CodecHeader)));

    [TestCase("bigI.flv", MediaCodec.Avc)]
    [TestCase("ertmp_hevc_aac.flv", MediaCodec.Hevc)]
    public void A_recorded_stream_starts_with_its_sequence_headers_and_a_key_frame(string name, MediaCodec codec)
    {
        MediaFrame[] video = [.. MediaFiles.Flv(name).Tags.Select(tag => tag.Frame).Where(frame => frame.Kind == MediaKind.Video)];
        Assert.That(video[0].Header, Is.EqualTo(new CodecHeader(codec, false, true)));

        // FFmpeg puts an Enhanced RTMP metadata packet (frame type 5, packet type 4) in front of the first HEVC
        // picture.
        MediaFrame[] pictures = [.. video.Skip(1).Where(frame => frame.Payload.Span[0] != 0xD4)];
        Assert.That(pictures[0].Header, Is.EqualTo(new CodecHeader(codec, true, false)));
        Assert.That(pictures[1].Header, Is.EqualTo(new CodecHeader(codec, false, false)));
    }
}
