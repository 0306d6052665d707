using System;
using System.Globalization;

namespace Protocols.Rtmp;

/// <summary>Where a stream is: <c>rtmp://host[:port]/application/stream</c>.</summary>
/// <param name="Host">A name, or an address; an IPv6 address without its brackets.</param>
/// <param name="Port">The TCP port; 1935 when the text gives none.</param>
/// <param name="Application">The first part of the path.</param>
/// <param name="StreamName">All that follows it.</param>
public readonly record struct RtmpUrl(string Host, ushort Port, string Application, string StreamName)
{
    /// <summary>The port of RTMP.</summary>
    public const ushort DefaultPort = 1935;

    private const string Scheme = "rtmp://";

    /// <summary>The text up to the application, as a client tells it in <c>connect</c>.</summary>
    public string TcUrl => string.Create(CultureInfo.InvariantCulture, $"{Scheme}{BracketedHost}:{Port}/{Application}");

    // RFC 3986, 3.2.2: an IPv6 address stands in brackets, so that its colons are not taken for a port.
    private string BracketedHost => Host.Contains(':') ? $"[{Host}]" : Host;

    /// <summary>Reads a URL.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="url">The parts.</param>
    /// <param name="reason">What is wrong and what is allowed; empty when nothing is.</param>
    public static bool TryParse(string text, out RtmpUrl url, out string reason)
    {
        url = default;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            reason = $"'{text}' does not start with {Scheme}";
            return false;
        }

        string rest = text[Scheme.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        int second = slash < 0 ? -1 : rest.IndexOf('/', slash + 1);
        if (second <= slash + 1 || second == rest.Length - 1)
        {
            reason = $"'{text}' lacks a part of rtmp://host/application/stream";
            return false;
        }

        if (!TryParseServer(rest[..slash], out string host, out ushort port))
        {
            reason = $"'{rest[..slash]}' is not a host, host:port, [address] or [address]:port";
            return false;
        }

        url = new RtmpUrl(host, port, rest[(slash + 1)..second], rest[(second + 1)..]);
        reason = "";
        return true;
    }

    /// <summary>Prints the URL; the port only when it is not the usual one.</summary>
    public override string ToString()
    {
        string port = Port == DefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{Port}");
        return $"{Scheme}{BracketedHost}{port}/{Application}/{StreamName}";
    }

    /// <summary>Reads the part between the scheme and the application: host, host:port, [address] or [address]:port.</summary>
    /// <param name="text">That part.</param>
    /// <param name="host">The host; an IPv6 address without its brackets.</param>
    /// <param name="port">The port; 1935 when the text gives none.</param>
    public static bool TryParseServer(string text, out string host, out ushort port)
    {
        port = DefaultPort;
        bool isBracketed = text.StartsWith('[');
        int end = isBracketed ? text.IndexOf(']', StringComparison.Ordinal) : text.IndexOf(':', StringComparison.Ordinal);
        if (isBracketed && end < 0)
        {
            host = "";
            return false;
        }

        host = isBracketed ? text[1..end] : end < 0 ? text : text[..end];
        string rest = isBracketed ? text[(end + 1)..] : end < 0 ? "" : text[end..];
        return host.Length > 0 && (rest.Length == 0 || (rest[0] == ':'
            && ushort.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0));
    }
}
