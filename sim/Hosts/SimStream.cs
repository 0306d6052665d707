using System;
using Protocols.Net;
using Protocols.Sockets;
using Protocols.Tcp;

namespace Sim.Hosts;

/// <summary>
/// A byte stream of a simulated host: what plain TCP and MPTCP have in common towards the application.
/// </summary>
public abstract class SimStream : IByteStream
{
    private readonly IDispatcher _dispatcher;
    private Readiness? _connected;
    private Readiness? _readable;
    private Readiness? _writable;
    private SimListener? _listener;
    private bool _isClosed;

    /// <summary>A stream that is connecting.</summary>
    private protected SimStream(IDispatcher dispatcher, string name)
    {
        _dispatcher = dispatcher;
        Name = name;
    }

    /// <summary>The name that the application gave; empty when it gave none.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public StreamState State { get; private set; }

    /// <inheritdoc/>
    public StreamError Error { get; private set; }

    /// <inheritdoc/>
    public Endpoint Local => Path.Source;

    /// <inheritdoc/>
    public Endpoint Remote => Path.Destination;

    /// <inheritdoc/>
    public bool EndOfStream => State is StreamState.Closed or StreamState.Failed || IsTransportAtEnd;

    /// <summary>From this end to the other; of an MPTCP connection the first one.</summary>
    private protected abstract FlowKey Path { get; }

    /// <summary>Whether the peer has closed and everything was read.</summary>
    private protected abstract bool IsTransportAtEnd { get; }

    /// <summary>Whether there is something to read.</summary>
    private protected abstract bool HasInput { get; }

    /// <summary>Whether a writer that waited for room is told to go on.</summary>
    private protected abstract bool IsWritable { get; }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        if (State != StreamState.Open)
        {
            return 0;
        }

        int count = ReadTransport(buffer);
        UpdateReadable();
        Flush();
        return count;
    }

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        if (State != StreamState.Open)
        {
            return 0;
        }

        int count = WriteTransport(bytes);
        UpdateWritable();
        Flush();
        return count;
    }

    /// <inheritdoc/>
    public void CloseWrite()
    {
        CloseTransportWrite();
        Flush();
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        Finish(StreamState.Closed, StreamError.None);
        CloseTransport();
        Flush();
    }

    /// <inheritdoc/>
    public void Abort()
    {
        _isClosed = true;

        // Over by our own doing: the end of the transport that follows is no failure.
        Finish(StreamState.Closed, StreamError.None);
        AbortTransport();
        Flush();
    }

    /// <inheritdoc/>
    public ReadinessAwaitable ConnectedAsync()
    {
        _connected ??= Make(State != StreamState.Connecting);
        return _connected.WaitAsync();
    }

    /// <inheritdoc/>
    public ReadinessAwaitable ReadableAsync()
    {
        _readable ??= Make(HasInput || EndOfStream);
        return _readable.WaitAsync();
    }

    /// <inheritdoc/>
    public ReadinessAwaitable WritableAsync()
    {
        bool isWritable = IsWritable || State is StreamState.Closed or StreamState.Failed;
        if (!isWritable)
        {
            OnLackOfSpace();
        }

        _writable ??= Make(isWritable);
        return _writable.WaitAsync();
    }

    /// <summary>The stream belongs to a listener until it is accepted.</summary>
    internal void AwaitAcceptance(SimListener listener) => _listener = listener;

    /// <summary>Sends what there is to send, and tells the application what happened.</summary>
    private protected abstract void Flush();

    /// <summary>Somebody waits until it <see cref="IsWritable"/>.</summary>
    private protected abstract void OnLackOfSpace();

    /// <summary>Reads from the transport.</summary>
    private protected abstract int ReadTransport(Span<byte> buffer);

    /// <summary>Writes to the transport.</summary>
    private protected abstract int WriteTransport(ReadOnlySpan<byte> bytes);

    /// <summary>Closes the sending direction of the transport.</summary>
    private protected abstract void CloseTransportWrite();

    /// <summary>Lets the transport throw away what arrives.</summary>
    private protected abstract void CloseTransportRead();

    /// <summary>The application is gone.</summary>
    private protected virtual void CloseTransport()
    {
        CloseTransportWrite();
        CloseTransportRead();
    }

    /// <summary>Resets the transport.</summary>
    private protected abstract void AbortTransport();

    /// <summary>Passes on what happened to the transport.</summary>
    private protected void OnEvents(TcpEvents events, TcpFailure failure)
    {
        if ((events & TcpEvents.Established) != 0 && State == StreamState.Connecting)
        {
            State = StreamState.Open;
            _connected?.Set();
            _listener?.OnEstablished(this);
            _listener = null;
        }

        if ((events & TcpEvents.Readable) != 0)
        {
            UpdateReadable();
        }

        if ((events & TcpEvents.Acknowledged) != 0)
        {
            UpdateWritable();
        }

        if ((events & TcpEvents.Closed) != 0 && failure != TcpFailure.None)
        {
            Finish(StreamState.Failed, ToError(failure));
        }
    }

    /// <summary>The stream is over.</summary>
    private protected void Finish(StreamState state, StreamError error)
    {
        if (State is StreamState.Closed or StreamState.Failed)
        {
            return;
        }

        State = state;
        Error = error;
        _listener = null;
        _connected?.Set();
        _readable?.Set();
        _writable?.Set();
    }

    private static StreamError ToError(TcpFailure failure) => failure switch
    {
        TcpFailure.Refused => StreamError.Refused,
        TcpFailure.TimedOut => StreamError.TimedOut,
        _ => StreamError.Reset,
    };

    private Readiness Make(bool isReady)
    {
        Readiness readiness = new(_dispatcher);
        if (isReady)
        {
            readiness.Set();
        }

        return readiness;
    }

    private void UpdateReadable()
    {
        if (_readable is not null)
        {
            Update(_readable, HasInput || EndOfStream);
        }
    }

    /// <summary>Something was written, or room was made.</summary>
    private protected void UpdateWritable()
    {
        if (_writable is not null)
        {
            Update(_writable, IsWritable);
        }
    }

    private static void Update(Readiness readiness, bool isReady)
    {
        if (isReady && !readiness.IsReady)
        {
            readiness.Set();
        }
        else if (!isReady)
        {
            readiness.Clear();
        }
    }
}
