using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the applications that stream media: RTMP server, live source and player.</summary>
internal sealed class StreamingBinder(ReadingContext context, NetworkNames names)
{
    // The chunk size has 31 bits, but no message is longer than 16777215 B (Adobe RTMP 1.0, 5.4.1).
    private static readonly ByteSize _largestChunk = new(16_777_215);
    private static readonly ByteSize _smallestChunk = new(128);

    private readonly ValueReader _values = context.Values;

    /// <summary>Reads an RTMP server.</summary>
    public RtmpServerApplication? Server(Reference name, MappingFields fields)
    {
        Reference? host = Host(fields);
        RtmpServerApplication defaults = new() { Name = name, Host = host ?? default };
        RtmpServerApplication server = defaults with
        {
            Port = (int)(_values.Integer(fields.Optional("port"), 1, ushort.MaxValue) ?? defaults.Port),
            GopCache = _values.Flag(fields.Optional("gop-cache")) ?? defaults.GopCache,
            Queue = _values.PositiveTime(fields.Optional("queue")) ?? defaults.Queue,
            Writes = Writes(fields.Optional("writes")),
            ChunkSize = _values.Size(fields.Optional("chunk-size"), _smallestChunk, _largestChunk),
        };
        return host is null ? null : server;
    }

    /// <summary>Reads a live source.</summary>
    public RtmpPushApplication? Push(Reference name, MappingFields fields)
    {
        Reference? host = Host(fields);
        RtmpUrl? to = Url(fields.Required("to"));
        MediaDefinition? media = Media(fields.Required("media"), fields.Optional("source"));
        bool loop = _values.Flag(fields.Optional("loop")) ?? false;
        WritePattern? writes = Writes(fields.Optional("writes"));
        ByteSize? chunkSize = _values.Size(fields.Optional("chunk-size"), _smallestChunk, _largestChunk);
        return host is null || to is null || media is null ? null : new RtmpPushApplication
        {
            Name = name,
            Host = host.Value,
            To = to,
            Media = media,
            Loop = loop,
            Writes = writes,
            ChunkSize = chunkSize,
        };
    }

    /// <summary>Reads a player.</summary>
    public RtmpClientApplication? Client(Reference name, MappingFields fields)
    {
        Reference? host = Host(fields);
        RtmpUrl? from = Url(fields.Required("from"));
        ByteSize? buffer = _values.Size(fields.Optional("buffer"), new ByteSize(1), new ByteSize(long.MaxValue));
        Duration? startAfter = _values.TimeFromZero(fields.Optional("start-after"));
        if (host is null || from is null)
        {
            return null;
        }

        RtmpClientApplication client = new() { Name = name, Host = host.Value, From = from };
        return client with { Buffer = buffer ?? client.Buffer, StartAfter = startAfter ?? client.StartAfter };
    }

    private Reference? Host(MappingFields fields)
    {
        Field field = fields.Required("host");
        if (_values.Reference(field) is Reference host)
        {
            names.Host(host, field.Path);
            return host;
        }

        return null;
    }

    private RtmpUrl? Url(Field field)
    {
        if (_values.Text(field) is not string text)
        {
            return null;
        }

        const string Scheme = "rtmp://";
        const string Form = "write rtmp://host[:port]/app/stream";
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return Refuse($"'{text}' is not an rtmp:// URL; {Form}");
        }

        string[] parts = text[Scheme.Length..].Split('/', 3);
        string[] authority = parts[0].Split(':', 2);
        if (parts.Length < 2 || parts[1].Length == 0)
        {
            return Refuse($"'{text}' names no application and no stream; {Form}");
        }

        if (parts.Length < 3 || parts[2].Length == 0)
        {
            return Refuse($"'{text}' names no stream; {Form}");
        }

        int port = RtmpUrl.DefaultPort;
        bool isNumber = authority.Length == 1
            || int.TryParse(authority[1], NumberStyles.None, CultureInfo.InvariantCulture, out port);
        bool portFits = isNumber && port is > 0 and <= ushort.MaxValue;
        if (!portFits)
        {
            return Refuse($"'{authority[1]}' is not a port; a port is 1 to 65535");
        }

        Reference host = new(authority[0], field.At);
        return names.Host(host, field.Path) is null ? null : new RtmpUrl(host, port, parts[1], parts[2], field.At);

        RtmpUrl? Refuse(string message)
        {
            context.Log.Add(field.At, $"{field.Path}: {message}");
            return null;
        }
    }

    private WritePattern? Writes(Field field)
    {
        if (_values.Text(field) is not string text)
        {
            return null;
        }

        WritePatternKind? kind = text switch
        {
            "ffmpeg" => WritePatternKind.Ffmpeg,
            "per-message" => WritePatternKind.PerMessage,
            "per-chunk" => WritePatternKind.PerChunk,
            _ => null,
        };
        if (kind is WritePatternKind named)
        {
            return new WritePattern.Named(named);
        }

        if (char.IsAsciiDigit(text[0]))
        {
            return _values.Size(field, new ByteSize(1), _largestChunk) is ByteSize size
                ? new WritePattern.Fixed(size)
                : null;
        }

        string suggestion = Spelling.Suggest(text, ["ffmpeg", "per-message", "per-chunk"]);
        context.Log.Add(field.At, $"{field.Path}: unknown value '{text}'; {suggestion}, or a size such as '4096 B'");
        return null;
    }

    private MediaDefinition? Media(Field field, Field source)
    {
        SourceSettings settings = Settings(source);
        if (_values.Reference(field) is not Reference media)
        {
            return null;
        }

        if (context.Known.MediaSources.Contains(media.Name))
        {
            return new MediaDefinition.Source(media, settings);
        }

        if (source.IsGiven)
        {
            context.Log.Add(source.At, $"{source.Path}: only a generated stream has a source, "
                + $"such as media: synthetic; '{media.Name}' is a file");
        }

        string path = Path.GetFullPath(Path.Combine(context.Folder, media.Name));
        string? problem = Directory.Exists(path) ? $"'{path}' is a folder, expected an FLV file"
            : !File.Exists(path) ? $"no such file '{path}', and no media source '{media.Name}'; "
                + Spelling.Suggest(media.Name, context.Known.MediaSources)
            : null;
        MediaVerdict verdict = problem is null ? context.JudgeMedia(path) : new MediaVerdict(problem);
        if (verdict.Error is string error)
        {
            context.Log.Add(field.At, $"{field.Path}: {error}");
        }

        if (verdict.Notice is string notice)
        {
            context.Log.Notice(field.At, $"{field.Path}: {notice}");
        }

        return verdict.Error is null ? new MediaDefinition.Flv(media.Name, path, field.At) : null;
    }

    private SourceSettings Settings(Field field)
    {
        SourceSettings defaults = new();
        if (_values.Mapping(field) is not MappingFields fields)
        {
            return defaults;
        }

        SourceSettings settings = new()
        {
            Rate = _values.PositiveRate(fields.Optional("rate")) ?? defaults.Rate,
            FrameRate = _values.PositiveNumber(fields.Optional("frame-rate"), 1000) ?? defaults.FrameRate,
            Gop = _values.PositiveTime(fields.Optional("gop")) ?? defaults.Gop,
            AudioRate = _values.RateFromZero(fields.Optional("audio-rate")) ?? defaults.AudioRate,
        };
        fields.Finish();
        return settings;
    }
}
