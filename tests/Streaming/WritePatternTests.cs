using System;
using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Rtmp;
using Protocols.Streaming;
using Tests.Rtmp;

namespace Tests.Streaming;

/// <summary>
/// The sizes of writes, by the arithmetic of headers and chunks; ffmpeg's and nginx-rtmp's as strace shows them.
/// </summary>
public class WritePatternTests
{
    // One video message of 10,000 bytes in chunks of 4096: header 12, then 4096, 1, 4096, 1, 1808; and one audio
    // message of 280.
    private static readonly object[] _patterns =
    [
        new object[] { WritePattern.PerMessage, (int[])[10_014, 292] },
        new object[] { WritePattern.PerChunk, (int[])[4108, 4097, 1809, 292] },
        new object[] { WritePattern.FfmpegLike, (int[])[12, 4096, 1, 4096, 1, 1808, 12, 280] },
        new object[] { WritePattern.FixedSize(4096), (int[])[4096, 4096, 1822, 292] },
        new object[] { WritePattern.FixedSize(20_000), (int[])[10_014, 292] },
    ];

    [TestCaseSource(nameof(_patterns))]
    public void Writes_are_cut_where_the_pattern_says(WritePattern pattern, int[] expected)
    {
        RtmpPublisher publisher = SessionDialogue.Publisher();
        RtmpServerSession server = SessionDialogue.Server();
        SessionDialogue dialogue = new SessionDialogue(publisher, server).Run();
        server.AcceptPublish(1);
        dialogue.Run();
        publisher.Send(SessionDialogue.Video(0, 10_000));
        publisher.Send(SessionDialogue.Audio(0, 280));
        Assert.That(Writes(publisher.Output, pattern, int.MaxValue), Is.EqualTo(expected));
    }

    [Test]
    public void What_a_full_stream_did_not_take_is_the_next_write()
    {
        RtmpPublisher publisher = SessionDialogue.Publisher();
        Assert.That(Writes(publisher.Output, WritePattern.PerMessage, 1000), Is.EqualTo((int[])[1000, 537]));
    }

    private static List<int> Writes(RtmpOutput output, WritePattern pattern, int mostTaken)
    {
        List<int> writes = [];
        while (output.Length > 0)
        {
            int length = Math.Min(pattern.NextWrite(output.Segments), mostTaken);
            writes.Add(length);
            output.Consume(length);
        }

        return writes;
    }
}
