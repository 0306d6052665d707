using System;
using Protocols.Net;
using Protocols.Sockets;

namespace Sim.Hosts;

/// <summary>A stream that failed at once: no route leads to its other end.</summary>
internal sealed class UnreachableStream : SimStream
{
    private readonly Endpoint _remote;

    public UnreachableStream(IDispatcher dispatcher, Endpoint remote, string name)
        : base(dispatcher, name)
    {
        _remote = remote;
        Finish(StreamState.Failed, StreamError.Unreachable);
    }

    private protected override FlowKey Path => new(default, _remote, IpProtocol.Tcp);

    private protected override bool IsTransportAtEnd => true;

    private protected override bool HasInput => false;

    private protected override bool IsWritable => false;

    private protected override void Flush()
    {
    }

    private protected override void OnLackOfSpace()
    {
    }

    private protected override int ReadTransport(Span<byte> buffer) => 0;

    private protected override int WriteTransport(ReadOnlySpan<byte> bytes) => 0;

    private protected override void CloseTransportWrite()
    {
    }

    private protected override void CloseTransportRead()
    {
    }

    private protected override void AbortTransport()
    {
    }
}
