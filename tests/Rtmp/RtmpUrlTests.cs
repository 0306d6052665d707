using NUnit.Framework;
using Protocols.Rtmp;

namespace Tests.Rtmp;

public class RtmpUrlTests
{
    [TestCase("rtmp://server/live/stream", "server", 1935, "live", "stream", "rtmp://server:1935/live")]
    [TestCase("rtmp://server:2000/live/a/b?key=1", "server", 2000, "live", "a/b?key=1", "rtmp://server:2000/live")]
    [TestCase("RTMP://[fd7b:1:2::2]/live/s", "fd7b:1:2::2", 1935, "live", "s", "rtmp://[fd7b:1:2::2]:1935/live")]
    [TestCase("rtmp://[::1]:99/live/s", "::1", 99, "live", "s", "rtmp://[::1]:99/live")]
    public void A_url_is_read(string text, string host, int port, string application, string stream, string tcUrl)
    {
        Assert.That(RtmpUrl.TryParse(text, out RtmpUrl url, out string reason), Is.True, reason);
        Assert.That(url, Is.EqualTo(new RtmpUrl(host, (ushort)port, application, stream)));
        Assert.That(url.TcUrl, Is.EqualTo(tcUrl));
    }

    [TestCase("http://server/live/stream", "does not start with rtmp://")]
    [TestCase("rtmp://server", "lacks a part")]
    [TestCase("rtmp://server/live", "lacks a part")]
    [TestCase("rtmp://server//stream", "lacks a part")]
    [TestCase("rtmp://server/live/", "lacks a part")]
    [TestCase("rtmp:///live/stream", "is not a host")]
    [TestCase("rtmp://server:0/live/stream", "is not a host")]
    [TestCase("rtmp://server:65536/live/stream", "is not a host")]
    [TestCase("rtmp://server:x/live/stream", "is not a host")]
    [TestCase("rtmp://[::1/live/stream", "is not a host")]
    [TestCase("rtmp://[::1]9/live/stream", "is not a host")]
    public void What_is_not_a_url_is_refused_with_a_reason(string text, string reason)
    {
        Assert.That(RtmpUrl.TryParse(text, out _, out string told), Is.False);
        Assert.That(told, Does.Contain(reason));
    }

    [TestCase("rtmp://server/live/stream")]
    [TestCase("rtmp://[::1]:99/live/s")]
    public void A_url_is_printed_as_it_was_written(string text)
    {
        Assert.That(RtmpUrl.TryParse(text, out RtmpUrl url, out _), Is.True);
        Assert.That(url.ToString(), Is.EqualTo(text));
    }
}
