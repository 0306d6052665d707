using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using Experiments.Composition;
using Experiments.Composition.Live;
using Experiments.Scenario;
using Experiments.Scenario.Records;
using Protocols.Net;
using Protocols.Streaming;

namespace Experiments.Cli;

/// <summary><c>serve</c>: an RTMP server that encoders and players connect to.</summary>
internal sealed class ServeVerb
{
    private const string DefaultListen = "[::]:1935";

    // The keys of an rtmp-server in a scenario, in the scenario's own words: they are judged by the scenario's reader.
    private static readonly (string Key, string Value, string Description)[] _keys =
    [
        ("gop-cache", "BOOL", "Whether a new viewer gets the current group of pictures at once [default: true]"),
        ("gop-cache-size", "SIZE", "The most that is cached of a stream [default: 16 MiB]"),
        ("gop-cache-frames", "COUNT", "The most frames that are cached of a stream [default: 2500]"),
        ("queue", "TIME", "The most media that waits for one viewer; then whole groups of pictures are dropped [default: 30 s]"),
        ("queue-size", "SIZE", "The most that waits for one viewer, likewise [default: 32 MiB]"),
        ("writes", "KIND", "How output is cut into writes: nginx-rtmp, srs, ffmpeg, per-message, per-chunk or a size [default: nginx-rtmp]"),
        ("merge-latency", "TIME", "How long frames may wait to be written together [default: 0 s]"),
        ("chunk-size", "SIZE", "The longest chunk it sends [default: 4096 B; 60000 B with --writes srs]"),
        ("on-second-publisher", "RULE", "refuse or replace: when somebody publishes a stream that is being published [default: refuse]"),
        ("max-connections", "COUNT", "Connections at a time; further ones are reset [default: 1024]"),
        ("handshake-timeout", "TIME", "How long a client may take for its handshake [default: 10 s]"),
        ("idle-timeout", "TIME", "How long a client may neither publish nor play, and a publisher send no frame [default: 30 s]"),
        ("send-timeout", "TIME", "How long a client may take nothing of what waits for it [default: 30 s]"),
    ];

    private readonly SimulatorServices _services;
    private readonly Terminal _terminal;
    private readonly LiveVerb _live;

    private readonly Option<string?> _listen = new("--listen")
    {
        Description = $"The address and port; [::] takes both IP versions [default: {DefaultListen}]",
        HelpName = "ADDRESS:PORT",
    };

    private readonly Option<string?> _origin = new("--origin")
    {
        Description = "The server to pull streams from that nobody publishes here: [rtmp://]host[:port]",
        HelpName = "URL",
    };

    private readonly List<Option<string?>> _settings =
    [
        .. _keys.Select(key => new Option<string?>("--" + key.Key) { HelpName = key.Value, Description = key.Description }),
    ];

    /// <summary>Prepares the verb.</summary>
    public ServeVerb(SimulatorServices services, Terminal terminal, CancellationToken interrupt)
    {
        _services = services;
        _terminal = terminal;
        LiveOptions options = new();
        _live = new LiveVerb(options, terminal, interrupt);
        Command = new Command("serve", "Serve RTMP to real encoders and players, over this machine's own sockets") { _listen };
        _settings.ForEach(Command.Add);
        Command.Add(_origin);
        options.AddTo(Command);
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    /// <summary>Reads an address and a port; an empty address stands for all.</summary>
    internal static bool TryParse(string text, out Endpoint endpoint)
    {
        endpoint = default;
        int colon = text.LastIndexOf(':');
        string address = colon < 0 ? "" : text[..colon];
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            return false;
        }

        bool isBracketed = address.StartsWith('[') && address.EndsWith(']');
        if (address.Length == 0 || address is "[::]" or "*")
        {
            endpoint = new Endpoint(IpAddress.None, port);
            return true;
        }

        bool isAddress = IpAddress.TryParse(isBracketed ? address[1..^1] : address, out IpAddress parsed);
        endpoint = new Endpoint(parsed, port);
        return isAddress && isBracketed == (parsed.Family == AddressFamily.Ipv6);
    }

    // As in a scenario; the scheme may be left out.
    private static RtmpOrigin? OriginOf(string text) =>
        RtmpOrigin.TryParse(text.Contains("://", StringComparison.Ordinal) ? text : "rtmp://" + text, out RtmpOrigin? origin)
            ? origin
            : null;

    private int Invoke(ParseResult arguments)
    {
        string listen = arguments.GetValue(_listen) ?? DefaultListen;
        if (!TryParse(listen, out Endpoint endpoint))
        {
            _terminal.Error.WriteLine(
                $"--listen: found '{listen}', expected an address and a port, such as {DefaultListen}, 0.0.0.0:1935 or :1935");
            return ExitCode.WrongInput;
        }

        RtmpOrigin? origin = null;
        if (arguments.GetValue(_origin) is { } text && (origin = OriginOf(text)) is null)
        {
            _terminal.Error.WriteLine($"--origin: found '{text}', expected a server, such as rtmp://host or host:1935");
            return ExitCode.WrongInput;
        }

        ScenarioReading reading = Read(arguments);
        if (reading.Scenario is not { } scenario)
        {
            return Refusal.Of(_terminal, reading.Errors);
        }

        RtmpServerApplication definition = scenario.Applications.OfType<RtmpServerApplication>().Single();
        RtmpServerOptions options = ServerOptions.Of(definition) with { Port = endpoint.Port, Origin = origin };
        return _live.Run(
            arguments,
            _ => new ServeRole(options, listen, LiveVerb.NewRandom()),
            settings => settings with { ListenAddress = endpoint.Address });
    }

    // The smallest scenario with a server, completed by the options as '--set' would complete it.
    private ScenarioReading Read(ParseResult arguments)
    {
        const string Smallest = """
            duration: 1 s
            isps: { isp: { rate: 1 Gbit/s, delay: 1 ms, queue: 10 ms } }
            hosts: { host: { nics: { nic: isp } } }
            applications: [{ name: server, kind: rtmp-server, host: host }]
            """;
        List<ScenarioOverride> overrides = [];
        foreach (Option<string?> setting in _settings)
        {
            if (arguments.GetValue(setting) is { } value)
            {
                overrides.Add(new ScenarioOverride("applications.server." + setting.Name[2..], value, new SourcePosition(setting.Name, 0, 0)));
            }
        }

        return _services.Reader.ReadText(Smallest, "serve", overrides);
    }
}
