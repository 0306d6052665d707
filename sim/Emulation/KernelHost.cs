using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;

namespace Sim.Emulation;

/// <summary>This machine, or one of its network namespaces, as a host: applications see it as any other <see cref="IHost"/>.</summary>
/// <remarks>
/// Several hosts may share one loop, and so one thread: the hosts of a testbed live in one process, each in its own
/// namespace, without locks.
/// </remarks>
public sealed class KernelHost : IHost, IDisposable
{
    private const int Backlog = 4096;

    private readonly HashSet<KernelStream> _streams = [];
    private readonly HashSet<KernelListener> _listeners = [];
    private readonly KernelInterfaces _interfaces;
    private long _endedBytesRead;
    private long _endedBytesWritten;

    /// <summary>A host whose sockets are served by a loop.</summary>
    /// <param name="name">Its name in results and messages.</param>
    /// <param name="loop">The loop, which stays the caller's.</param>
    /// <param name="settings">How it opens sockets.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The namespace cannot be entered.</exception>
    public KernelHost(string name, EpollLoop loop, KernelHostSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.BytesPerTurn, 1, nameof(settings));
        Name = name;
        Loop = loop;
        Settings = settings;
        Resolver = new KernelResolver(this);
        using NamespaceScope scope = new(settings.Namespace);
        _interfaces = new KernelInterfaces(loop);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IClock Clock => Loop;

    /// <inheritdoc/>
    public IDispatcher Dispatcher => Loop;

    /// <inheritdoc/>
    public IResolver Resolver { get; }

    /// <inheritdoc/>
    /// <remarks>Those that exist at the moment of the call; an interface keeps its object, and one that is gone its last counters.</remarks>
    public IReadOnlyList<INetworkInterface> Interfaces => _interfaces.Current();

    /// <summary>How it opens sockets.</summary>
    public KernelHostSettings Settings { get; }

    /// <summary>Its listeners that accept.</summary>
    public IReadOnlyCollection<KernelListener> Listeners => _listeners;

    /// <summary>Bytes that applications have read from streams that are over and from those that live.</summary>
    public long BytesRead => _endedBytesRead + _streams.Sum(stream => stream.BytesRead);

    /// <summary>Bytes that applications have written to streams that are over and to those that live.</summary>
    public long BytesWritten => _endedBytesWritten + _streams.Sum(stream => stream.BytesWritten);

    /// <summary>Its streams that are connecting or open.</summary>
    public IReadOnlyCollection<KernelStream> Streams => _streams;

    /// <summary>Told of every new stream; null when nobody wants to know.</summary>
    public Action<KernelStream>? StreamCreated { get; set; }

    /// <summary>
    /// Told of every stream that is about to end, while the kernel can still be asked about it; null when nobody wants to know.
    /// </summary>
    public Action<KernelStream>? StreamEnding { get; set; }

    /// <summary>Why one of its loops failed; null while none has.</summary>
    public Exception? Failure { get; private set; }

    internal EpollLoop Loop { get; }

    /// <inheritdoc/>
    public IByteStream Connect(Endpoint remote, StreamOptions options) =>
        Connect(new Endpoint(IpAddress.None, 0), remote, Settings.Transport, options);

