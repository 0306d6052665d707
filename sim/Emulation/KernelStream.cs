using System;
using System.Runtime.InteropServices;
using Protocols.Net;
using Protocols.Sockets;

namespace Sim.Emulation;

/// <summary>A byte stream over a TCP or MPTCP socket of the kernel.</summary>
/// <remarks>
/// <para>
/// The socket is non-blocking and watched edge-triggered: a level is cleared when the kernel says there is nothing (EAGAIN)
/// or gave less than asked, and rises with the next event.
/// </para>
/// <para>
/// What a stream reads and writes in one turn of the loop is bounded (<see cref="KernelHostSettings.BytesPerTurn"/>). One that
/// has used that up seems empty, or full, until the next turn.
/// </para>
/// <para>
/// When the peer resets the connection, bytes that had arrived before are given first; the stream fails once they are read,
/// or at the next write.
/// </para>
/// </remarks>
public sealed unsafe class KernelStream : IByteStream, IConnectionEnd, IEpollHandler
{
    private const int NoSignal = 0x4000;
    private const int Peek = 0x2;
    private const int ShutWrite = 1;

    private readonly KernelHost _host;
    private readonly EpollLoop _loop;
    private readonly Readiness _connected;
    private readonly Readiness _readable;
    private readonly Readiness _writable;
    private readonly TurnBudget _readBudget;
    private readonly TurnBudget _writeBudget;
    private int _descriptor;
    private int _tag = -1;
    private int _pendingError;
    private bool _peerClosed;
    private bool _endSeen;
    private bool _mayBeDrained;
    private bool _isWriteClosed;

    internal KernelStream(KernelHost host, int descriptor, KernelTransport transport, string name, Endpoint remote)
    {
        _host = host;
        _loop = host.Loop;
        _descriptor = descriptor;
        _connected = new Readiness(_loop);
        _readable = new Readiness(_loop);
        _writable = new Readiness(_loop);
        _readBudget = new TurnBudget(_loop, host.Settings.BytesPerTurn, _readable);
        _writeBudget = new TurnBudget(_loop, host.Settings.BytesPerTurn, _writable);
        Transport = transport;
        Name = name;
        Remote = remote;
    }

    /// <summary>The name that the application gave; empty when it gave none.</summary>
    public string Name { get; }

    /// <summary>What it asked for. Whether MPTCP has fallen back, <see cref="ReadStatus"/> tells.</summary>
    public KernelTransport Transport { get; }

    /// <inheritdoc/>
    public StreamState State { get; private set; }

    /// <inheritdoc/>
    public StreamError Error { get; private set; }

    /// <inheritdoc/>
    public Endpoint Local { get; private set; }

    /// <inheritdoc/>
    public Endpoint Remote { get; }

    /// <summary>Bytes that the application has read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Bytes that the application has written.</summary>
    public long BytesWritten { get; private set; }

    /// <inheritdoc/>
    public bool EndOfStream
    {
        get
        {
            if (State is StreamState.Closed or StreamState.Failed || _endSeen)
            {
                return true;
            }

            // The peer has closed, but only the kernel knows whether something of it is still to be read.
            return State == StreamState.Open && _peerClosed && PeekOne() == 0 && _pendingError == 0;
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        // Not ready: the kernel has said so, and an event will tell of what arrives next. Asking again would be a call in vain.
        if (State != StreamState.Open || _endSeen || buffer.IsEmpty || !_readable.IsReady)
        {
            return 0;
        }

        int limit = _readBudget.Limit(buffer.Length);
        if (limit == 0)
        {
            return 0;
        }

        nint count;
        fixed (byte* bytes = buffer)
        {
            count = NativeMethods.Receive(_descriptor, bytes, (nuint)limit, 0);
        }

        if (count > 0)
        {
            _readBudget.Use((int)count);
            BytesRead += count;
            _mayBeDrained = true;
            if (count < limit && !_peerClosed && _pendingError == 0)
            {
                _readable.Clear();
            }

            return (int)count;
        }

        OnNothingRead(count < 0 ? Marshal.GetLastPInvokeError() : 0);
        return 0;
    }

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        if (State != StreamState.Open || _isWriteClosed || bytes.IsEmpty)
        {
            return 0;
        }

        if (_pendingError != 0)
        {
            Fail(KernelSocket.ToStreamError(_pendingError));
            return 0;
        }

        int limit = _writeBudget.Limit(bytes.Length);
        if (limit == 0)
        {
            return 0;
        }

        nint count;
        fixed (byte* first = bytes)
        {
            count = NativeMethods.Send(_descriptor, first, (nuint)limit, NoSignal);
        }

        if (count < 0)
        {
            OnNothingWritten(Marshal.GetLastPInvokeError());
            return 0;
        }

        _writeBudget.Use((int)count);
        BytesWritten += count;
        if (count < limit)
        {
            _writable.Clear();
        }

        return (int)count;
    }

