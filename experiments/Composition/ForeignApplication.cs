using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Experiments.Scenario.Records;
using Protocols.Core;
using Protocols.Net;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>A streaming application that a program of the machine is, such as ffmpeg or nginx, on a kernel host.</summary>
internal sealed class ForeignApplication : IComposedApplication, INamingConnections, IDisposable
{
    private readonly ApplicationDefinition _definition;
    private readonly RtmpServerApplication _server;
    private readonly ForeignSetting _setting;
    private readonly string _host;
    private readonly RtmpUrl? _url;
    private ScratchFolder? _folder;
    private HostProgram? _program;
    private Instant? _endedAt;
    private bool _isStopping;

    /// <summary>Prepares it.</summary>
    /// <param name="definition">What the scenario says; it has a command.</param>
    /// <param name="server">The server that it is, or that it connects to.</param>
    /// <param name="setting">Where it runs.</param>
    public ForeignApplication(ApplicationDefinition definition, RtmpServerApplication server, ForeignSetting setting)
    {
        _definition = definition;
        _server = server;
        _setting = setting;
        _host = ForeignPrograms.HostOf(definition);
        _url = ForeignPrograms.UrlOf(definition);
    }

    /// <summary>Ends all that are among some applications: all are asked first, so that they end together.</summary>
    public static void EndAll(IReadOnlyList<IComposedApplication> applications)
    {
        ForeignApplication[] foreign = [.. applications.OfType<ForeignApplication>()];
        Array.ForEach(foreign, application => application.Stop());
        Array.ForEach(foreign, application => application.Dispose());
    }

    /// <inheritdoc/>
    public string Name => _definition.Name.Name;

    /// <inheritdoc/>
    public IEnumerable<(string From, string To)> Traffic => _url is null ? [] : [(_host, _url.Host.Name)];

    /// <inheritdoc/>
    /// <remarks>Its sockets are not ours, so no stream of ours has that name: the kernel's tables are searched.</remarks>
    public IEnumerable<ConnectionNaming> Connections => _url is null
        ? []
        : _definition is RtmpPushApplication
            ? [new(Name, $"{_host}-{_url.Host.Name}", IsSender: true)]
            : [new(Name, $"{_url.Host.Name}-{_host}", IsSender: false)];

    /// <summary>Why it is over although the run was not, for a person to read; null when it is not.</summary>
    public string? Failure => _endedAt is not { } at || _program is null
        ? null
        : FormattableString.Invariant($"'{_definition.Command!.Program}' ended at {at.Seconds:0.0} s with exit code {_program.ExitCode}")
            + (_program.LastWords is { Length: > 0 } words ? $": {words}" : "");

    /// <inheritdoc/>
    /// <exception cref="EmulationException">The program cannot be started.</exception>
    public void Start()
    {
        _folder = new ScratchFolder("program");
        IReadOnlyList<string> words = ForeignPrograms.Words(_definition.Command!, _setting.UsesMptcp, ValueOf);
        _program = new HostProgram(words, _setting.Place, _folder.Path, _setting.LogFile);
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _isStopping = true;
        _program?.End();
    }

    /// <summary>Looks whether it still runs.</summary>
    public void Look(Instant now)
    {
        if (!_isStopping && _program is { HasEnded: true })
        {
            _endedAt ??= now;
        }
    }

    /// <summary>Ends it, and removes what it had for itself.</summary>
    public void Dispose()
    {
        _program?.Dispose();
        _folder?.Dispose();
    }

    private string ValueOf(string placeholder)
    {
        IpAddress address = _setting.AddressesOf(_server.Host.Name)[0];
        return placeholder switch
        {
            CommandPlaceholder.Url => UrlWith(address),
            CommandPlaceholder.Address => address.ToString(),
            CommandPlaceholder.Port => _server.Port.ToString(CultureInfo.InvariantCulture),
            CommandPlaceholder.File => ((MediaDefinition.Flv)((RtmpPushApplication)_definition).Media).Path,
            CommandPlaceholder.Duration => ((_definition.Stop ?? _setting.Duration) - _definition.Start).Seconds.ToString(CultureInfo.InvariantCulture),
            CommandPlaceholder.Folder => _folder!.Path,
            CommandPlaceholder.Scenario => _setting.ScenarioFolder,
            _ => throw new InvalidOperationException($"nobody checked for the placeholder '{placeholder}'"),
        };
    }

    private string UrlWith(IpAddress address) => string.Create(
        CultureInfo.InvariantCulture,
        $"rtmp://{(address.Family == AddressFamily.Ipv6 ? $"[{address}]" : address.ToString())}:{_url!.Port}/{_url.App}/{_url.Stream}");
}
