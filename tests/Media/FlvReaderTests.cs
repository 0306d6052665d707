using System;
using System.Buffers;
using System.Linq;
using NUnit.Framework;
using Protocols.Media;

namespace Tests.Media;

public class FlvReaderTests
{
    [TestCase("aac_only.flv")]
    [TestCase("bigI.flv")]
    [TestCase("ertmp_hevc_aac.flv")]
    [TestCase("ts_cross_ffffff.flv")]
    public void A_recorded_file_is_written_back_byte_for_byte(string name)
    {
        FlvFile file = MediaFiles.Flv(name);
        ArrayBufferWriter<byte> output = new();
        FlvWriter writer = new(output, file.Header);
        foreach (FlvTag tag in file.Tags)
        {
            writer.Write(tag);
        }

        Assert.That(output.WrittenSpan.SequenceEqual(MediaFiles.Read(name)), Is.True);
        Assert.That(file.IsTruncated, Is.False);
    }

    [Test]
    public void A_file_cut_anywhere_gives_all_tags_that_are_complete()
    {
        byte[] bytes = MediaFiles.Read("ertmp_hevc_aac.flv").AsSpan(0, 3000).ToArray();
        Assert.That(FlvReader.TryRead(bytes, out FlvFile? longest, out _), Is.True);
        int[] ends = [.. longest!.Tags.Select((_, i) => 13 + longest.Tags.Take(i + 1).Sum(tag => 15 + tag.Payload.Length))];
        for (int length = 9; length < bytes.Length; length++)
        {
            Assert.That(FlvReader.TryRead(bytes.AsMemory(0, length), out FlvFile? file, out _), Is.True);
            int complete = ends.Count(end => end - 4 <= length);
            Assert.That(file!.Tags, Has.Count.EqualTo(complete), $"cut at {length}");
            Assert.That(file.IsTruncated, Is.EqualTo(length != 13 && !ends.Contains(length)), $"cut at {length}");
        }
    }

    [TestCase("", 0, "ends inside the header")]
    [TestCase("46 4C 56 01 05 00 00 00", 8, "ends inside the header")]
    [TestCase("46 4C 57 01 05 00 00 00 09 00 00 00 00", 0, "starts with the letters FLV")]
    [TestCase("46 4C 56 02 05 00 00 00 09 00 00 00 00", 3, "only version 1 exists")]
    [TestCase("46 4C 56 01 05 00 00 00 0A 00 00 00 00", 5, "given as 10 bytes")]
    [TestCase("46 4C 56 01 05 00 00 00 09 00 00 00 01", 9, "but it was 0")]
    [TestCase("46 4C 56 01 05 00 00 00 09 00 00 00 00 08 00 00 01 00 00 00 00 00 00 00 AF 00 00 00 0B", 25, "but it was 12")]
    public void What_is_not_a_file_is_refused_with_its_position(string hex, int position, string reason)
    {
        bool accepted = FlvReader.TryRead(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out _, out FlvError error);
        Assert.That(accepted, Is.False);
        Assert.That(error.Position, Is.EqualTo(position));
        Assert.That(error.ToString(), Does.Contain(reason).And.StartWith($"byte {position}: "));
    }

    [Test]
    public void Timestamps_have_32_bits()
    {
        uint[] timestamps = [.. MediaFiles.Flv("ts_cross_ffffff.flv").Tags.Select(tag => tag.TimestampMs)];
        Assert.That(timestamps.Any(time => time is > 0 and < 0x1000000), Is.True);
        Assert.That(timestamps.Max(), Is.GreaterThan(0xFFFFFFu));
    }

    [Test]
    public void Encrypted_and_unknown_tags_are_kept_but_are_not_media()
    {
        byte[] file = Convert.FromHexString("464C5601050000000900000000" + "2900000100000000000000" + "AF" + "0000000C");
        Assert.That(FlvReader.TryRead(file, out FlvFile? read, out _), Is.True);
        Assert.That(read!.Tags.Single().Type, Is.EqualTo(0x29));
        Assert.That(read.Tags.Single().IsMedia, Is.False);
    }

    [Test]
    public void A_payload_that_24_bits_cannot_tell_is_not_written()
    {
        FlvWriter writer = new(new ArrayBufferWriter<byte>(), FlvHeader.AudioAndVideo);
        FlvTag tag = new(9, 0, 0, new byte[FlvTag.MaxPayloadLength + 1]);
        Assert.That(() => writer.Write(tag), Throws.ArgumentException);
    }
}
