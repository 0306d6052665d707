using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using Experiments.Composition.Live;
using Protocols.Core;
using Protocols.Rtmp;
using Protocols.Streaming;

namespace Experiments.Cli;

/// <summary><c>play URL</c>: plays a stream of any RTMP server, and keeps it as a file where asked to.</summary>
internal sealed class PlayVerb
{
    private readonly Terminal _terminal;
    private readonly LiveVerb _live;

    private readonly Argument<string> _url = new("URL") { Description = "What to play, rtmp://host[:port]/application/stream" };

    private readonly Option<string?> _save = new("--save")
    {
        Description = "Keep what arrives as this FLV file, tag for tag",
        HelpName = "FILE",
    };

    private readonly Option<string?> _buffer = new("--buffer")
    {
        Description = "The most media that is held [default: 64 MiB]",
        HelpName = "SIZE",
    };

    private readonly Option<string?> _startAfter = new("--start-after")
    {
        Description = "How much media to wait for before playing [default: 1 s]",
        HelpName = "TIME",
    };

    private readonly Option<bool> _wait = new("--wait")
    {
        Description = "Stay when the stream ends, and play what is published next",
    };

    /// <summary>Prepares the verb.</summary>
    public PlayVerb(Terminal terminal, CancellationToken interrupt)
    {
        _terminal = terminal;
        LiveOptions options = new();
        _live = new LiveVerb(options, terminal, interrupt);
        Command = new Command("play", "Play a stream of any RTMP server, over this machine's own sockets")
        {
            _url, _save, _buffer, _startAfter, _wait,
        };
        options.AddTo(Command);
        Command.SetAction(Invoke);
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private int Invoke(ParseResult arguments)
    {
        FlvFileSink? sink = null;
        try
        {
            return _live.Run(arguments, settings => Create(arguments, settings, out sink));
        }
        finally
        {
            sink?.Dispose();
        }
    }

    private PlayRole? Create(ParseResult arguments, LiveSettings live, out FlvFileSink? sink)
    {
        sink = null;
        if (!RtmpUrl.TryParse(arguments.GetRequiredValue(_url), out RtmpUrl url, out string reason))
        {
            return Refuse(reason);
        }

        PlaybackSettings playback = new();
        if (arguments.GetValue(_buffer) is { } size)
        {
            if (!ByteSize.TryParse(size, out ByteSize capacity) || capacity.Bytes <= 0)
            {
                return Refuse($"--buffer: found '{size}', expected a size with its unit, such as \"64 MiB\"");
            }

            playback = playback with { Capacity = capacity };
        }

        if (arguments.GetValue(_startAfter) is { } time)
        {
            if (!Duration.TryParse(time, out Duration startAfter) || startAfter < Duration.Zero)
            {
                return Refuse($"--start-after: found '{time}', expected a time with its unit, such as \"1 s\"");
            }

            playback = playback with { StartAfter = startAfter };
        }

        if (arguments.GetValue(_save) is { } path && !TryCreate(path, out sink))
        {
            return null;
        }

        RtmpClientSettings settings = new() { Url = url, Playback = playback, StopsAtEnd = !arguments.GetValue(_wait) };
        return new PlayRole(settings, LiveVerb.NewRandom(), sink, keepsLog: live.RecordFolder is not null);
    }

    private bool TryCreate(string path, out FlvFileSink? sink)
    {
        try
        {
            sink = new FlvFileSink(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            sink = null;
            Refuse($"--save: {path} cannot be created: {error.Message}");
            return false;
        }
    }

    private PlayRole? Refuse(string reason)
    {
        _terminal.Error.WriteLine($"play: {reason}");
        return null;
    }
}
