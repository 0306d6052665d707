using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Protocols.Sockets;

namespace Tests.Support;

/// <summary>The listener of a <see cref="MemoryHost"/>.</summary>
internal sealed class PipeListener(IHost host) : IListener
{
    private readonly Queue<PipeStream> _streams = [];
    private readonly Readiness _acceptable = new(host.Dispatcher);
    private bool _isClosed;

    public void Offer(PipeStream stream)
    {
        if (_isClosed)
        {
            stream.Abort();
            return;
        }

        stream.Open();
        _streams.Enqueue(stream);
        _acceptable.Set();
    }

    public bool TryAccept([NotNullWhen(true)] out IByteStream? stream)
    {
        bool has = _streams.TryDequeue(out PipeStream? accepted);
        stream = accepted;
        if (_streams.Count == 0)
        {
            _acceptable.Clear();
        }

        return has;
    }

    public ReadinessAwaitable AcceptableAsync() => _acceptable.WaitAsync();

    public void Close()
    {
        _isClosed = true;
        while (_streams.TryDequeue(out PipeStream? stream))
        {
            stream.Abort();
        }
    }
}
