using System;
using NUnit.Framework;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

public class TcpOptionsTests
{
    private static PacketOptions Parse(string hex, out TimestampsOption timestamps)
    {
        PacketOptions options = default;
        bool parsed = TcpOptions.TryParse(Bytes(hex), ref options, out timestamps, out ParseError error);
        Assert.That((parsed, error), Is.EqualTo((true, ParseError.None)));
        return options;
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    // What Linux 6.18 sends, from the captures; and, built by hand from the RFCs' pictures, what it never sends.
    [TestCase("020405a0", "mss 1440")]
    [TestCase("01010402", "sack-permitted")]
    [TestCase("01030307", "window-scale 7")]
    [TestCase("020405b4 0402 080a 00000001 00000002 01 03030a",
        "mss 1460, sack-permitted, timestamps 1 2, window-scale 10")]
    [TestCase("0101 050a 00000005 00000009", "sack 5-9")]
    [TestCase("0101 0522 00000005 00000009 0000000b 0000000c fffffff0 00000001 00000020 00000021",
        "sack 5-9 11-12 4294967280-1 32-33")]
    [TestCase("1e040101", "capable v1 01")]
    [TestCase("1e0c0081 42fa620b85630e7d", "capable v0 81 42fa620b85630e7d")]
    [TestCase("1e140101 aef257486af307df 42fa620b85630e7d", "capable v1 01 aef257486af307df 42fa620b85630e7d")]
    [TestCase("1e160101 aef257486af307df 42fa620b85630e7d 05dc 0101",
        "capable v1 01 aef257486af307df 42fa620b85630e7d length 1500")]
    [TestCase("1e180181 aef257486af307df 42fa620b85630e7d 05dc abcd",
        "capable v1 81 aef257486af307df 42fa620b85630e7d length 1500 checksum abcd")]
    [TestCase("1e0c1000 38b835a2 5bcf248f", "join id 0 token 38b835a2 nonce 5bcf248f")]
    [TestCase("1e101101 d188c1efa37334ea a9b3bd05", "join backup id 1 hmac d188c1efa37334ea nonce a9b3bd05")]
    [TestCase("1e181000 0758bb719f70f8e853b0546b6e4432cde346a687",
        "join hmac 0758bb719f70f8e853b0546b6e4432cde346a687")]
    [TestCase("1e042000", "dss")]
    [TestCase("1e042010", "dss fin")]
    [TestCase("1e082001 5ffb961e", "dss ack 5ffb961e")]
    [TestCase("1e0c2003 2c5a8dd15ffb9bfa", "dss ack 2c5a8dd15ffb9bfa")]
    [TestCase("1e0e2004 fb159311 00000001 05dc 0101", "dss map fb159311 at 1 length 1500")]
    [TestCase("1e102004 fb159311 00000001 05dc abcd", "dss map fb159311 at 1 length 1500 checksum abcd")]
    [TestCase("1e12200c df990bdbfb159311 00000001 05dc 0101", "dss map df990bdbfb159311 at 1 length 1500")]
    [TestCase("1e14200c df990bdbfb159311 00000001 05dc abcd",
        "dss map df990bdbfb159311 at 1 length 1500 checksum abcd")]
    [TestCase("1e122005 5ffb961e fb159311 00000001 05dc 0101", "dss ack 5ffb961e map fb159311 at 1 length 1500")]
    [TestCase("1e142005 5ffb961e fb159311 00000001 05dc abcd",
        "dss ack 5ffb961e map fb159311 at 1 length 1500 checksum abcd")]
    [TestCase("1e16200d fb159311 2c5a8dd15ffb961e 00000001 05dc 0101",
        "dss ack fb159311 map 2c5a8dd15ffb961e at 1 length 1500")]
    [TestCase("1e18200d fb159311 2c5a8dd15ffb961e 00000001 05dc abcd",
        "dss ack fb159311 map 2c5a8dd15ffb961e at 1 length 1500 checksum abcd")]
    [TestCase("1e162007 2c5a8dd15ffb961e fb159311 00000001 05dc 0101",
        "dss ack 2c5a8dd15ffb961e map fb159311 at 1 length 1500")]
    [TestCase("1e1a201f 2c5a8dd15ffb961e df990bdbfb159311 00000000 0001 0101",
        "dss fin ack 2c5a8dd15ffb961e map df990bdbfb159311 at 0 length 1")]
    [TestCase("1e1c200f 2c5a8dd15ffb961e df990bdbfb159311 00000007 0001 abcd",
        "dss ack 2c5a8dd15ffb961e map df990bdbfb159311 at 7 length 1 checksum abcd")]
    [TestCase("1e103003 0ac90201 af11f0311d4fa61a", "add id 3 10.201.2.1 hmac af11f0311d4fa61a")]
    [TestCase("1e123003 0ac90201 078f af11f0311d4fa61a 0101", "add id 3 10.201.2.1 port 1935 hmac af11f0311d4fa61a")]
    [TestCase("1e083103 0ac90201", "add echo id 3 10.201.2.1")]
    [TestCase("1e0a3103 0ac90201 078f 0101", "add echo id 3 10.201.2.1 port 1935")]
    [TestCase("1e1c3001 fd000002000000000000000000000002 cfbef14380d97aaf", "add id 1 fd00:2::2 hmac cfbef14380d97aaf")]
    [TestCase("1e1e3001 fd000002000000000000000000000002 078f 3ba7859f5f2fbb62 0101",
        "add id 1 fd00:2::2 port 1935 hmac 3ba7859f5f2fbb62")]
    [TestCase("1e143101 fd000002000000000000000000000002", "add echo id 1 fd00:2::2")]
    [TestCase("1e163101 fd000002000000000000000000000002 078f 0101", "add echo id 1 fd00:2::2 port 1935")]
    [TestCase("1e083403 0ac90201", "add v0 id 3 10.201.2.1")]
    [TestCase("1e0a3403 0ac90201 078f 0101", "add v0 id 3 10.201.2.1 port 1935")]
    [TestCase("1e143601 fd000002000000000000000000000002", "add v0 id 1 fd00:2::2")]
    [TestCase("1e044002", "remove 2")]
    [TestCase("1e0b4001 02030405 06070801", "remove 1 2 3 4 5 6 7 8")]
    [TestCase("1e035101", "backup")]
    [TestCase("1e035001", "no-backup")]
    [TestCase("1e045107", "backup id 7")]
    [TestCase("1e0c6000 2c5a8dd15ffb961e", "fail 2c5a8dd15ffb961e")]
    [TestCase("1e0c7000 42fa620b85630e7d", "fastclose 42fa620b85630e7d")]
    [TestCase("1e048102", "reset 1 2")]
    [TestCase("1e0c6000 2c5a8dd15ffb961e 1e048006", "fail 2c5a8dd15ffb961e, reset 0 6")]
    [TestCase("0101080a 00000003 00000004 1e0c2003 2c5a8dd15ffb9bfa 1e035101",
        "timestamps 3 4, dss ack 2c5a8dd15ffb9bfa, backup")]
    public void Options_read_as_values_and_write_back_byte_for_byte(string hex, string expected)
    {
        PacketOptions options = Parse(hex, out TimestampsOption timestamps);
        Assert.That(OptionsText.Of(in options, timestamps), Is.EqualTo(expected));

        byte[] target = new byte[128];
        int written = TcpOptions.Write(in options, timestamps, target);
        Assert.That(
            Convert.ToHexStringLower(target.AsSpan(0, written)), Is.EqualTo(Convert.ToHexStringLower(Bytes(hex))));
    }

    // An MD5 signature (19), TCP-AO (29), fast open (34), an experiment (254), and MPTCP subtype 15 (private use).
    [TestCase("1312 000102030405060708090a0b0c0d0e0f 0101")]
    [TestCase("1d04 0102")]
    [TestCase("2202 0101")]
    [TestCase("fe04 f989")]
    [TestCase("1e05 f1 02 03")]
    public void An_unknown_option_is_passed_over(string hex)
    {
        PacketOptions options = Parse(hex + "03030a", out TimestampsOption timestamps);
        Assert.That(OptionsText.Of(in options, timestamps), Is.EqualTo("window-scale 10"));
    }

    [Test]
    public void An_unknown_option_can_be_read_as_bytes()
    {
        ReadOnlySpan<byte> rest = Bytes("01 1305 aabbcc 00 1e04");
        Assert.That(TcpOption.TryTake(ref rest, out TcpOption option, out _), Is.True);
        Assert.That((option.Kind, option.Length), Is.EqualTo((TcpOption.NoOperation, 1)));
        Assert.That(TcpOption.TryTake(ref rest, out option, out _), Is.True);
        Assert.That((option.Kind, option.Length), Is.EqualTo((TcpOption.Md5Signature, 5)));
        Assert.That(option.Body.ToArray(), Is.EqualTo(Bytes("aabbcc")));
        Assert.That(TcpOption.TryTake(ref rest, out option, out _), Is.True);
        Assert.That((option.Kind, option.Length), Is.EqualTo((TcpOption.EndOfList, 1)));
        Assert.That(TcpOption.TryTake(ref rest, out _, out ParseError error), Is.False);
        Assert.That(error, Is.EqualTo(ParseError.Truncated));
    }

    [TestCase("02", ParseError.Truncated)]
    [TestCase("0200", ParseError.OptionLength)]
    [TestCase("0201", ParseError.OptionLength)]
    [TestCase("0205 05a0", ParseError.OptionLength)]
    [TestCase("0203 05", ParseError.OptionLength)]
    [TestCase("0302", ParseError.OptionLength)]
    [TestCase("0403 00", ParseError.OptionLength)]
    [TestCase("0502", ParseError.OptionLength)]
    [TestCase("0509 00000001 000002", ParseError.OptionLength)]
    [TestCase("050b 00000001 00000002 03", ParseError.OptionLength)]
    [TestCase("052a 00000001 00000002 00000001 00000002 00000001 00000002 00000001 00000002 00000001 00000002",
        ParseError.OptionLength)]
    [TestCase("0809 00000001 000002", ParseError.OptionLength)]
    [TestCase("1e02", ParseError.OptionLength)]
    [TestCase("1e0301", ParseError.OptionLength)]
    [TestCase("1e0d0101 42fa620b85630e7d 00", ParseError.OptionLength)]
    [TestCase("1e0d1000 38b835a2 5bcf248f 00", ParseError.OptionLength)]
    [TestCase("1e0320", ParseError.OptionLength)]
    [TestCase("1e072001 5ffb96", ParseError.OptionLength)]
    [TestCase("1e092001 5ffb961e 00", ParseError.OptionLength)]
    [TestCase("1e0f2004 fb159311 00000001 05dc ab", ParseError.OptionLength)]
    [TestCase("1e083003 0ac90201", ParseError.OptionLength)]
    [TestCase("1e103103 0ac90201 af11f0311d4fa61a", ParseError.OptionLength)]
    [TestCase("1e143401 fd000002000000000000000000000002", ParseError.OptionLength)]
    [TestCase("1e0340", ParseError.OptionLength)]
    [TestCase("1e0c4001 02030405 06070809", ParseError.OptionLength)]
    [TestCase("1e055100 00", ParseError.OptionLength)]
    [TestCase("1e0b6000 2c5a8dd15ffb96", ParseError.OptionLength)]
    [TestCase("1e0d7000 42fa620b85630e7d 00", ParseError.OptionLength)]
    [TestCase("1e0380", ParseError.OptionLength)]
    public void An_option_of_a_wrong_length_is_an_error(string hex, ParseError expected)
    {
        PacketOptions options = default;
        Assert.That(TcpOptions.TryParse(Bytes(hex), ref options, out _, out ParseError error), Is.False);
        Assert.That(error, Is.EqualTo(expected));
    }

    // RFC 7323, 2.3: "If a Window Scale option is received with a shift.cnt value larger than 14, the TCP SHOULD log
    // the error but MUST use 14 instead of the specified value."
    [TestCase("0303ff", "window-scale 14")]
    [TestCase("03030e", "window-scale 14")]
    [TestCase("020405a0 020405b4", "mss 1460")]
    [TestCase("020405a0 00 030307", "mss 1440")]
    public void Odd_but_legal_options_are_read(string hex, string expected)
    {
        PacketOptions options = Parse(hex, out TimestampsOption timestamps);
        Assert.That(OptionsText.Of(in options, timestamps), Is.EqualTo(expected));
    }

    [Test]
    public void The_flags_m_and_a_mean_nothing_without_M_and_A()
    {
        PacketOptions options = Parse("1e04200a", out _);
        Assert.That(OptionsText.Of(in options), Is.EqualTo("dss"));
    }
}
