using System;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>Encodings by hand after the AMF 0 specification, section 2.</summary>
public class Amf0Tests
{
    private static readonly object[] _values =
    [
        new object[] { "003FF0000000000000", Amf0Value.Of(1) },
        new object[] { "00C09F400000000000", Amf0Value.Of(-2000) },
        new object[] { "0101", Amf0Value.Of(true) },
        new object[] { "0100", Amf0Value.Of(false) },
        new object[] { "02000461" + "626364", Amf0Value.Of("abcd") },
        new object[] { "020002C3A4", Amf0Value.Of("ä") },
        new object[] { "05", Amf0Value.Null },
        new object[] { "06", Amf0Value.Undefined },
        new object[] { "0D", Amf0Value.Unsupported },
        new object[] { "03000161" + "0101" + "000009", Amf0Value.Object(new Amf0Property("a", Amf0Value.Of(true))) },
        new object[] { "0800000001" + "000161" + "05" + "000009", Amf0Value.EcmaArray(new Amf0Property("a", Amf0Value.Null)) },
        new object[] { "0A00000002" + "05" + "06", Amf0Value.StrictArray(Amf0Value.Null, Amf0Value.Undefined) },
        new object[] { "0B4271DEA80F8000000000", Amf0Value.Date(1_228_000_000_000, 0) },
        new object[] { "0C0000000161", Amf0Value.LongString("a") },
        new object[] { "0F0000000161", Amf0Value.XmlDocument("a") },
        new object[] { "10000143" + "000161" + "05" + "000009", Amf0Value.TypedObject("C", new Amf0Property("a", Amf0Value.Null)) },
    ];

    [TestCaseSource(nameof(_values))]
    public void A_value_is_written_as_the_specification_says_and_read_back(string hex, Amf0Value value)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.That(Convert.ToHexString(Amf0Writer.Write(value).Span), Is.EqualTo(hex));
        Amf0Reader reader = new(bytes);
        Assert.That(reader.TryRead(out Amf0Value? read), Is.True);
        Assert.That(reader.AtEnd, Is.True);
        Assert.That(Convert.ToHexString(Amf0Writer.Write(read!).Span), Is.EqualTo(hex));
        Assert.That((read!.Type, read.Number, read.Text), Is.EqualTo((value.Type, value.Number, value.Text)));
    }

    [TestCaseSource(nameof(_values))]
    public void A_value_cut_anywhere_is_not_read(string hex, Amf0Value value)
    {
        byte[] bytes = Convert.FromHexString(hex);
        for (int length = 0; length < bytes.Length; length++)
        {
            Amf0Reader reader = new(bytes.AsSpan(0, length));
            Assert.That(reader.TryRead(out _), Is.False, $"{value.Type} cut at {length}");
        }
    }

    [TestCase("07" + "0000", TestName = "A_reference_is_refused")]
    [TestCase("04", TestName = "A_movie_clip_is_refused")]
    [TestCase("11", TestName = "AMF3_is_refused")]
    [TestCase("0CFFFFFFFF", TestName = "A_long_string_that_is_not_there_is_refused")]
    [TestCase("0AFFFFFFFF" + "05", TestName = "A_strict_array_that_is_not_there_is_refused")]
    public void Refused(string hex)
    {
        Amf0Reader reader = new(Convert.FromHexString(hex));
        Assert.That(reader.TryRead(out _), Is.False);
    }

    [TestCase(32, true)]
    [TestCase(33, false)]
    [TestCase(100_000, false)]
    public void Nesting_is_limited(int depth, bool accepted)
    {
        byte[] bytes = [.. Enumerable.Repeat<byte[]>([10, 0, 0, 0, 1], depth).SelectMany(array => array), 5];
        Amf0Reader reader = new(bytes);
        Assert.That(reader.TryRead(out _), Is.EqualTo(accepted));
    }

    [Test]
    public void The_number_of_values_is_limited()
    {
        byte[] bytes = [10, 0, 1, 0, 0, .. Enumerable.Repeat((byte)5, 65_536)];
        Amf0Reader reader = new(bytes);
        Assert.That(reader.TryRead(out _), Is.False);
    }

    [TestCase(65_535, Amf0Type.String)]
    [TestCase(65_536, Amf0Type.LongString)]
    public void Text_too_long_for_a_string_becomes_a_long_string(int length, Amf0Type type)
    {
        Amf0Value value = Amf0Value.Of(new string('x', length));
        Amf0Reader reader = new(Amf0Writer.Write(value).Span);
        Assert.That(reader.TryRead(out Amf0Value? read), Is.True);
        Assert.That((read!.Type, read.Text), Is.EqualTo((type, value.Text)));
    }

    [Test]
    public void Properties_are_found_by_name_and_keep_their_order()
    {
        Amf0Value value = Amf0Value.Object(new Amf0Property("b", Amf0Value.Of(2)), new Amf0Property("a", Amf0Value.Of(1)));
        Assert.That(value["a"]!.Number, Is.EqualTo(1));
        Assert.That(value["c"], Is.Null);
        Assert.That(value.Properties.Select(property => property.Name), Is.EqualTo((string[])["b", "a"]));
    }

    [Test]
    public void All_commands_and_metadata_of_real_programs_are_written_back_byte_for_byte()
    {
        int count = 0;

        // SRS writes 0 as the count of its ECMA arrays, which is read as the hint that it is.
        foreach (string name in RtmpCaptures.Names.Where(name => !name.Contains("srs", StringComparison.Ordinal)))
        {
            ReadOnlySpan<byte> input = RtmpCaptures.Read(name).AsSpan(RtmpCaptures.HandshakeBytes);
            ChunkReader chunks = new(RtmpLimits.Default);
            while (chunks.TryRead(ref input, out RtmpMessage message))
            {
                if (message.Type is RtmpMessageType.CommandAmf0 or RtmpMessageType.DataAmf0)
                {
                    Amf0Reader reader = new(message.Payload.Span);
                    Amf0Writer writer = new();
                    while (reader.TryRead(out Amf0Value? value))
                    {
                        writer.Write(value);
                    }

                    Assert.That(Convert.ToHexString(writer.Written.Span), Is.EqualTo(Convert.ToHexString(message.Payload.Span)), name);
                    count++;
                }
            }
        }

        Assert.That(count, Is.GreaterThan(100));
    }

    [Test]
    public void Random_bytes_never_throw([Range(1, 50)] int seed)
    {
        RandomStream random = new((ulong)seed);
        byte[] bytes = new byte[300];
        for (int i = 0; i < 200; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)random.NextInt(18);
            Assert.That(() => ReadAll(bytes), Throws.Nothing);
        }
    }

    private static void ReadAll(byte[] bytes)
    {
        Amf0Reader reader = new(bytes);
        while (reader.TryRead(out _))
        {
        }
    }
}
