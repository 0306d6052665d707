using System;
using Protocols.Core;
using Protocols.Media;
using Protocols.Rtmp;

namespace Protocols.Streaming;

/// <summary>
/// An endless H.264 and AAC stream made up by rule: right in structure, sizes and times, noise in its pictures.
/// </summary>
/// <remarks>
/// Sequence headers are real (H.264 Baseline 640x360; AAC-LC stereo, ISO/IEC 14496-15 and 14496-3), and frames are laid
/// out as FLV wants them. Every frame has bytes of its own, so that a lost, repeated or misplaced one is noticed.
/// </remarks>
public sealed class SyntheticSource : IMediaSource
{
    private const int SamplesPerAudioFrame = 1024;

    // FLV video header (5), NAL unit length (4), NAL unit type (1); and a little content.
    private const int SmallestVideoFrame = 16;

    private static readonly byte[] _avcSequenceHeader =
    [
        0x17, 0, 0, 0, 0, // key frame, AVC, sequence header, composition time 0
        1, 0x42, 0xC0, 0x1E, 0xFF, 0xE1, // configuration version 1, Baseline, level 3.0, 4-byte lengths, one SPS
        0, 9, 0x67, 0x42, 0xC0, 0x1E, 0xDA, 0x02, 0x80, 0xBF, 0xE5,
        1, 0, 4, 0x68, 0xCE, 0x3C, 0x80, // one PPS
    ];

    private readonly SyntheticMedia _media;
    private readonly RandomStream _bytes;
    private readonly RandomStream _sizes;
    private readonly int _framesPerGop;
    private readonly int _predictedBytes;
    private readonly int _keyBytes;
    private int _headersGiven;
    private long _videoFrames;
    private long _audioFrames;

