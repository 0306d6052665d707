using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Sim.Emulation;

namespace Experiments.Composition.Nodes;

/// <summary>A real host as its coordinator sees it: the ssh that reaches it, and the node at its other end.</summary>
internal sealed class RemoteHost : IDisposable
{
    private const int SshFailed = 255;
    private const int NoSuchCommand = 127;
    private const int MostWords = 20;
    private const int ClockReadings = 8;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _lastWordsTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(4);

    private readonly string _target;
    private readonly string _program;
    private readonly Process _ssh;
    private readonly NodeChannel _channel;
    private readonly Thread _reader;
    private readonly BlockingCollection<(NodeMessage Message, long At)> _messages = [];
    private readonly ConcurrentQueue<string> _words = new();
    private readonly ManualResetEventSlim _saidAll = new();
    private string? _nonsense;
    private bool _hasGreeted;

    /// <summary>Starts to reach it.</summary>
    /// <param name="name">Which host of the scenario it is to be.</param>
    /// <param name="hosts">Where it is.</param>
    /// <exception cref="MachineLacksException">There is no ssh here.</exception>
    public RemoteHost(string name, RemoteHosts hosts)
    {
        Name = name;
        _target = hosts.Targets[name];
        _program = hosts.Program;
        ProcessStartInfo start = new("ssh", Arguments(name, hosts))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            _ssh = SystemCommand.Start(start);
        }
        catch (EmulationException error)
        {
            throw new MachineLacksException($"{error.Message}; 'apt-get install openssh-client' installs it", error);
        }

