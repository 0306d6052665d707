using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Protocols.Core;
using Protocols.Net;
using Protocols.Sockets;

namespace Tests.Support;

/// <summary>
/// A small world for applications: hosts joined by pipes of a rate, a delay and a capacity, in virtual time.
/// </summary>
internal sealed class MemoryWorld : IClock, IDispatcher
{
    private readonly PriorityQueue<Action, (Instant At, long Order)> _events = new();
    private readonly Queue<Action> _posted = [];
    private readonly List<Task> _loops = [];
    private readonly List<MemoryHost> _hosts = [];
    private long _order;

    public Instant Now { get; private set; }

    /// <summary>The rate of each direction of streams opened from now on.</summary>
    public BitRate Rate { get; set; } = BitRate.FromMegabitsPerSecond(100);

    /// <summary>The delay of each direction of streams opened from now on.</summary>
    public Duration Delay { get; set; } = Duration.FromMilliseconds(10);

    /// <summary>Bytes that a direction holds before its writer has to wait.</summary>
    public int Capacity { get; set; } = 64 << 10;

    /// <summary>All streams opened so far, the connecting end of each.</summary>
    public List<PipeStream> Streams { get; } = [];

    public MemoryHost AddHost(string name)
    {
        MemoryHost host = new(this, name, new Endpoint(new IpAddress(AddressFamily.Ipv4, 0x0A000001u + (uint)_hosts.Count), 0));
        _hosts.Add(host);
        return host;
    }

    public MemoryHost? Find(string name) => _hosts.Find(host => host.Name == name);

    public MemoryHost? Find(Endpoint endpoint) => _hosts.Find(host => host.Endpoint.Address == endpoint.Address);

    public void Post(Action continuation) => _posted.Enqueue(continuation);

    public void RunAt(Instant at, Action continuation) => _events.Enqueue(continuation, (Instant.Max(at, Now), _order++));

    public void Spawn(Task loop) => _loops.Add(loop);

    /// <summary>Lets time pass; an exception in a loop comes out here.</summary>
    public void RunUntil(Duration sinceStart)
    {
        Instant until = Instant.Zero + sinceStart;
        RunPosted();
        while (_events.TryPeek(out _, out (Instant At, long Order) next) && next.At <= until)
        {
            Now = next.At;
            _events.Dequeue()();
            RunPosted();
        }

        Now = until;
        foreach (Task loop in _loops)
        {
            if (loop.IsFaulted)
            {
                loop.GetAwaiter().GetResult();
            }
        }
    }

    private void RunPosted()
    {
        while (_posted.TryDequeue(out Action? continuation))
        {
            continuation();
        }
    }
}
