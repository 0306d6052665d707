using System;
using System.Globalization;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the fields that several streaming applications have.</summary>
internal sealed class StreamingFields(ReadingContext context, NetworkNames names)
{
    private const string Scheme = "rtmp://";

    // The chunk size has 31 bits, but no message is longer than 16777215 B (Adobe RTMP 1.0, 5.4.1).
    private static readonly ByteSize _largestChunk = new(16_777_215);
    private static readonly ByteSize _smallestChunk = new(128);

    private readonly ValueReader _values = context.Values;

    /// <summary>The host that an application runs on.</summary>
    public Reference? Host(MappingFields fields)
    {
        Field field = fields.Required("host");
        if (_values.Reference(field) is Reference host)
        {
            names.Host(host, field.Path);
            return host;
        }

        return null;
    }

    /// <summary>The longest chunk that an application sends.</summary>
    public ByteSize? ChunkSize(Field field) => _values.Size(field, _smallestChunk, _largestChunk);

    /// <summary>Where a stream is: <c>rtmp://host[:port]/app/stream</c>.</summary>
    public RtmpUrl? Url(Field field)
    {
        if (_values.Text(field) is not string text)
        {
            return null;
        }

        const string Form = "write rtmp://host[:port]/app/stream";
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return Refuse($"'{text}' is not an rtmp:// URL; {Form}");
        }

        string[] parts = text[Scheme.Length..].Split('/', 3);
        if (parts.Length < 2 || parts[1].Length == 0)
        {
            return Refuse($"'{text}' names no application and no stream; {Form}");
        }

        if (parts.Length < 3 || parts[2].Length == 0)
        {
            return Refuse($"'{text}' names no stream; {Form}");
        }

        return Server(field, parts[0]) is (Reference host, int port)
            ? new RtmpUrl(host, port, parts[1], parts[2], field.At)
            : null;

        RtmpUrl? Refuse(string message)
        {
            context.Log.Add(field.At, $"{field.Path}: {message}");
            return null;
        }
    }

    /// <summary>Where an edge gets its streams: <c>rtmp://host[:port]</c>.</summary>
    public OriginDefinition? Origin(Field field)
    {
        if (_values.Text(field) is not string text)
        {
            return null;
        }

        if (!text.StartsWith(Scheme, StringComparison.Ordinal) || text.IndexOf('/', Scheme.Length) >= 0)
        {
            context.Log.Add(field.At, $"{field.Path}: '{text}' does not name a server; write rtmp://host[:port], "
                + "the application and the stream are those that a player asks for");
            return null;
        }

        return Server(field, text[Scheme.Length..]) is (Reference host, int port) ? new OriginDefinition(host, port, field.At) : null;
    }

    /// <summary>How an application cuts its output into writes.</summary>
    public WritePattern? Writes(Field field)
    {
        if (_values.Text(field) is not string text)
        {
            return null;
        }

        if (WritePattern.Named.Words.TryGetValue(text, out WritePatternKind kind))
        {
            return new WritePattern.Named(kind);
        }

        if (char.IsAsciiDigit(text[0]))
        {
            return _values.Size(field, new ByteSize(1), _largestChunk) is ByteSize size
                ? new WritePattern.Fixed(size)
                : null;
        }

        string suggestion = Spelling.Suggest(text, [.. WritePattern.Named.Words.Keys]);
        context.Log.Add(field.At, $"{field.Path}: unknown value '{text}'; {suggestion}, or a size such as '4096 B'");
        return null;
    }

    private (Reference Host, int Port)? Server(Field field, string authority)
    {
        string[] parts = authority.Split(':', 2);
        int port = RtmpUrl.DefaultPort;
        bool isNumber = parts.Length == 1
            || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out port);
        if (!isNumber || port is <= 0 or > ushort.MaxValue)
        {
            context.Log.Add(field.At, $"{field.Path}: '{parts[1]}' is not a port; a port is 1 to 65535");
            return null;
        }

        Reference host = new(parts[0], field.At);
        return names.Host(host, field.Path) is null ? null : (host, port);
    }
}
