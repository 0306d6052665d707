using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using NUnit.Framework;
using Protocols.Media;
using Protocols.Streaming;

namespace Tests.Streaming;

public class MediaDigestTests
{
    private static readonly MediaFrame[] _sent =
        [.. Enumerable.Range(0, 100).Select(i => new MediaFrame(MediaKind.Video, (uint)(40 * i), new byte[] { 0x27, 1, 0, 0, 0, (byte)i }))];

    private static readonly MediaFrame _header = new(MediaKind.Video, 0, new byte[] { 0x17, 0, 0, 0, 0, 1 });

    [TestCase(0, 100)]
    [TestCase(30, 70)]
    [TestCase(0, 60)]
    [TestCase(30, 10)]
    public void A_run_of_what_was_sent_is_identical(int first, int count) => Assert.That(
        Compare(_sent.Skip(first).Take(count)), Is.EqualTo(new MediaComparison(count, first, count, 0, 0)).And.Property("IsIdentical").True);

    [Test]
    public void Dropped_frames_are_missing() => Assert.That(
        Compare(_sent.Take(20).Concat(_sent.Skip(45))), Is.EqualTo(new MediaComparison(75, 0, 75, 25, 0)).And.Property("IsIdentical").False);

    [Test]
    public void A_changed_byte_is_no_match()
    {
        MediaFrame[] received = [.. _sent];
        received[50] = received[50] with { Payload = new byte[] { 0x27, 1, 0, 0, 0, 51 } };
        Assert.That(Compare(received), Is.EqualTo(new MediaComparison(100, 0, 99, 1, 0)));
    }

    [Test]
    public void A_changed_timestamp_is_no_match()
    {
        MediaFrame[] received = [.. _sent];
        received[99] = received[99] with { TimestampMs = 1 };
        Assert.That(Compare(received), Is.EqualTo(new MediaComparison(100, 0, 99, 0, 0)).And.Property("IsIdentical").False);
    }

    [Test]
    public void Frames_in_another_order_are_not_identical()
    {
        MediaFrame[] received = [.. _sent];
        (received[10], received[11]) = (received[11], received[10]);
        Assert.That(Compare(received).IsIdentical, Is.False);
    }

    [Test]
    public void A_repeated_frame_is_not_identical() => Assert.That(Compare(_sent.Take(10).Append(_sent[9])).IsIdentical, Is.False);

    [Test]
    public void Nothing_received_is_nothing_wrong() =>
        Assert.That(Compare([]), Is.EqualTo(new MediaComparison(0, -1, 0, 0, 0)).And.Property("IsIdentical").True);

    [Test]
    public void Sequence_headers_are_compared_by_payload_wherever_they_come()
    {
        MediaFrame repeated = _header with { TimestampMs = 400 };
        Assert.That(Compare(_sent.Take(10).Prepend(repeated)).IsIdentical, Is.True);
        MediaFrame other = _header with { Payload = new byte[] { 0x17, 0, 0, 0, 0, 2 } };
        Assert.That(Compare(_sent.Take(10).Prepend(other)), Is.EqualTo(new MediaComparison(10, 0, 10, 0, 1)));
    }

    [Test]
    public void The_hash_of_a_span_is_SHA_256_over_the_frames_hashes()
    {
        MediaDigest digest = DigestOf(_sent);
        byte[] frames = [.. _sent.Skip(3).Take(2).SelectMany(frame =>
        {
            byte[] time = BitConverter.GetBytes(frame.TimestampMs);
            Array.Reverse(time);
            return SHA256.HashData([9, .. time, .. frame.Payload.Span]).Take(16);
        })];
        Assert.That(digest.HashOfSpan(3, 2), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(frames))));
    }

    private static MediaComparison Compare(IEnumerable<MediaFrame> received) => DigestOf(received).CompareWith(DigestOf([_header, .. _sent]));

    private static MediaDigest DigestOf(IEnumerable<MediaFrame> frames)
    {
        MediaDigest digest = new();
        foreach (MediaFrame frame in frames)
        {
            digest.Add(frame);
        }

        return digest;
    }
}
