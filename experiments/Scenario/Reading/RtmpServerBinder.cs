using Experiments.Scenario.Records;
using Protocols.Core;

namespace Experiments.Scenario.Reading;

/// <summary>Reads an RTMP server.</summary>
internal sealed class RtmpServerBinder(ReadingContext context, NetworkNames names)
{
    private const int MostFrames = 1_000_000;
    private const int MostConnections = 65_535;

    private static readonly ByteSize _leastSize = new(1);
    private static readonly ByteSize _mostSize = new(long.MaxValue);

    private readonly ValueReader _values = context.Values;
    private readonly StreamingFields _fields = new(context, names);
    private readonly CommandBinder _commands = new(context);

    /// <summary>Reads it.</summary>
    public RtmpServerApplication? Server(Reference name, MappingFields fields)
    {
        Reference? host = _fields.Host(fields);
        RtmpServerApplication defaults = new() { Name = name, Host = host ?? default };
        WritePattern? writes = _fields.Writes(fields.Optional("writes"));
        RtmpServerApplication server = defaults with
        {
            Command = _commands.Bind(fields, "rtmp-server", media: null),
            Port = (int)(_values.Integer(fields.Optional("port"), 1, ushort.MaxValue) ?? defaults.Port),
            GopCache = _values.Flag(fields.Optional("gop-cache")) ?? defaults.GopCache,
            GopCacheSize = _values.Size(fields.Optional("gop-cache-size"), _leastSize, _mostSize) ?? defaults.GopCacheSize,
            GopCacheFrames = (int)(_values.Integer(fields.Optional("gop-cache-frames"), 1, MostFrames) ?? defaults.GopCacheFrames),
            Queue = _values.PositiveTime(fields.Optional("queue")) ?? defaults.Queue,
            QueueSize = _values.Size(fields.Optional("queue-size"), _leastSize, _mostSize) ?? defaults.QueueSize,
            Writes = writes,
            MergeLatency = _values.TimeFromZero(fields.Optional("merge-latency")) ?? defaults.MergeLatency,
            ChunkSize = _fields.ChunkSize(fields.Optional("chunk-size")),
            OnSecondPublisher = _values.Choice(
                fields.Optional("on-second-publisher"), ("refuse", SecondPublisherRule.Refuse), ("replace", SecondPublisherRule.Replace))
                ?? defaults.OnSecondPublisher,
            Origin = _fields.Origin(fields.Optional("origin")),
            OriginIdle = _values.TimeFromZero(fields.Optional("origin-idle")) ?? defaults.OriginIdle,
            MaxConnections = (int)(_values.Integer(fields.Optional("max-connections"), 1, MostConnections) ?? defaults.MaxConnections),
            HandshakeTimeout = _values.PositiveTime(fields.Optional("handshake-timeout")) ?? defaults.HandshakeTimeout,
            IdleTimeout = _values.PositiveTime(fields.Optional("idle-timeout")) ?? defaults.IdleTimeout,
            SendTimeout = _values.PositiveTime(fields.Optional("send-timeout")) ?? defaults.SendTimeout,
        };
        return host is null ? null : server;
    }
}
