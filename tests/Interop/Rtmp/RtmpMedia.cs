using System;
using System.IO;
using System.Linq;
using NUnit.Framework;
using Protocols.Media;

namespace Tests.Interop.Rtmp;

/// <summary>The coded frames of FLV files, compared bit by bit.</summary>
internal static class RtmpMedia
{
    /// <summary>Every frame of one file is in the other, with the same bytes, in the same order, at the same distances in time.</summary>
    public static void AssertWhole(string sent, string received) => AssertSame(sent, received, isWhole: true);

    /// <summary>The same for a player that came while the stream ran: only frames from the beginning may lack.</summary>
    public static void AssertFromSomewhereToTheEnd(string sent, string received) => AssertSame(sent, received, isWhole: false);

    private static void AssertSame(string sent, string received, bool isWhole)
    {
        MediaFrame[] source = Read(sent);
        MediaFrame[] arrived = Read(received);
        foreach (MediaKind kind in (MediaKind[])[MediaKind.Video, MediaKind.Audio])
        {
            MediaFrame[] expected = [.. source.Where(frame => frame.Kind == kind)];
            MediaFrame[] got = [.. arrived.Where(frame => frame.Kind == kind)];
            int missing = expected.Length - got.Length;
            Assert.That(missing, isWhole ? Is.Zero : Is.InRange(0, expected.Length * 2 / 3), $"{kind} frames missing of {expected.Length}");
            for (int i = 0; i < got.Length; i++)
            {
                MediaFrame wanted = expected[missing + i];
                Assert.That(got[i].Payload.Span.SequenceEqual(wanted.Payload.Span), $"{kind} frame {i}: the bytes differ");
                uint elapsed = unchecked(wanted.TimestampMs - expected[missing].TimestampMs);
                Assert.That(unchecked(got[i].TimestampMs - got[0].TimestampMs), Is.EqualTo(elapsed), $"{kind} frame {i}: the time differs");
            }
        }
    }

    // Sequence headers come once more to a player that comes late, and encoders may add an end of sequence (AVC packet type 2).
    private static MediaFrame[] Read(string path)
    {
        bool isFlv = FlvReader.TryRead(File.ReadAllBytes(path), out FlvFile? file, out FlvError error);
        Assert.That(isFlv, Is.True, $"{path}: {error}");
        return
        [
            .. file!.Tags.Where(tag => tag.IsMedia && tag.Payload.Length > 2).Select(tag => tag.Frame)
                .Where(frame => frame.Kind != MediaKind.Script && !frame.IsSequenceHeader && !IsEndOfSequence(frame)),
        ];
    }

    private static bool IsEndOfSequence(MediaFrame frame) =>
        frame.Kind == MediaKind.Video && (frame.Payload.Span[0] & 0xF) == 7 && frame.Payload.Span[1] == 2;
}