    /// <summary>Starts at time 0.</summary>
    /// <param name="media">What to make.</param>
    /// <param name="random">Where bytes and, if wanted, variations of size come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value of <paramref name="media"/> is out of its range.
    /// </exception>
    public SyntheticSource(SyntheticMedia media, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(media.FrameInterval.Picoseconds, 1, nameof(media));
        ArgumentOutOfRangeException.ThrowIfLessThan(media.GopDuration, media.FrameInterval, nameof(media));
        ArgumentOutOfRangeException.ThrowIfLessThan(media.VideoRate.BitsPerSecond, 1, nameof(media));
        ArgumentOutOfRangeException.ThrowIfLessThan(media.KeyFrameRatio, 1, nameof(media));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(media.SizeVariation - 0.5), 0.5, nameof(media));
        ArgumentOutOfRangeException.ThrowIfNegative(media.AudioRate.BitsPerSecond, nameof(media));
        ArgumentOutOfRangeException.ThrowIfLessThan(media.SampleRate, 1, nameof(media));
        _media = media;
        _bytes = random.Fork("media bytes");
        _sizes = random.Fork("media sizes");
        _framesPerGop = (int)(media.GopDuration.Picoseconds / media.FrameInterval.Picoseconds);
        long gopBytes = media.VideoRate.BytesIn(media.FrameInterval * _framesPerGop);
        _predictedBytes = (int)Math.Max(SmallestVideoFrame, gopBytes / (media.KeyFrameRatio + _framesPerGop - 1));
        _keyBytes = (int)Math.Max(SmallestVideoFrame, gopBytes - (long)_predictedBytes * (_framesPerGop - 1));
    }

    /// <inheritdoc/>
    public bool TryNext(out MediaFrame frame)
    {
        bool hasAudio = _media.AudioRate.BitsPerSecond > 0;
        if (_headersGiven < (hasAudio ? 3 : 2))
        {
            frame = Header(_headersGiven++);
            return true;
        }

        Duration video = _media.FrameInterval * _videoFrames;
        Duration audio = hasAudio ? AudioTime() : Duration.MaxValue;
        if (Duration.Min(video, audio) >= _media.Length)
        {
            frame = default;
            return false;
        }

        frame = video <= audio ? NextVideo(video) : NextAudio(audio);
        return true;
    }

    private MediaFrame Header(int index) => index switch
    {
        0 => new MediaFrame(MediaKind.Script, 0, Amf0Writer.Write(Amf0Value.Of("onMetaData"), Metadata())),
        1 => new MediaFrame(MediaKind.Video, 0, _avcSequenceHeader),
        _ => new MediaFrame(MediaKind.Audio, 0, AacSequenceHeader()),
    };

    private Amf0Value Metadata() => Amf0Value.EcmaArray(
        new Amf0Property("width", Amf0Value.Of(640)),
        new Amf0Property("height", Amf0Value.Of(360)),
        new Amf0Property("videodatarate", Amf0Value.Of(_media.VideoRate.BitsPerSecond / 1000.0)),
        new Amf0Property("framerate", Amf0Value.Of(1 / _media.FrameInterval.Seconds)),
        new Amf0Property("videocodecid", Amf0Value.Of(7)),
        new Amf0Property("audiodatarate", Amf0Value.Of(_media.AudioRate.BitsPerSecond / 1000.0)),
        new Amf0Property("audiosamplerate", Amf0Value.Of(_media.SampleRate)),
        new Amf0Property("stereo", Amf0Value.Of(true)),
        new Amf0Property("audiocodecid", Amf0Value.Of(10)));

    // ISO/IEC 14496-3, AudioSpecificConfig: object type 2 (5 bits), frequency index (4), channels 2 (4), 3 bits 0.
    private byte[] AacSequenceHeader()
    {
        int frequencyIndex = _media.SampleRate == 44_100 ? 4 : 3;
        int configuration = 2 << 11 | frequencyIndex << 7 | 2 << 3;
        return [0xAF, 0, (byte)(configuration >> 8), (byte)configuration];
    }

    private Duration AudioTime() => new(
        (long)((Int128)_audioFrames * SamplesPerAudioFrame * Duration.PicosecondsPerSecond / _media.SampleRate));

    private MediaFrame NextVideo(Duration time)
    {
        bool isKey = _videoFrames++ % _framesPerGop == 0;
        int size = isKey ? _keyBytes : _predictedBytes;
        if (_media.SizeVariation > 0)
        {
            double factor = _sizes.NextUniform(1 - _media.SizeVariation, 1 + _media.SizeVariation);
            size = Math.Max(SmallestVideoFrame, (int)(size * factor));
        }

        byte[] payload = Noise(size);
        SpanWriter writer = new(payload);
        writer.WriteByte(isKey ? (byte)0x17 : (byte)0x27);
        writer.WriteByte(1);
        writer.WriteUInt24(0);
        writer.WriteUInt32((uint)(size - 9));
        writer.WriteByte(isKey ? (byte)0x65 : (byte)0x41);
        return new MediaFrame(MediaKind.Video, MillisecondsOf(time), payload);
    }

    private MediaFrame NextAudio(Duration time)
    {
        // Whole bytes so far minus whole bytes before: the rate is exact in the long run.
        long bitsPerFrame = _media.AudioRate.BitsPerSecond * SamplesPerAudioFrame;
        long before = (long)((Int128)_audioFrames * bitsPerFrame / (8L * _media.SampleRate));
        _audioFrames++;
        long after = (long)((Int128)_audioFrames * bitsPerFrame / (8L * _media.SampleRate));
        byte[] payload = Noise((int)Math.Max(3, after - before));
        payload[0] = 0xAF;
        payload[1] = 1;
        return new MediaFrame(MediaKind.Audio, MillisecondsOf(time), payload);
    }

    private byte[] Noise(int size)
    {
        byte[] payload = new byte[size];
        _bytes.NextBytes(payload);

        // Without zeros there is no start code that would have to be escaped in a NAL unit.
        payload.AsSpan().Replace((byte)0, (byte)0x80);
        return payload;
    }

    private static uint MillisecondsOf(Duration time) => unchecked((uint)time.WholeMilliseconds);
}
