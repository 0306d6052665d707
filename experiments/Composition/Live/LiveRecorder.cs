using System;
using System.Collections.Generic;
using System.Linq;
using Protocols.Core;
using Results.Recording;
using Sim.Emulation;

namespace Experiments.Composition.Live;

/// <summary>Watches a kernel host: its interfaces and its connections, at even intervals.</summary>
internal sealed class LiveRecorder
{
    // With more connections than this each is looked at when it begins and when it ends only.
    private const int MostSampled = 100;

    private readonly KernelHost _host;
    private readonly EpollLoop _loop;
    private readonly bool _isSender;
    private readonly Dictionary<string, KernelNicProbe> _nics = [];
    private readonly Dictionary<KernelStream, LiveConnection> _live = [];
    private readonly List<LiveConnection> _connections = [];
    private readonly Dictionary<string, int> _names = [];
    private readonly Instant _start;
    private bool _isOver;

    public LiveRecorder(KernelHost host, EpollLoop loop, Duration interval, bool isSender)
    {
        _host = host;
        _loop = loop;
        _isSender = isSender;
        _start = loop.Now;
        Interval = interval;
        host.StreamCreated = OnCreated;
        host.StreamEnding = OnEnding;
    }

    /// <summary>The time between looks.</summary>
    public Duration Interval { get; }

    /// <summary>When the run began, on the loop's clock; results count from here.</summary>
    public Instant StartedAt => _start;

    /// <summary>When it ended.</summary>
    public Instant EndedAt { get; private set; }

    /// <summary>The interfaces.</summary>
    public IEnumerable<NicRecord> Nics => _nics.Values.Select(probe => probe.ToRecord());

    /// <summary>The connections in the order in which they began.</summary>
    public IEnumerable<ConnectionRecord> Connections => _connections.Select(probe => probe.ToRecord());

    /// <summary>The interfaces in words.</summary>
    public IReadOnlyList<string> InterfaceLines { get; private set; } = [];

    /// <summary>Starts to look.</summary>
    public void Start()
    {
        InterfaceLines = [.. _host.Interfaces.Where(nic => nic.IsUp).Select(nic => $"{nic.Name}: {string.Join(", ", nic.Addresses.Select(address => address.ToString()))}")];
        Look();
    }

    /// <summary>Looks a last time.</summary>
    public void Finish()
    {
        _isOver = true;
        EndedAt = _loop.Now;
        Sample(everything: true);
    }

    private void Look()
    {
        if (_isOver)
        {
            return;
        }

        Sample(everything: _live.Count <= MostSampled);

        // Looks stay on the grid of the start however late one of them is.
        long next = (_loop.Now - _start).Picoseconds / Interval.Picoseconds + 1;
        _loop.RunAt(_start + Interval * next, Look);
    }

    private void Sample(bool everything)
    {
        Instant now = At(_loop.Now);
        foreach (KernelInterface nic in _host.Interfaces.OfType<KernelInterface>())
        {
            if (!_nics.TryGetValue(nic.Name, out KernelNicProbe? probe))
            {
                if (!nic.IsUp)
                {
                    continue;
                }

                probe = new KernelNicProbe(_host.Name, nic);
                _nics.Add(nic.Name, probe);
            }

            probe.Sample(now);
        }

        if (everything)
        {
            foreach (LiveConnection connection in _live.Values)
            {
                connection.Sample(now);
            }
        }
    }

    private void OnCreated(KernelStream stream)
    {
        int repetition = _names.GetValueOrDefault(stream.Name) + 1;
        _names[stream.Name] = repetition;
        string name = repetition == 1 ? stream.Name : FormattableString.Invariant($"{stream.Name}-{repetition}");
        LiveConnection probe = new(name, stream, _isSender);
        _live.Add(stream, probe);
        _connections.Add(probe);
    }

    private void OnEnding(KernelStream stream)
    {
        if (_live.Remove(stream, out LiveConnection? probe))
        {
            probe.OnEnding(At(_loop.Now));
        }
    }

    private Instant At(Instant now) => Instant.Zero + (now - _start);
}