    /// <inheritdoc/>
    public void CloseWrite()
    {
        _isWriteClosed = true;
        if (State == StreamState.Open)
        {
            NativeMethods.Shutdown(_descriptor, ShutWrite);
        }
    }

    /// <inheritdoc/>
    public void Close() => Finish(StreamState.Closed, StreamError.None);

    /// <inheritdoc/>
    public void Abort()
    {
        if (_descriptor >= 0)
        {
            KernelSocket.Reset(_descriptor);
        }

        Finish(StreamState.Closed, StreamError.None);
    }

    /// <inheritdoc/>
    public ReadinessAwaitable ConnectedAsync() => _connected.WaitAsync();

    /// <inheritdoc/>
    public ReadinessAwaitable ReadableAsync()
    {
        // After a read that took all it asked for nobody knows whether there is more.
        if (_mayBeDrained && _readable.IsReady && State == StreamState.Open && !_peerClosed && _pendingError == 0)
        {
            _mayBeDrained = false;
            if (PeekOne() < 0)
            {
                _readable.Clear();
            }
        }

        return _readable.WaitAsync();
    }

    /// <inheritdoc/>
    public ReadinessAwaitable WritableAsync() => _writable.WaitAsync();

    /// <summary>The socket, to ask the kernel about it; -1 when it is closed.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Asks the kernel how the connection and its subflows are.</summary>
    /// <returns>Null when the stream is over or not open yet.</returns>
    public ConnectionStatus? ReadStatus() => State == StreamState.Open ? ConnectionStatus.Read(_descriptor) : null;

    /// <inheritdoc/>
    void IEpollHandler.OnReady(EpollEvents events)
    {
        if ((events & EpollEvents.Error) != 0 || State == StreamState.Connecting)
        {
            int error = KernelSocket.TakeError(_descriptor);
            _pendingError = error != 0 ? error : _pendingError;
        }

        if (_pendingError != 0 && (State == StreamState.Connecting || PeekOne() <= 0))
        {
            Fail(KernelSocket.ToStreamError(_pendingError));
            return;
        }

        if (State == StreamState.Connecting && (events & EpollEvents.Writable) != 0)
        {
            Open();
        }

        _peerClosed |= (events & (EpollEvents.PeerClosed | EpollEvents.HungUp)) != 0;
        if ((events & ~EpollEvents.Writable) != 0)
        {
            _readable.Set();
        }

        if ((events & (EpollEvents.Writable | EpollEvents.Error | EpollEvents.HungUp)) != 0)
        {
            _writable.Set();
        }
    }

    /// <summary>Starts to watch the socket of a connection attempt.</summary>
    internal void Start()
    {
        Local = KernelSocket.LocalOf(_descriptor);
        _tag = _loop.Watch(_descriptor, this);
    }

    /// <summary>Starts to watch the socket of an accepted connection.</summary>
    internal void StartOpen()
    {
        Start();
        Open();
    }

    /// <summary>The stream is over because something went wrong.</summary>
    internal void Fail(StreamError error) => Finish(StreamState.Failed, error);

    private void Open()
    {
        State = StreamState.Open;
        Local = KernelSocket.LocalOf(_descriptor);
        _connected.Set();
        if (_isWriteClosed)
        {
            NativeMethods.Shutdown(_descriptor, ShutWrite);
        }
    }

    private void OnNothingRead(int error)
    {
        if (error == 0 && _pendingError == 0)
        {
            _endSeen = true;
        }
        else if (error is 0 or not (Errno.Again or Errno.Interrupted))
        {
            Fail(KernelSocket.ToStreamError(_pendingError != 0 ? _pendingError : error));
        }
        else if (error == Errno.Again)
        {
            _readable.Clear();
        }
    }

    private void OnNothingWritten(int error)
    {
        if (error == Errno.Again)
        {
            _writable.Clear();
        }
        else if (error is not (Errno.Interrupted or Errno.NoBuffers or Errno.NoMemory))
        {
            Fail(KernelSocket.ToStreamError(error));
        }
    }

    private nint PeekOne()
    {
        byte one;
        return NativeMethods.Receive(_descriptor, &one, 1, Peek);
    }

    private void Finish(StreamState state, StreamError error)
    {
        if (State is StreamState.Closed or StreamState.Failed)
        {
            return;
        }

        if (_descriptor >= 0)
        {
            _host.OnEnding(this);
            if (_tag >= 0)
            {
                _loop.Forget(_descriptor, _tag);
            }

            NativeMethods.Close(_descriptor);
            _descriptor = -1;
        }

        State = state;
        Error = error;
        _connected.Set();
        _readable.Set();
        _writable.Set();
    }
}
