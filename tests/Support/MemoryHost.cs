using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Protocols.Net;
using Protocols.Sockets;

namespace Tests.Support;

/// <summary>A host of a <see cref="MemoryWorld"/>; it knows the names of all the others.</summary>
internal sealed class MemoryHost(MemoryWorld world, string name, Endpoint endpoint) : IHost, IResolver
{
    private readonly Dictionary<ushort, PipeListener> _listeners = [];

    public string Name => name;

    public Endpoint Endpoint => endpoint;

    public IClock Clock => world;

    public IResolver Resolver => this;

    public IReadOnlyList<INetworkInterface> Interfaces => [];

    public IDispatcher Dispatcher => world;

    public IReadOnlyList<Endpoint> Resolve(string name, ushort port) =>
        world.Find(name) is { } host ? [new Endpoint(host.Endpoint.Address, port)] : [];

    public IByteStream Connect(Endpoint remote, StreamOptions options)
    {
        PipeListener? listener = world.Find(remote)?.ListenerAt(remote.Port);
        PipeStream near = new(world, endpoint, remote);
        if (listener is null)
        {
            world.RunAt(world.Now + world.Delay + world.Delay, () => near.Fail(StreamError.Refused));
            return near;
        }

        PipeStream far = new(world, remote, endpoint);
        PipeStream.Join(near, far);
        world.Streams.Add(near);
        world.RunAt(world.Now + world.Delay, () => listener.Offer(far));
        world.RunAt(world.Now + world.Delay + world.Delay, near.Open);
        return near;
    }

    public IListener Listen(ushort port, StreamOptions options)
    {
        PipeListener listener = new(this);
        return _listeners.TryAdd(port, listener) ? listener : throw new InvalidOperationException($"port {port} is taken");
    }

    public void Spawn(Task loop) => world.Spawn(loop);

    private PipeListener? ListenerAt(ushort port) => _listeners.GetValueOrDefault(port);
}
