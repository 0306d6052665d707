using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Media;
using Protocols.Streaming;

namespace Tests.Streaming;

public class ViewerBacklogTests
{
    [Test]
    public void Frames_come_out_as_they_went_in()
    {
        ViewerBacklog backlog = new(1000, Duration.MaxValue);
        Add(backlog, "KPPKPA");
        Assert.That(Drain(backlog), Is.EqualTo("KPPKPA"));
        Assert.That((backlog.Bytes, backlog.DroppedFrames), Is.EqualTo((0L, 0L)));
    }

    // Every frame has 10 bytes; 100 bytes fit.
    [TestCase("KPPPPKPPPPK", "KPPPPK", 5, TestName = "The_oldest_group_goes_first")]
    [TestCase("PPPPPKPPPPK", "KPPPPK", 5, TestName = "The_rest_of_a_group_on_its_way_goes_too")]
    [TestCase("KPPPPPPPPPPPK", "K", 12, TestName = "Without_another_key_frame_everything_goes_until_one_comes")]
    [TestCase("MHKPPPPPPPPK", "MHK", 9, TestName = "Metadata_and_sequence_headers_stay")]
    [TestCase("AAAAAAAAAAAA", "AAAAAAAAAA", 2, TestName = "Audio_alone_may_start_anywhere")]
    [TestCase("MMMMMMMMMMMM", "MMMMMMMMMM", 2, TestName = "Metadata_alone_is_bounded_too")]
    [TestCase("KPAPAPAPAPAPAK", "K", 13, TestName = "Audio_goes_with_its_pictures")]
    public void When_there_is_too_much(string frames, string left, int dropped)
    {
        ViewerBacklog backlog = new(100, Duration.MaxValue);
        Add(backlog, frames);
        Assert.That(Drain(backlog), Is.EqualTo(left));
        Assert.That((backlog.DroppedFrames, backlog.DroppedBytes), Is.EqualTo(((long)dropped, 10L * dropped)));
        Assert.That(backlog.Drops, Is.Positive);
    }

    [TestCase(38, 0, TestName = "A_stretch_of_media_up_to_the_limit_waits")]
    [TestCase(39, 25, TestName = "A_stretch_of_media_beyond_the_limit_loses_its_oldest_group")]
    public void At_25_frames_per_second_and_a_limit_of_1480_ms(int frames, int dropped)
    {
        // A key frame each second: the first frame is at 0 ms, the 38th at 1480 ms, the 39th at 1520 ms.
        ViewerBacklog backlog = new(long.MaxValue, Duration.FromMilliseconds(1480));
        for (int i = 0; i < frames; i++)
        {
            Add(backlog, Frame(i % 25 == 0 ? 'K' : 'P') with { TimestampMs = (uint)(40 * i) });
        }

        Assert.That(backlog.DroppedFrames, Is.EqualTo(dropped));
        Assert.That(Drain(backlog), Has.Length.EqualTo(frames - dropped).And.StartWith("K"));
    }

    [Test]
    public void The_time_of_metadata_and_sequence_headers_does_not_count()
    {
        ViewerBacklog backlog = new(long.MaxValue, Duration.FromSeconds(1));
        Add(backlog, "MH");
        Add(backlog, Frame('K') with { TimestampMs = 100_000 });
        Add(backlog, Frame('P') with { TimestampMs = 100_040 });
        Add(backlog, Frame('M') with { TimestampMs = 200_000 });
        Assert.That(Drain(backlog), Is.EqualTo("MHKPM"));
    }

    [Test]
    public void Clearing_counts_what_is_dropped()
    {
        ViewerBacklog backlog = new(100, Duration.MaxValue);
        Add(backlog, "MKP");
        backlog.Clear();
        Assert.That((Drain(backlog), backlog.DroppedFrames, backlog.Bytes), Is.EqualTo(("", 3L, 0L)));
    }

    [TestCase("KPPKP", "KP")]
    [TestCase("PPP", "")]
    [TestCase("PAKA", "KA")]
    [TestCase("AAA", "")]
    public void The_cache_holds_what_came_since_the_last_key_frame(string frames, string cached)
    {
        GopCache cache = new(100);
        foreach (MediaFrame frame in frames.Select(Frame))
        {
            cache.Add(frame);
        }

        Assert.That(string.Concat(cache.Frames.Select(Letter)), Is.EqualTo(cached));
        Assert.That(cache.Bytes, Is.EqualTo(10 * cached.Length));
    }

    [Test]
    public void A_group_that_does_not_fit_is_not_cached_and_the_next_one_is()
    {
        GopCache cache = new(30);
        foreach (MediaFrame frame in "KPPPPP".Select(Frame))
        {
            cache.Add(frame);
        }

        Assert.That(cache.Frames, Is.Empty);
        cache.Add(Frame('K'));
        Assert.That(cache.Frames, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_group_of_too_many_frames_is_not_cached_and_the_next_one_is()
    {
        GopCache cache = new(long.MaxValue, 3);
        foreach (MediaFrame frame in "KPPP".Select(Frame))
        {
            cache.Add(frame);
        }

        Assert.That(cache.Frames, Is.Empty);
        foreach (MediaFrame frame in "PKPP".Select(Frame))
        {
            cache.Add(frame);
        }

        Assert.That(cache.Frames, Has.Count.EqualTo(3));
    }

    private static void Add(ViewerBacklog backlog, string frames)
    {
        foreach (char letter in frames)
        {
            Add(backlog, Frame(letter));
            Assert.That(backlog.Bytes, Is.LessThanOrEqualTo(1000));
        }
    }

    private static void Add(ViewerBacklog backlog, MediaFrame frame) => backlog.Add(new LiveFrame(frame));

    private static string Drain(ViewerBacklog backlog)
    {
        List<char> letters = [];
        while (backlog.TryTake(out LiveFrame? frame))
        {
            letters.Add(Letter(frame.Frame));
        }

        return string.Concat(letters);
    }

    private static MediaFrame Frame(char letter) => letter switch
    {
        'K' => new MediaFrame(MediaKind.Video, 0, new byte[] { 0x17, 1, 0, 0, 0, 0, 0, 0, 0, 0 }),
        'P' => new MediaFrame(MediaKind.Video, 0, new byte[] { 0x27, 1, 0, 0, 0, 0, 0, 0, 0, 0 }),
        'H' => new MediaFrame(MediaKind.Video, 0, new byte[] { 0x17, 0, 0, 0, 0, 0, 0, 0, 0, 0 }),
        'A' => new MediaFrame(MediaKind.Audio, 0, new byte[] { 0xAF, 1, 0, 0, 0, 0, 0, 0, 0, 0 }),
        _ => new MediaFrame(MediaKind.Script, 0, new byte[10]),
    };

    private static char Letter(MediaFrame frame) => frame switch
    {
        { Kind: MediaKind.Script } => 'M',
        { Kind: MediaKind.Audio } => 'A',
        { IsSequenceHeader: true } => 'H',
        { IsKeyFrame: true } => 'K',
        _ => 'P',
    };
}
