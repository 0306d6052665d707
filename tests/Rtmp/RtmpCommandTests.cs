using System;
using System.Linq;
using NUnit.Framework;
using Protocols.Rtmp;

namespace Tests.Rtmp;

/// <summary>Commands as real programs send them, in hexadecimal from the captures.</summary>
public class RtmpCommandTests
{
    [Test]
    public void Play_as_ffmpeg_sends_it()
    {
        const string Hex = "020004706c61790040100000000000000502000463616d3100c09f400000000000";
        RtmpCommand command = Parse(Hex);
        Assert.That((command.Name, command.TransactionId), Is.EqualTo(("play", 4d)));
        Assert.That((command.TextAt(1), command.NumberAt(2)), Is.EqualTo(("cam1", (double?)-2000)));
        Assert.That(Convert.ToHexStringLower(command.ToPayload().Span), Is.EqualTo(Hex));
    }

    [Test]
    public void A_status_as_nginx_sends_it()
    {
        RtmpCommand status = RtmpCommand.Status("status", "NetStream.Publish.Start", "Start publishing");
        Assert.That(Convert.ToHexStringLower(status.ToPayload().Span), Is.EqualTo(
            "0200086f6e537461747573000000000000000000050300056c6576656c0200067374617475730004636f64650200174e65745374"
            + "7265616d2e5075626c6973682e5374617274000b6465736372697074696f6e0200105374617274207075626c697368696e67000009"));
        Assert.That(status.StatusText("code"), Is.EqualTo("NetStream.Publish.Start"));
    }

    [Test]
    public void A_command_without_a_transaction_is_read() =>
        Assert.That(Parse("02000b6f6e46435075626c697368"), Has.Property("Name").EqualTo("onFCPublish").And.Property("TransactionId").EqualTo(0));

    [TestCase("")]
    [TestCase("003FF0000000000000")]
    [TestCase("020004706c6179" + "0040")]
    [TestCase("020004706c61")]
    public void What_is_not_a_command_is_refused(string hex) =>
        Assert.That(RtmpCommand.TryParse(Convert.FromHexString(hex), out _), Is.False);

    [Test]
    public void Missing_arguments_are_null()
    {
        RtmpCommand command = Parse("02000463616d31");
        Assert.That((command.TextAt(0), command.NumberAt(0), command.StatusText("code")), Is.EqualTo(((string?)null, (double?)null, "")));
        Assert.That(command.Arguments.Any(), Is.False);
    }

    [TestCase("00030000000100000bb8", UserControlEvent.SetBufferLength, 1u, 3000u)]
    [TestCase("0006002c763b", UserControlEvent.PingRequest, 0x2c763bu, 0u)]
    [TestCase("000000000001", UserControlEvent.StreamBegin, 1u, 0u)]
    public void User_control_as_real_programs_send_it(string hex, UserControlEvent kind, uint value, uint buffer)
    {
        Assert.That(UserControl.TryParse(Convert.FromHexString(hex), out UserControl control), Is.True);
        Assert.That(control, Is.EqualTo(new UserControl(kind, value, buffer)));
        Assert.That(Convert.ToHexStringLower(control.ToPayload().Span), Is.EqualTo(hex));
    }

    [TestCase("")]
    [TestCase("0000000000")]
    [TestCase("000300000001")]
    public void A_user_control_message_that_is_too_short_is_refused(string hex) =>
        Assert.That(UserControl.TryParse(Convert.FromHexString(hex), out _), Is.False);

    private static RtmpCommand Parse(string hex)
    {
        Assert.That(RtmpCommand.TryParse(Convert.FromHexString(hex), out RtmpCommand? command), Is.True);
        return command!;
    }
}
