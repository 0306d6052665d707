using System;
using System.Linq;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>Encodings by hand after the AMF 3 specification, sections 1.3 and 3.</summary>
public class Amf3Tests
{
    private static readonly object[] _values =
    [
        new object[] { "00", Amf3Value.Undefined },
        new object[] { "01", Amf3Value.Null },
        new object[] { "02", Amf3Value.Of(false) },
        new object[] { "03", Amf3Value.Of(true) },
        new object[] { "0400", Amf3Value.Of(0) },
        new object[] { "047F", Amf3Value.Of(0x7F) },
        new object[] { "048100", Amf3Value.Of(0x80) },
        new object[] { "04FF7F", Amf3Value.Of(0x3FFF) },
        new object[] { "04818000", Amf3Value.Of(0x4000) },
        new object[] { "04FFFF7F", Amf3Value.Of(0x1FFFFF) },
        new object[] { "0480C08000", Amf3Value.Of(0x200000) },
        new object[] { "04BFFFFFFF", Amf3Value.Of(Amf3Value.MaxInteger) },
        new object[] { "04FFFFFFFF", Amf3Value.Of(-1) },
        new object[] { "04C0808000", Amf3Value.Of(Amf3Value.MinInteger) },
        new object[] { "0541B0000000000000", Amf3Value.Of(268_435_456) },
        new object[] { "053FF8000000000000", Amf3Value.Of(1.5) },
        new object[] { "058000000000000000", Amf3Value.Of(-0.0) },
        new object[] { "0601", Amf3Value.Of("") },
        new object[] { "0605C3A4", Amf3Value.Of("ä") },
        new object[] { "070361", Amf3Value.Xml("a", true) },
        new object[] { "08014271DEA80F800000", Amf3Value.Date(1_228_000_000_000) },
        new object[] { "09050104010402", Amf3Value.Array([], [Amf3Value.Of(1), Amf3Value.Of(2)]) },
        new object[] { "0901" + "0361" + "03" + "01", Amf3Value.Array([new Amf3Property("a", Amf3Value.Of(true))], []) },
        new object[] { "0A0B01" + "0361" + "01" + "01", Amf3Value.Object(new Amf3Property("a", Amf3Value.Null)) },
        new object[] { "0A13" + "0343" + "0361" + "02", Amf3Value.Object("C", 1, false, [new Amf3Property("a", Amf3Value.Of(false))]) },
        new object[] { "0B0361", Amf3Value.Xml("a") },
        new object[] { "0C050102", Amf3Value.ByteArray((byte[])[1, 2]) },
        new object[] { "0D0301" + "FFFFFFFF", Amf3Value.Vector(Amf3Type.VectorOfInt, "", true, [Amf3Value.Double(-1)]) },
        new object[] { "0E0300" + "FFFFFFFF", Amf3Value.Vector(Amf3Type.VectorOfUInt, "", false, [Amf3Value.Double(uint.MaxValue)]) },
        new object[] { "0F0300" + "3FF0000000000000", Amf3Value.Vector(Amf3Type.VectorOfDouble, "", false, [Amf3Value.Double(1)]) },
        new object[] { "100300" + "0343" + "01", Amf3Value.Vector(Amf3Type.VectorOfObject, "C", false, [Amf3Value.Null]) },
        new object[] { "110300" + "0601" + "03", Amf3Value.Dictionary(false, [new Amf3Entry(Amf3Value.Of(""), Amf3Value.Of(true))]) },
    ];

    [TestCaseSource(nameof(_values))]
    public void A_value_is_written_as_the_specification_says_and_read_back(string hex, Amf3Value value)
    {
        Assert.That(Convert.ToHexString(Amf3Writer.Write(value).Span), Is.EqualTo(hex));
        Amf3Value? read = Read(hex);
        Assert.That(read, Is.Not.Null);
        Assert.That(Convert.ToHexString(Amf3Writer.Write(read!).Span), Is.EqualTo(hex));
        Assert.That((read!.Type, read.Number, read.Text), Is.EqualTo((value.Type, value.Number, value.Text)));
    }

    [TestCaseSource(nameof(_values))]
    public void A_value_cut_anywhere_is_not_read(string hex, Amf3Value value)
    {
        for (int length = 0; length < hex.Length; length += 2)
        {
            Assert.That(Read(hex[..length]), Is.Null, $"{value.Type} cut at {length / 2}");
        }
    }

    [Test]
    public void Text_objects_and_traits_may_be_references()
    {
        // An array of four: "ab", "ab" again, an object of class C with a = "ab", and one of the same traits with a = that object.
        Amf3Value? read = Read("090901" + "06056162" + "0600" + "0A13" + "0343" + "0361" + "0600" + "0A01" + "0A02");
        Assert.That(read!.Items.Take(2).Select(item => item.Text), Is.EqualTo((string[])["ab", "ab"]));
        Assert.That(read.Items[2]["a"]!.Text, Is.EqualTo("ab"));
        Assert.That((read.Items[3].Text, read.Items[3]["a"]), Is.EqualTo(("C", read.Items[2])), "the same object");
    }

