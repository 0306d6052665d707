using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;

namespace Tests.Support;

/// <summary>One end of a stream between two <see cref="MemoryHost"/>s.</summary>
internal sealed class PipeStream : IByteStream
{
    private readonly MemoryWorld _world;
    private readonly BitRate _rate;
    private readonly Duration _delay;
    private readonly int _capacity;
    private readonly Queue<byte> _arrived = [];
    private readonly Readiness _connected;
    private readonly Readiness _readable;
    private readonly Readiness _writable;
    private PipeStream? _peer;
    private Instant _busyUntil;
    private int _unread;
    private bool _peerHasClosed;
    private bool _discards;

    public PipeStream(MemoryWorld world, Endpoint local, Endpoint remote)
    {
        _world = world;
        (_rate, _delay, _capacity) = (world.Rate, world.Delay, world.Capacity);
        (_connected, _readable, _writable) = (new Readiness(world), new Readiness(world), new Readiness(world));
        (Local, Remote) = (local, remote);
    }

    public StreamState State { get; private set; }

    public StreamError Error { get; private set; }

    public Endpoint Local { get; }

    public Endpoint Remote { get; }

    public bool EndOfStream => State is StreamState.Closed or StreamState.Failed || (_peerHasClosed && _arrived.Count == 0);

    /// <summary>The size of each write of this end, in order, as the application made them.</summary>
    public List<int> Writes { get; } = [];

    /// <summary>All bytes that this end wrote.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>The other end.</summary>
    public PipeStream Peer => _peer!;

    public static void Join(PipeStream near, PipeStream far) => (near._peer, far._peer) = (far, near);

    public void Open()
    {
        State = StreamState.Open;
        _connected.Set();
        _writable.Set();
    }

    public void Fail(StreamError error)
    {
        (State, Error) = (StreamState.Failed, error);
        SetAll();
    }

    /// <summary>Holds what this end writes until a time, as an outage does.</summary>
    public void BlockUntil(Instant at) => _busyUntil = Instant.Max(_busyUntil, at);

    public int Read(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _arrived.Count);
        for (int i = 0; i < count; i++)
        {
            buffer[i] = _arrived.Dequeue();
        }

        if (_arrived.Count == 0 && !EndOfStream)
        {
            _readable.Clear();
        }

        Peer.Free(count);
        return count;
    }

    public int Write(ReadOnlySpan<byte> bytes)
    {
        int count = State == StreamState.Open ? Math.Min(bytes.Length, _capacity - _unread) : 0;
        if (count < bytes.Length && State == StreamState.Open)
        {
            _writable.Clear();
        }

        if (count > 0)
        {
            Writes.Add(count);
            WrittenBytes += count;
            _unread += count;
            byte[] copy = bytes[..count].ToArray();
            _busyUntil = Instant.Max(_busyUntil, _world.Now) + _rate.TimeToSend(count);
            _world.RunAt(_busyUntil + _delay, () => Peer.Arrive(copy));
        }

        return count;
    }

    public void CloseWrite() => _world.RunAt(Instant.Max(_busyUntil, _world.Now) + _delay, Peer.OnPeerClosed);

    public void Close()
    {
        _discards = true;
        Peer.Free(_arrived.Count);
        CloseWrite();
        State = StreamState.Closed;
        SetAll();
    }

    public void Abort()
    {
        State = StreamState.Closed;
        SetAll();
        _world.RunAt(_world.Now + _delay, () => Peer.Fail(StreamError.Reset));
    }

    public ReadinessAwaitable ConnectedAsync() => _connected.WaitAsync();

    public ReadinessAwaitable ReadableAsync() => _readable.WaitAsync();

    public ReadinessAwaitable WritableAsync() => _writable.WaitAsync();

    private void Arrive(byte[] bytes)
    {
        if (_discards || State != StreamState.Open)
        {
            Peer.Free(bytes.Length);
            return;
        }

        foreach (byte one in bytes)
        {
            _arrived.Enqueue(one);
        }

        _readable.Set();
    }

    private void Free(int count)
    {
        _unread -= count;
        if (count > 0)
        {
            _writable.Set();
        }
    }

    private void OnPeerClosed()
    {
        _peerHasClosed = true;
        _readable.Set();
    }

    private void SetAll()
    {
        _connected.Set();
        _readable.Set();
        _writable.Set();
    }
}