    /// <summary>Opens a stream from a chosen address, over a chosen transport.</summary>
    /// <param name="source">The local address and port; none and 0 to let the kernel choose.</param>
    /// <param name="remote">The other end.</param>
    /// <param name="transport">What carries it.</param>
    /// <param name="options">What the application asks.</param>
    /// <exception cref="NotSupportedException">The kernel has no MPTCP, or not the congestion control.</exception>
    public KernelStream Connect(Endpoint source, Endpoint remote, KernelTransport transport, StreamOptions options)
    {
        int descriptor = Open(SocketAddress.FamilyOf(remote.Address), transport);
        int error = descriptor < 0 ? -descriptor : 0;
        if (error == 0)
        {
            Configure(descriptor, options);
            error = source == default ? 0 : KernelSocket.Bind(descriptor, source);
            error = error == 0 ? KernelSocket.Connect(descriptor, remote) : error;
        }

        KernelStream stream = new(this, descriptor, transport, options.Name, remote);
        Register(stream);
        if (error is 0 or Errno.InProgress)
        {
            stream.Start();
            LimitAttempt(stream);
        }
        else
        {
            stream.Fail(KernelSocket.ToStreamError(error));
        }

        return stream;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The port is taken, or this user may not have it.</exception>
    public IListener Listen(ushort port, StreamOptions options) => Listen(port, Settings.Transport, options);

    /// <summary>Accepts streams on a port over a chosen transport; an MPTCP listener accepts plain TCP too.</summary>
    /// <param name="port">The port; 0 to let the kernel choose one.</param>
    /// <param name="transport">What carries the streams.</param>
    /// <param name="options">What the application asks.</param>
    /// <exception cref="InvalidOperationException">The port is taken, or this user may not have it.</exception>
    /// <exception cref="NotSupportedException">The kernel has no MPTCP, or not the congestion control.</exception>
    public KernelListener Listen(ushort port, KernelTransport transport, StreamOptions options)
    {
        IpAddress address = Settings.ListenAddress;
        int descriptor = Open(SocketAddress.FamilyOf(address), transport);
        if (descriptor == -Errno.FamilyNotSupported && address.IsNone)
        {
            // A machine without IPv6.
            address = new IpAddress(AddressFamily.Ipv4, 0);
            descriptor = Open(SocketAddress.Inet, transport);
        }

        int error = descriptor < 0 ? -descriptor : PrepareListener(descriptor, new Endpoint(address, port), options);
        if (error != 0)
        {
            NativeMethods.Close(descriptor);
            string reason = error == Errno.AddressInUse ? "the port is taken" : Marshal.GetPInvokeErrorMessage(error);
            throw new InvalidOperationException($"{Name} cannot listen on {(address.IsNone ? "port" : address)} {port}: {reason}");
        }

        KernelListener listener = new(this, descriptor, transport, options);
        _listeners.Add(listener);
        return listener;
    }

    /// <inheritdoc/>
    public void Spawn(Task loop) => _ = WatchAsync(loop);

    /// <summary>Closes everything that is still open, as the end of a process would.</summary>
    public void Dispose()
    {
        foreach (KernelListener listener in _listeners.ToArray())
        {
            listener.Close();
        }

        foreach (KernelStream stream in _streams.ToArray())
        {
            stream.Close();
        }

        _interfaces.Dispose();
    }

    internal KernelStream Adopt(int descriptor, KernelTransport transport, StreamOptions options, Endpoint remote)
    {
        Configure(descriptor, options);
        KernelStream stream = new(this, descriptor, transport, options.Name, remote);
        Register(stream);
        stream.StartOpen();
        return stream;
    }

    internal void OnEnding(KernelStream stream)
    {
        StreamEnding?.Invoke(stream);
        _streams.Remove(stream);
        _endedBytesRead += stream.BytesRead;
        _endedBytesWritten += stream.BytesWritten;
    }

    internal void OnClosed(KernelListener listener) => _listeners.Remove(listener);

    /// <summary>The address from which a packet to another one would leave; none when no route leads there.</summary>
    internal IpAddress SourceFor(IpAddress destination)
    {
        using NamespaceScope scope = new(Settings.Namespace);
        int descriptor = KernelSocket.OpenDatagram(SocketAddress.FamilyOf(destination));
        if (descriptor < 0)
        {
            return IpAddress.None;
        }

        // Connecting a datagram socket sends nothing; any port will do.
        bool isReachable = KernelSocket.Connect(descriptor, new Endpoint(destination, 9)) == 0;
        IpAddress source = isReachable ? KernelSocket.LocalOf(descriptor).Address : IpAddress.None;
        NativeMethods.Close(descriptor);
        return source;
    }

    private int Open(int family, KernelTransport transport)
    {
        using NamespaceScope scope = new(Settings.Namespace);
        int descriptor = KernelSocket.Open(family, transport);
        if (transport == KernelTransport.Mptcp && KernelMptcp.Explain(-descriptor) is { } reason)
        {
            throw new NotSupportedException(reason);
        }

        return descriptor;
    }

    private void Configure(int descriptor, StreamOptions options)
    {
        if (options.NoDelay)
        {
            KernelSocket.SetNoDelay(descriptor);
        }

        int error = Settings.CongestionControl is { } name ? KernelSocket.SetCongestionControl(descriptor, name) : 0;
        if (error != 0)
        {
            NativeMethods.Close(descriptor);
            throw new NotSupportedException(
                $"the kernel refuses the congestion control '{Settings.CongestionControl}': {Marshal.GetPInvokeErrorMessage(error)}; "
                + "net.ipv4.tcp_allowed_congestion_control lists what may be used");
        }
    }

    private int PrepareListener(int descriptor, Endpoint local, StreamOptions options)
    {
        Configure(descriptor, options);
        KernelSocket.SetReuseAddress(descriptor);
        if (local.Address.Family != AddressFamily.Ipv4)
        {
            KernelSocket.SetIpv6Only(descriptor, !local.Address.IsNone && local.Address.Bits != 0);
        }

        int error = KernelSocket.Bind(descriptor, local);
        return error != 0 || NativeMethods.Listen(descriptor, Backlog) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    private void Register(KernelStream stream)
    {
        _streams.Add(stream);
        StreamCreated?.Invoke(stream);
    }

    private void LimitAttempt(KernelStream stream)
    {
        if (Settings.ConnectTimeout != Duration.MaxValue)
        {
            Loop.RunAt(Loop.Now + Settings.ConnectTimeout, () =>
            {
                if (stream.State == StreamState.Connecting)
                {
                    stream.Fail(StreamError.TimedOut);
                }
            });
        }
    }

    private async Task WatchAsync(Task loop)
    {
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (loop.Exception is { } exception)
        {
            // A fault of the program: the run ends, and whoever runs the loop is told.
            Failure ??= exception.InnerException ?? exception;
            Loop.Stop();
        }
    }
}
