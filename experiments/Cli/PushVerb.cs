using System.CommandLine;
using System.Threading;
using Experiments.Composition;
using Experiments.Composition.Live;
using Experiments.Scenario;
using Protocols.Rtmp;
using Protocols.Streaming;

namespace Experiments.Cli;

/// <summary><c>push FILE URL</c>: publishes a file live to any RTMP server.</summary>
internal sealed class PushVerb
{
    private readonly Terminal _terminal;
    private readonly LiveVerb _live;
    private readonly LiveOptions _options = new();

    private readonly Argument<string> _file = new("FILE") { Description = "An FLV file" };

    private readonly Argument<string> _url = new("URL") { Description = "Where to, rtmp://host[:port]/application/stream" };

    private readonly Option<bool> _loop = new("--loop") { Description = "Start again at the end of the file" };

    /// <summary>Prepares the verb.</summary>
    public PushVerb(Terminal terminal, CancellationToken interrupt)
    {
        _terminal = terminal;
        _live = new LiveVerb(_options, terminal, interrupt);
        Command = new Command("push", "Publish a file live to any RTMP server, over this machine's own sockets") { _file, _url, _loop };
        _options.AddTo(Command);
        Command.SetAction(arguments => _live.Run(arguments, _ => Create(arguments)));
    }

    /// <summary>The verb as the parser knows it.</summary>
    public Command Command { get; }

    private PushRole? Create(ParseResult arguments)
    {
        string file = arguments.GetRequiredValue(_file);
        if (!RtmpUrl.TryParse(arguments.GetRequiredValue(_url), out RtmpUrl url, out string reason))
        {
            _terminal.Error.WriteLine($"push: {reason}");
            return null;
        }

        MediaVerdict verdict = new MediaFiles().Check(file);
        if (verdict.Error is { } error)
        {
            _terminal.Error.WriteLine($"push: {file}: {error}");
            return null;
        }

        if (verdict.Notice is { } notice && !_options.IsQuiet(arguments))
        {
            _terminal.Error.WriteLine($"notice: {file}: {notice}");
        }

        FlvFileSource source = new(MediaFiles.Read(file), arguments.GetValue(_loop));
        return new PushRole(url, source, file, LiveVerb.NewRandom());
    }
}
