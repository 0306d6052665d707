using System;
using System.Diagnostics.CodeAnalysis;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;

namespace Sim.Emulation;

/// <summary>Accepts connections to a port of this machine, from both IP versions.</summary>
public sealed class KernelListener : IListener, IEpollHandler
{
    private const int AcceptsPerTurn = 64;

    private static readonly Duration _pauseWithoutDescriptors = Duration.FromMilliseconds(100);

    private readonly KernelHost _host;
    private readonly int _descriptor;
    private readonly int _tag;
    private readonly KernelTransport _transport;
    private readonly StreamOptions _options;
    private readonly Readiness _acceptable;
    private readonly TurnBudget _budget;
    private readonly Action _resume;
    private bool _isClosed;

    internal KernelListener(KernelHost host, int descriptor, KernelTransport transport, StreamOptions options)
    {
        _host = host;
        _descriptor = descriptor;
        _transport = transport;
        _options = options;
        _acceptable = new Readiness(host.Loop);
        _budget = new TurnBudget(host.Loop, AcceptsPerTurn, _acceptable);
        _resume = _acceptable.Set;
        Local = KernelSocket.LocalOf(descriptor);
        _tag = host.Loop.Watch(descriptor, this);
    }

    /// <summary>Where it listens: the port the kernel chose when 0 was asked for.</summary>
    public Endpoint Local { get; }

    /// <inheritdoc/>
    public bool TryAccept([NotNullWhen(true)] out IByteStream? stream)
    {
        stream = null;
        if (_isClosed || _budget.Limit(1) == 0)
        {
            return false;
        }

        int descriptor = KernelSocket.Accept(_descriptor, out Endpoint remote);
        if (descriptor >= 0)
        {
            _budget.Use(1);
            stream = _host.Adopt(descriptor, _transport, _options, remote);
            return true;
        }

        switch (-descriptor)
        {
            case Errno.Again:
                _acceptable.Clear();
                break;
            case Errno.TooManyFiles or Errno.FileTableOverflow or Errno.NoBuffers or Errno.NoMemory:
                // The connection keeps waiting; no new event will announce it.
                _acceptable.Clear();
                _host.Loop.RunAt(_host.Loop.Now + _pauseWithoutDescriptors, _resume);
                break;
        }

        return false;
    }

    /// <inheritdoc/>
    public ReadinessAwaitable AcceptableAsync() => _acceptable.WaitAsync();

    /// <inheritdoc/>
    public void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _host.Loop.Forget(_descriptor, _tag);
            NativeMethods.Close(_descriptor);
            _host.OnClosed(this);
        }
    }

    /// <inheritdoc/>
    void IEpollHandler.OnReady(EpollEvents events) => _acceptable.Set();
}