    [TestCase("0600", TestName = "A_reference_to_text_that_was_not_sent")]
    [TestCase("0A00", TestName = "A_reference_to_an_object_that_was_not_sent")]
    [TestCase("0A01", TestName = "A_reference_to_traits_that_were_not_sent")]
    [TestCase("09030109" + "00", TestName = "An_array_that_holds_itself")]
    [TestCase("0905010C0101" + "0902", TestName = "A_reference_to_another_type")]
    [TestCase("0A07" + "0343" + "00", TestName = "An_object_that_only_its_class_can_read")]
    [TestCase("12", TestName = "An_unknown_marker")]
    [TestCase("06FFFFFFFF", TestName = "Text_that_is_not_there")]
    [TestCase("09FFFFFFFF" + "01" + "01", TestName = "An_array_that_is_not_there")]
    [TestCase("0DFFFFFFFF" + "00", TestName = "A_vector_that_is_not_there")]
    [TestCase("0AFFFFFFF3" + "01", TestName = "Traits_that_are_not_there")]
    public void Refused(string hex) => Assert.That(Read(hex), Is.Null);

    [TestCase(32, true)]
    [TestCase(33, false)]
    [TestCase(100_000, false)]
    public void Nesting_is_limited(int depth, bool accepted) =>
        Assert.That(Read(string.Concat(Enumerable.Repeat("090301", depth)) + "01") is not null, Is.EqualTo(accepted));

    [TestCase(4095, true)]
    [TestCase(4096, false)]
    public void The_number_of_values_is_limited(int items, bool accepted)
    {
        byte[] count = [(byte)(items >> 13 | 0x80), (byte)(items >> 6 | 0x80), (byte)((items << 1 & 0x7F) | 1)];
        Assert.That(Read("09" + Convert.ToHexString(count) + "01" + string.Concat(Enumerable.Repeat("01", items))) is not null, Is.EqualTo(accepted));
    }

    [Test]
    public void Values_that_are_referred_to_again_and_again_do_not_grow_without_bound()
    {
        // Each of 30 arrays holds the one before it ten times: 10^30 values, if they were copied.
        string hex = "0A0B01" + "0361" + "090101";
        for (int i = 1; i <= 30; i++)
        {
            hex += $"03{0x61 + i:X2}" + "091501" + string.Concat(Enumerable.Repeat($"09{i << 1:X2}", 10));
        }

        hex += "01";
        Assert.That(Read(hex), Is.Not.Null);
        Amf0Reader amf0 = new(Convert.FromHexString("11" + hex));
        Assert.That(amf0.TryRead(out _), Is.False);
    }

    [Test]
    public void Values_in_AMF3_are_converted_where_AMF0_is_read()
    {
        string hex = "0200016102" + "0000"; // "a", ""
        Amf0Reader reader = new(Convert.FromHexString(hex + "11" + "0A0B01" + "0361" + "0403" + "0362" + "090501" + "0601" + "03" + "0363" + "0C01" + "01"));
        Assert.That(reader.TryRead(out _) && reader.TryRead(out _), Is.True);
        Assert.That(reader.TryRead(out Amf0Value? value), Is.True);
        Assert.That((reader.AtEnd, reader.HasReadAmf3), Is.EqualTo((true, true)));
        Assert.That(value!.Properties.Select(property => property.Name), Is.EqualTo((string[])["a", "b", "c"]));
        Assert.That(value["a"]!.Number, Is.EqualTo(3));
        Assert.That(value["b"]!.Items.Select(item => item.Type), Is.EqualTo((Amf0Type[])[Amf0Type.String, Amf0Type.Boolean]));
        Assert.That(value["c"]!.Type, Is.EqualTo(Amf0Type.Unsupported));
    }

    // createStream, transaction 2, null: as real clients send it, without the leading byte, with single values in AMF3, and wholly so.
    [TestCase("00" + "02000C" + "63726561746553747265616D" + "004000000000000000" + "05")]
    [TestCase("02000C" + "63726561746553747265616D" + "004000000000000000" + "05")]
    [TestCase("00" + "02000C" + "63726561746553747265616D" + "110402" + "1101")]
    [TestCase("0619" + "63726561746553747265616D" + "0402" + "01")]
    public void A_command_of_type_17_is_read(string hex)
    {
        Assert.That(RtmpCommand.TryParseAmf3(Convert.FromHexString(hex), out RtmpCommand? command), Is.True);
        Assert.That((command!.Name, command.TransactionId, command.Arguments.Count), Is.EqualTo(("createStream", 2.0, 1)));
    }

    [TestCase("")]
    [TestCase("00")]
    [TestCase("0003")]
    [TestCase("06FFFFFFFF")]
    public void What_is_not_a_command_of_type_17_is_refused(string hex) =>
        Assert.That(RtmpCommand.TryParseAmf3(Convert.FromHexString(hex), out _), Is.False);

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

    private static Amf3Value? Read(string hex)
    {
        Amf3Reader reader = new(Convert.FromHexString(hex));
        return reader.TryRead(out Amf3Value? value) && reader.AtEnd ? value : null;
    }

    private static void ReadAll(byte[] bytes)
    {
        Amf3Reader reader = new(bytes);
        while (reader.TryRead(out _))
        {
        }
    }
}
