using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Sockets;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition.Live;

/// <summary>Runs a role on this machine's own sockets until it is over, its time is up or the user ends it.</summary>
public sealed class LiveRun
{
    // More connections than anybody reads one by one.
    private const int MostDescribed = 4;

    // A role that is asked to end says good-bye to its peer; one that cannot is not waited for longer.
    private static readonly Duration _grace = Duration.FromSeconds(2);
    private static readonly Duration _reportInterval = Duration.FromSeconds(1);
    private static readonly Duration _drainInterval = Duration.FromMilliseconds(5);

    private readonly ILiveRole _role;
    private readonly LiveSettings _settings;
    private readonly Action<LiveProgress> _report;
    private readonly EpollLoop _loop;
    private readonly KernelHost _host;
    private readonly LiveRecorder? _recorder;
    private readonly Instant _start;
    private LiveEnd _end = LiveEnd.ByItself;
    private bool _isStopping;

    private LiveRun(
        ILiveRole role, LiveSettings settings, EpollLoop loop, KernelHost host, LiveRecorder? recorder, Action<LiveProgress> report)
    {
        _role = role;
        _settings = settings;
        _report = report;
        _loop = loop;
        _host = host;
        _recorder = recorder;
        _start = loop.Now;
    }

    /// <summary>Runs it.</summary>
    /// <param name="role">What to do.</param>
    /// <param name="settings">How.</param>
    /// <param name="report">Told once a second how it gets on.</param>
    /// <param name="cancellation">Signalled when the user wants it to end.</param>
    /// <exception cref="ResultsException">The results cannot be written.</exception>
    public static LiveOutcome Run(
        ILiveRole role, LiveSettings settings, Action<LiveProgress> report, CancellationToken cancellation)
    {
        using RunFolder? folder = settings.RecordFolder is { } path ? RunFolder.Stage(path) : null;
        using EpollLoop loop = new();
        KernelHostSettings sockets = new() { Transport = settings.Transport, ListenAddress = settings.ListenAddress };
        using KernelHost host = new("host", loop, sockets);
        LiveRecorder? recorder = folder is null ? null : new LiveRecorder(host, loop, settings.RecordInterval, role.IsSender);
        LiveRun run = new(role, settings, loop, host, recorder, report);
        run.Carry(cancellation);
        LiveProgress last = run.Progress();
        (IReadOnlyList<string> files, string? unwritten) = folder is null ? ([], null) : LiveRecords.Write(folder, recorder!, role, settings);
        return new LiveOutcome(run._end, role.Failure ?? unwritten, last, files);
    }

    private void Carry(CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration =
            cancellation.Register(() => _loop.PostFromOutside(() => Stop(LiveEnd.Interrupted)));
        _loop.Post(() => _host.Spawn(WatchAsync()));
        if (_settings.Duration != Duration.MaxValue)
        {
            _loop.RunAt(_start + _settings.Duration, () => Stop(LiveEnd.Duration));
        }

        _loop.RunAt(_start + _reportInterval, Report);
        _recorder?.Start();
        _loop.Run(Instant.Never);
        _recorder?.Finish();
        if (_host.Failure is { } failure)
        {
            throw new InvalidOperationException($"{_role.Name} failed: {failure.Message}", failure);
        }
    }

    private async Task WatchAsync()
    {
        await _role.RunAsync(_host);
        _isStopping = true;
        _loop.RunAt(_loop.Now + _grace, _loop.Stop);

        // Its connections close as soon as all is written; those of a server are closed with it.
        while (!_role.EndsByInterrupt && _host.Streams.Count > 0)
        {
            await ((IClock)_loop).Delay(_drainInterval);
        }

        _loop.Stop();
    }

    private void Stop(LiveEnd end)
    {
        if (!_isStopping)
        {
            _isStopping = true;
            _end = end;
            _role.Stop();
            _loop.RunAt(_loop.Now + _grace, _loop.Stop);
        }
    }

    private void Report()
    {
        if (!_isStopping)
        {
            _report(Progress());
            _loop.RunAt(_loop.Now + _reportInterval, Report);
        }
    }

    private LiveProgress Progress() => new(
        _loop.Now - _start, _host.BytesRead, _host.BytesWritten, _role.Describe(_loop.Now), [.. Transports()]);

    private IEnumerable<string> Transports() => _host.Streams.Count > MostDescribed
        ? []
        : _host.Streams.Select(stream => (stream.Remote, Status: stream.ReadStatus())).Where(entry => entry.Status is not null)
            .Select(entry => FormattableString.Invariant(
                $"{entry.Remote} over {(entry.Status!.IsMptcp ? "MPTCP" : "TCP")}, {Count(entry.Status.Subflows.Count)}"));

    private static string Count(int subflows) => subflows == 1 ? "1 subflow" : FormattableString.Invariant($"{subflows} subflows");
}
