using System;
using Protocols.Core;
using Protocols.Net;
using Protocols.Wire;
using Sim.Kernel;
using Sim.Network;

namespace Sim.Hosts;

/// <summary>
/// Sends datagrams without any congestion control: background traffic, or the arrivals of a queueing experiment.
/// </summary>
public sealed class DatagramSource : EventTarget
{
    private readonly Nic _nic;
    private readonly int _flow;
    private readonly int _headers;
    private readonly Func<int> _size;
    private readonly Func<int, Duration> _gap;
    private readonly Func<Duration>? _on;
    private readonly Func<Duration>? _off;
    private Instant _onUntil = Instant.Never;
    private uint _number;
    private bool _isStopped;

    internal DatagramSource(Simulation simulation, Nic nic, int flow, AddressFamily family, DatagramShape shape)
        : base(simulation)
    {
        _nic = nic;
        _flow = flow;
        _headers = (family == AddressFamily.Ipv6 ? Ipv6Packet.HeaderLength : Ipv4Packet.MinimumHeaderLength) + UdpDatagram.HeaderLength;
        _size = shape.Size;
        _gap = shape.Gap;
        _on = shape.On;
        _off = shape.Off;
    }

    /// <summary>The flow of the packets.</summary>
    public int Flow => _flow;

    /// <summary>Packets sent, dropped ones included.</summary>
    public long SentPackets => _number;

    /// <summary>Starts to send now.</summary>
    public void Start()
    {
        if (_on is not null)
        {
            _onUntil = Simulation.Now + _on();
        }

        // The first packet comes after a gap, as all others do: the arrivals are a renewal process from the start.
        Simulation.Schedule(Simulation.Now + _gap(_size()), this);
    }

    /// <summary>Sends no more.</summary>
    public void Stop() => _isStopped = true;

    /// <inheritdoc/>
    public override void OnEvent()
    {
        if (_isStopped)
        {
            return;
        }

        Instant now = Simulation.Now;
        if (now >= _onUntil)
        {
            Duration silence = _off!();
            _onUntil = now + silence + _on!();
            Simulation.Schedule(now + silence, this);
            return;
        }

        int size = _size();
        Packet packet = new()
        {
            Flow = _flow,
            SequenceNumber = _number++,
            Length = (ushort)size,
            PayloadLength = (ushort)Math.Max(size - _headers, 0),
        };
        _nic.Send(in packet);
        Simulation.Schedule(now + _gap(size), this);
    }
}
