using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Protocols.Sockets;

namespace Sim.Hosts;

/// <summary>Accepts connections to a port of a simulated host.</summary>
public sealed class SimListener : IListener
{
    private readonly SimHost _host;
    private readonly ushort _port;
    private readonly Queue<SimStream> _accepted = new();
    private readonly Readiness _acceptable;

    internal SimListener(SimHost host, ushort port, StackConfig stack, string name, bool discardsInput)
    {
        _host = host;
        _port = port;
        Stack = stack;
        Name = name;
        DiscardsInput = discardsInput;
        _acceptable = new Readiness(host.Dispatcher);
    }

    /// <summary>How the connections behave.</summary>
    internal StackConfig Stack { get; }

    /// <summary>The name that connections get.</summary>
    internal string Name { get; }

    /// <summary>Whether what arrives is thrown away, and nobody accepts: a sink for bulk traffic.</summary>
    internal bool DiscardsInput { get; }

    /// <inheritdoc/>
    public bool TryAccept([NotNullWhen(true)] out IByteStream? stream)
    {
        bool found = _accepted.TryDequeue(out SimStream? accepted);
        stream = accepted;
        if (_accepted.Count == 0)
        {
            _acceptable.Clear();
        }

        return found;
    }

    /// <inheritdoc/>
    public ReadinessAwaitable AcceptableAsync() => _acceptable.WaitAsync();

    /// <inheritdoc/>
    public void Close()
    {
        _host.StopListening(_port);
        while (_accepted.TryDequeue(out SimStream? stream))
        {
            stream.Abort();
        }
    }

    /// <summary>A connection's handshake is complete.</summary>
    internal void OnEstablished(SimStream stream)
    {
        if (!DiscardsInput)
        {
            _accepted.Enqueue(stream);
            _acceptable.Set();
        }
    }
}
