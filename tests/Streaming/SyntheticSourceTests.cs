using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Media;
using Protocols.Streaming;

namespace Tests.Streaming;

public class SyntheticSourceTests
{
    [Test]
    public void Video_has_the_rate_and_the_group_of_pictures_that_were_asked_for()
    {
        // 2 Mbit/s for 1 s are 250,000 bytes in 25 frames, the I frame ten times as large as a P frame: 250,000 / 34 =
        // 7352.
        MediaFrame[] video = [.. Take(Media(10)).Where(frame => frame.Kind == MediaKind.Video && !frame.IsSequenceHeader)];
        Assert.That(video, Has.Length.EqualTo(250));
        Assert.That(video.Sum(frame => frame.Payload.Length), Is.EqualTo(2_500_000));
        Assert.That(video.Select(frame => frame.TimestampMs), Is.EqualTo(Enumerable.Range(0, 250).Select(i => (uint)(40 * i))));
        Assert.That(video.Index().Where(at => at.Item.IsKeyFrame).Select(at => at.Index), Is.EqualTo(Enumerable.Range(0, 10).Select(i => 25 * i)));
        Assert.That(video[1].Payload.Length, Is.EqualTo(7352));
        Assert.That(video[0].Payload.Length, Is.EqualTo(250_000 - 24 * 7352));
    }

    [TestCase(48_000)]
    [TestCase(44_100)]
    public void Audio_has_its_rate_and_1024_samples_per_frame(int sampleRate)
    {
        MediaFrame[] audio = [.. Take(Media(10) with { SampleRate = sampleRate })
            .Where(frame => frame.Kind == MediaKind.Audio && !frame.IsSequenceHeader)];
        int frames = (int)Math.Ceiling(10.0 * sampleRate / 1024);
        Assert.That(audio, Has.Length.EqualTo(frames));
        Assert.That(audio[^1].TimestampMs, Is.EqualTo((uint)((frames - 1) * 1024L * 1000 / sampleRate)));
        Assert.That(audio.Sum(frame => frame.Payload.Length), Is.EqualTo((long)(96_000.0 / 8 * frames * 1024 / sampleRate)));
    }

    [Test]
    public void The_stream_starts_with_metadata_and_both_sequence_headers()
    {
        MediaFrame[] first = [.. Take(Media(1)).Take(4)];
        Assert.That(first.Select(frame => frame.Kind), Is.EqualTo((MediaKind[])
            [MediaKind.Script, MediaKind.Video, MediaKind.Audio, MediaKind.Video]));
        Assert.That(first.Select(frame => frame.IsSequenceHeader), Is.EqualTo((bool[])[false, true, true, false]));
        Assert.That(first[2].Payload.ToArray(), Is.EqualTo((byte[])[0xAF, 0, 0x11, 0x90]), "AAC-LC, 48 kHz, stereo");
    }

    [Test]
    public void Frames_are_laid_out_as_FLV_wants_them_and_hold_no_start_code()
    {
        foreach (MediaFrame frame in Take(Media(1)).Where(frame => frame.Kind == MediaKind.Video && !frame.IsSequenceHeader))
        {
            ReadOnlySpan<byte> payload = frame.Payload.Span;
            SpanReader reader = new(payload[5..]);
            Assert.That(reader.ReadUInt32(), Is.EqualTo(payload.Length - 9));
            Assert.That(reader.ReadByte() & 0x1F, Is.EqualTo(frame.IsKeyFrame ? 5 : 1), "NAL unit type: IDR or not");
            Assert.That(reader.Rest.Contains((byte)0), Is.False);
        }
    }

    [Test]
    public void The_same_seed_gives_the_same_stream_and_another_seed_another()
    {
        MediaDigest DigestOf(ulong seed)
        {
            MediaDigest digest = new();
            foreach (MediaFrame frame in Take(Media(2) with { SizeVariation = 0.3 }, seed))
            {
                digest.Add(frame);
            }

            return digest;
        }

        string first = DigestOf(1).HashOfSpan(0, 100);
        Assert.That(DigestOf(1).HashOfSpan(0, 100), Is.EqualTo(first));
        Assert.That(DigestOf(2).HashOfSpan(0, 100), Is.Not.EqualTo(first));
    }

    [Test]
    public void Sizes_vary_within_their_bounds()
    {
        int[] sizes = [.. Take(Media(10) with { SizeVariation = 0.5 })
            .Where(frame => frame.Kind == MediaKind.Video && !frame.IsSequenceHeader && !frame.IsKeyFrame).Select(frame => frame.Payload.Length)];
        Assert.That(sizes.Min(), Is.InRange(7352 / 2, 7352 * 0.6));
        Assert.That(sizes.Max(), Is.InRange(7352 * 1.4, 7352 * 1.5));
        Assert.That(sizes.Average(), Is.EqualTo(7352).Within(5).Percent);
    }

    [Test]
    public void No_audio_means_no_audio() =>
        Assert.That(Take(Media(1) with { AudioRate = default }).Any(frame => frame.Kind == MediaKind.Audio), Is.False);

    private static readonly object[] _refused =
    [
        new SyntheticMedia { FrameInterval = Duration.Zero },
        new SyntheticMedia { GopDuration = Duration.FromMilliseconds(39) },
        new SyntheticMedia { VideoRate = default },
        new SyntheticMedia { KeyFrameRatio = 0 },
        new SyntheticMedia { SizeVariation = 1.1 },
        new SyntheticMedia { SizeVariation = -0.1 },
        new SyntheticMedia { AudioRate = new BitRate(-1) },
        new SyntheticMedia { SampleRate = 0 },
    ];

    [TestCaseSource(nameof(_refused))]
    public void Values_out_of_range_are_refused(SyntheticMedia media) =>
        Assert.That(() => new SyntheticSource(media, new RandomStream(1)), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static SyntheticMedia Media(int seconds) => new() { Length = Duration.FromSeconds(seconds) };

    private static List<MediaFrame> Take(SyntheticMedia media, ulong seed = 1)
    {
        SyntheticSource source = new(media, new RandomStream(seed));
        List<MediaFrame> frames = [];
        while (source.TryNext(out MediaFrame frame))
        {
            frames.Add(frame);
        }

        return frames;
    }
}
