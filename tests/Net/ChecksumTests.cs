using System;
using System.Linq;
using NUnit.Framework;
using Protocols.Net;

namespace Tests.Net;

public class ChecksumTests
{
    // RFC 1071, 3: the words 0001, f203, f4f5, f6f7 sum to ddf2.
    private static readonly byte[] _example = [0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7];

    [Test]
    public void The_example_of_RFC_1071_sums_to_ddf2() =>
        Assert.That(Checksum.Of(_example), Is.EqualTo(0xFFFF - 0xDDF2));

    [Test]
    public void A_checksum_in_its_place_makes_the_sum_right()
    {
        byte[] withChecksum = [.. _example, 0x22, 0x0D];
        Assert.That(Checksum.Of(withChecksum), Is.Zero);
    }

    [Test]
    public void An_odd_last_byte_is_the_high_half_of_a_word() =>
        Assert.That(Checksum.Of([0x12, 0x34, 0x56]), Is.EqualTo(0xFFFF - 0x1234 - 0x5600));

    [Test]
    public void Pieces_of_any_length_give_what_the_whole_gives(
        [Range(0, 9)] int first, [Range(0, 9)] int second)
    {
        byte[] bytes = [.. Enumerable.Range(0, 40).Select(i => (byte)((i * 37 + 11) % 256))];
        Checksum pieces = default;
        pieces.Add(bytes.AsSpan(0, first));
        pieces.Add(bytes.AsSpan(first, second));
        pieces.Add(bytes.AsSpan(first + second));
        Assert.That(pieces.Value, Is.EqualTo(Checksum.Of(bytes)));
    }

    // RFC 1624, 4: a word changes from 5555 to 3285.
    [TestCase(0xDD2F, 0x5555, 0x3285, 0x0000)]
    public void A_changed_word_updates_the_checksum_as_RFC_1624_says(int before, int oldWord, int newWord, int after) =>
        Assert.That(Checksum.Update((ushort)before, (ushort)oldWord, (ushort)newWord), Is.EqualTo(after));
}
