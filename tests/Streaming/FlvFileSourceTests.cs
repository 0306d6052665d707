using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Media;
using Protocols.Streaming;
using Tests.Media;

namespace Tests.Streaming;

public class FlvFileSourceTests
{
    [Test]
    public void Without_a_loop_the_file_is_given_once()
    {
        FlvFile file = MediaFiles.Flv("bigI.flv");
        Assert.That(Take(new FlvFileSource(file, false), int.MaxValue), Is.EqualTo(file.Tags.Select(tag => tag.Frame)));
    }

    [TestCase("bigI.flv")]
    [TestCase("aac_only.flv")]
    [TestCase("ertmp_hevc_aac.flv")]
    [TestCase("ts_cross_ffffff.flv")]
    public void In_a_loop_time_goes_on_in_every_track(string name)
    {
        List<MediaFrame> frames = Take(new FlvFileSource(MediaFiles.Flv(name), true), 5000);
        Assert.That(frames, Has.Count.EqualTo(5000));
        foreach (MediaKind kind in (MediaKind[])[MediaKind.Audio, MediaKind.Video])
        {
            uint[] times = [.. frames.Where(frame => frame.Kind == kind && !frame.IsSequenceHeader).Select(frame => frame.TimestampMs)];
            int[] steps = [.. times.Skip(1).Zip(times, (later, earlier) => (int)(later - earlier))];
            Assert.That(steps.DefaultIfEmpty().Min(), Is.GreaterThanOrEqualTo(0), $"{kind} never goes back");

            // In bigI.flv the sound begins 177 ms after the pictures and ends 318 ms after the last of them.
            Assert.That(steps.DefaultIfEmpty().Max(), Is.LessThanOrEqualTo(318), $"{kind} has no hole but the recording's own");
        }
    }

    [Test]
    public void A_pass_lasts_one_frame_longer_than_its_last_timestamp()
    {
        // Three video frames at 0, 40 and 80 ms: the next pass starts at 120 ms.
        FlvFileSource source = new(Clip([(9, 0, 0x17), (9, 40, 0x27), (9, 80, 0x27)]), true);
        Assert.That(Take(source, 7).Select(frame => frame.TimestampMs), Is.EqualTo((uint[])[0, 40, 80, 120, 160, 200, 240]));
    }

    [Test]
    public void The_track_that_ends_last_decides()
    {
        // Audio at 0, 30, 60, 90 lasts until 120; video at 0, 40 until 80.
        FlvFileSource source = new(Clip([(9, 0, 0x17), (8, 0, 0xAF), (8, 30, 0xAF), (9, 40, 0x27), (8, 60, 0xAF), (8, 90, 0xAF)]), true);
        Assert.That(Take(source, 8).Skip(6).Select(frame => frame.TimestampMs), Is.EqualTo((uint[])[120, 120]));
    }

    [Test]
    public void Metadata_and_sequence_headers_are_given_once()
    {
        FlvFile file = MediaFiles.Flv("bigI.flv");
        int configuration = file.Tags.Count(tag => tag.Frame.Kind == MediaKind.Script || tag.Frame.IsSequenceHeader);
        List<MediaFrame> frames = Take(new FlvFileSource(file, true), 4 * file.Tags.Count);
        Assert.That(frames.Count(frame => frame.Kind == MediaKind.Script || frame.IsSequenceHeader), Is.EqualTo(configuration));
    }

    [Test]
    public void A_file_without_frames_ends_even_in_a_loop() =>
        Assert.That(Take(new FlvFileSource(new FlvFile(FlvHeader.AudioAndVideo, [], false), true), 10), Is.Empty);

    private static List<MediaFrame> Take(FlvFileSource source, int count)
    {
        List<MediaFrame> frames = [];
        while (frames.Count < count && source.TryNext(out MediaFrame frame))
        {
            frames.Add(frame);
        }

        return frames;
    }

    private static FlvFile Clip((byte Type, uint Time, byte First)[] tags) => new(
        FlvHeader.AudioAndVideo, [.. tags.Select(tag => new FlvTag(tag.Type, tag.Time, 0, new byte[] { tag.First, 1, 0, 0, 0 }))], false);
}