        _ssh.ErrorDataReceived += (_, line) => Remember(line.Data);
        _ssh.BeginErrorReadLine();
        _channel = new NodeChannel(_ssh.StandardOutput.BaseStream, _ssh.StandardInput.BaseStream);
        _reader = new Thread(Read) { IsBackground = true, Name = $"host {name}" };
        _reader.Start();
    }

    /// <summary>Which host of the scenario it is.</summary>
    public string Name { get; }

    /// <summary>Sends a message; that the host is gone shows when an answer is awaited.</summary>
    public void Send(string kind, IReadOnlyDictionary<string, string> fields, ReadOnlySpan<byte> body)
    {
        try
        {
            _channel.Send(kind, fields, body);
        }
        catch (IOException)
        {
            return;
        }
    }

    /// <summary>Waits for an answer.</summary>
    /// <param name="kinds">Which ones are expected.</param>
    /// <param name="limit">How long it may take at most.</param>
    /// <param name="cancellation">Signalled when the user wants to stop.</param>
    /// <exception cref="HostLostException">The host is gone, or says something else, or nothing.</exception>
    public NodeMessage Expect(IReadOnlyList<string> kinds, TimeSpan limit, CancellationToken cancellation) => Await(kinds, limit, cancellation).Message;

    /// <summary>The same, when it should take no time.</summary>
    /// <exception cref="HostLostException">The host is gone, or says something else, or nothing.</exception>
    public NodeMessage Expect(IReadOnlyList<string> kinds, CancellationToken cancellation) => Expect(kinds, _patience, cancellation);

    /// <summary>The next message when there is one already; null when there is none.</summary>
    /// <exception cref="HostLostException">The host is gone.</exception>
    public NodeMessage? TryTake()
    {
        if (_messages.TryTake(out (NodeMessage Message, long At) next))
        {
            return next.Message;
        }

        return _messages.IsCompleted ? throw new HostLostException(WhyGone()) : null;
    }

    /// <summary>Compares the host's clock with this one's: of several readings the one that took the shortest time, as NTP does (RFC 5905, 8).</summary>
    /// <exception cref="HostLostException">The host is gone.</exception>
    public ClockOffset CompareClocks(CancellationToken cancellation)
    {
        ClockOffset best = new(0, long.MaxValue);
        for (int i = 0; i < ClockReadings; i++)
        {
            long asked = NodeClock.Now;
            Send(NodeProtocol.Clock, NodeProtocol.Nothing, []);
            (NodeMessage answer, long answered) = Await([NodeProtocol.Clock], _patience, cancellation);
            if (!long.TryParse(answer["ns"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long told))
            {
                throw new HostLostException($"{Subject} tells '{answer["ns"]}' for its clock");
            }

            // The answer was written at some time in between: in the middle, give or take half of it.
            ClockOffset reading = new(told - asked - (answered - asked) / 2, (answered - asked) / 2);
            best = reading.UncertaintyNanoseconds < best.UncertaintyNanoseconds ? reading : best;
        }

        return best;
    }

    /// <summary>Lets it go: the end of its input ends the node, and with it ssh.</summary>
    public void Dispose()
    {
        try
        {
            _ssh.StandardInput.Close();
        }
        catch (IOException)
        {
            // What was still to be written has nobody to read it.
        }

        if (!_ssh.WaitForExit(_grace))
        {
            _ssh.Kill();
            _ssh.WaitForExit();
        }

        // Something that ssh has started may hold its output open for longer.
        bool isOver = _reader.Join(_grace);
        _ssh.Dispose();
        if (isOver)
        {
            _messages.Dispose();
        }
    }

    /// <summary>The host in messages.</summary>
    public string Subject => $"host '{Name}' ({_target})";

    private static IEnumerable<string> Arguments(string name, RemoteHosts hosts) =>
    [
        "-T",

        // Of an option that is given twice ssh takes the first.
        .. hosts.SshOptions.SelectMany(option => new[] { "-o", option }),
        "-o", "BatchMode=yes",
        "-o", "ConnectTimeout=10",
        "-o", "ServerAliveInterval=5",
        "-o", "ServerAliveCountMax=3",
        "-o", "ControlMaster=no",
        "--",
        hosts.Targets[name],
        $"{hosts.Program} node --role {name} --scenario - --coordinator -",
    ];

    private (NodeMessage Message, long At) Await(IReadOnlyList<string> kinds, TimeSpan limit, CancellationToken cancellation)
    {
        if (_messages.TryTake(out (NodeMessage Message, long At) next, (int)limit.TotalMilliseconds, cancellation))
        {
            return kinds.Contains(next.Message.Kind)
                ? next
                : throw new HostLostException($"{Subject} says '{next.Message.Kind}' instead of '{kinds[0]}' {next.Message["text"]}".TrimEnd());
        }

        throw new HostLostException(_messages.IsCompleted
            ? WhyGone()
            : FormattableString.Invariant($"{Subject} has not answered for {limit.TotalSeconds:0} s"));
    }

    private string WhyGone()
    {
        int? code = _ssh.WaitForExit(_grace) ? _ssh.ExitCode : null;

        _saidAll.Wait(_lastWordsTime);
        string last = string.Join("; ", _words.Where(word => word.Length > 0).TakeLast(2));
        string said = _nonsense is { Length: > 0 } ? $"; it said '{_nonsense}'" : "";
        return code switch
        {
            SshFailed when _hasGreeted && last.Length == 0 => $"the node on {Subject} was killed",
            SshFailed when _hasGreeted => $"the connection to {Subject} was lost: {last}",
            SshFailed => $"{Subject} cannot be reached: {(last.Length > 0 ? last : "ssh failed")}",
            NoSuchCommand => $"{Subject} has no '{_program}' ({last}); '--remote COMMAND' says how the simulator is started there",
            null => $"{Subject} does not answer any more",
            _ => FormattableString.Invariant($"the node on {Subject} ended with exit code {code}{(last.Length > 0 ? ": " + last : "")}{said}"),
        };
    }

    private void Remember(string? line)
    {
        if (line is null)
        {
            _saidAll.Set();
            return;
        }

        _words.Enqueue(line.Trim());

        while (_words.Count > MostWords)
        {
            _words.TryDequeue(out _);
        }
    }

    private void Read()
    {
        try
        {
            _nonsense = _channel.SkipToGreeting();
            _hasGreeted = _nonsense is null;
            while (_channel.Receive() is { } message)
            {
                _messages.Add((message, NodeClock.Now));
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ObjectDisposedException or InvalidOperationException)
        {
            _nonsense = error is InvalidDataException ? error.Message : _nonsense;
        }
        finally
        {
            _messages.CompleteAdding();
        }
    }
}
