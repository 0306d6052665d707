using System.IO;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads the applications at the ends of a stream: live source and player.</summary>
internal sealed class StreamingBinder(ReadingContext context, NetworkNames names)
{
    private readonly ValueReader _values = context.Values;
    private readonly StreamingFields _fields = new(context, names);
    private readonly CommandBinder _commands = new(context);

    /// <summary>Reads a live source.</summary>
    public RtmpPushApplication? Push(Reference name, MappingFields fields)
    {
        Reference? host = _fields.Host(fields);
        RtmpUrl? to = _fields.Url(fields.Required("to"));
        bool isForeign = fields.Node["command"] is not null;
        Field mediaField = isForeign ? fields.Optional("media") : fields.Required("media");
        MediaDefinition? media = isForeign && !mediaField.IsGiven
            ? new MediaDefinition.OfProgram()
            : Media(mediaField, fields.Optional("source"));
        bool loop = _values.Flag(fields.Optional("loop")) ?? false;
        WritePattern? writes = _fields.Writes(fields.Optional("writes"));
        ByteSize? chunkSize = _fields.ChunkSize(fields.Optional("chunk-size"));
        CommandDefinition? command = _commands.Bind(fields, "rtmp-push", media);
        return host is null || to is null || media is null ? null : new RtmpPushApplication
        {
            Command = command,
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
        Reference? host = _fields.Host(fields);
        RtmpUrl? from = _fields.Url(fields.Required("from"));
        ByteSize? buffer = _values.Size(fields.Optional("buffer"), new ByteSize(1), new ByteSize(long.MaxValue));
        Duration? startAfter = _values.TimeFromZero(fields.Optional("start-after"));
        CommandDefinition? command = _commands.Bind(fields, "rtmp-client", media: null);
        if (host is null || from is null)
        {
            return null;
        }

        RtmpClientApplication client = new() { Name = name, Host = host.Value, From = from, Command = command };
        return client with { Buffer = buffer ?? client.Buffer, StartAfter = startAfter ?? client.StartAfter };
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
