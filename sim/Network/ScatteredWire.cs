using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Sim.Kernel;

namespace Sim.Network;

/// <summary>The packets on a wire that does not treat them all alike: delays vary, some packets overtake others, some come twice.</summary>
/// <remarks>
/// Packets arrive in the order of their times, those of one time in the order of their departures. A copy is made when its packet
/// departs, and is delayed and lost by itself.
/// </remarks>
internal sealed class ScatteredWire : EventTarget
{
    private readonly PacketOptionPool _options;
    private readonly Impairments _impairments;
    private readonly Action<LaneEntry> _deliver;
    private readonly RandomStream _jitter;
    private readonly RandomStream _duplicates;
    private readonly RandomStream _overtaking;
    private readonly PriorityQueue<LaneEntry, (long Arrival, long Number)> _underWay = new();
    private long _lastArrival;
    private long _number;
    private int _sinceOvertaking;

    /// <summary>An empty wire.</summary>
    /// <param name="fabric">The network it belongs to.</param>
    /// <param name="name">The name of its link; its random numbers depend on it.</param>
    /// <param name="impairments">What it does to packets.</param>
    /// <param name="deliver">Is given each packet when it arrives.</param>
    public ScatteredWire(Fabric fabric, string name, Impairments impairments, Action<LaneEntry> deliver)
        : base(fabric.Simulation)
    {
        _options = fabric.Packets.Options;
        _impairments = impairments;
        _deliver = deliver;
        _jitter = fabric.Simulation.Random.Fork("jitter on " + name);
        _duplicates = fabric.Simulation.Random.Fork("duplicates on " + name);
        _overtaking = fabric.Simulation.Random.Fork("overtaking on " + name);
    }

    /// <summary>Packets that were copied.</summary>
    public long DuplicatedPackets { get; private set; }

    /// <summary>Puts a packet on the wire that departs now.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="delay">The link's delay, without what varies.</param>
    public void Add(in Packet packet, Duration delay)
    {
        bool isTwice = _impairments.Duplication > 0 && _duplicates.NextDouble() < _impairments.Duplication;
        AddOne(packet, delay);
        if (isTwice)
        {
            DuplicatedPackets++;
            Packet copy = packet;
            copy.Options = _options.Copy(packet.Options);
            AddOne(copy, delay);
        }
    }

    /// <inheritdoc/>
    public override void OnEvent()
    {
        Instant now = Simulation.Now;
        if (_underWay.Count > 0 && _underWay.Peek().Arrival <= now.Picoseconds)
        {
            LaneEntry arrived = _underWay.Dequeue();
            _deliver(arrived);
        }
    }

    /// <summary>Takes packets off the wire and out of the network.</summary>
    public void RemoveWhere(Fabric fabric, LaneFilter isRemoved)
    {
        List<(LaneEntry Entry, (long, long) Priority)> kept = [];
        _lastArrival = 0;
        while (_underWay.TryDequeue(out LaneEntry entry, out (long, long) priority))
        {
            if (isRemoved(entry))
            {
                fabric.Discard(entry.Packet);
            }
            else
            {
                kept.Add((entry, priority));
                _lastArrival = entry.Arrival;
            }
        }

        _underWay.EnqueueRange(kept);
    }

    private void AddOne(in Packet packet, Duration delay)
    {
        long now = Simulation.Now.Picoseconds;
        long arrival = IsAhead() ? now : Math.Max(now + delay.Picoseconds + Variation(), Earliest());
        _lastArrival = Math.Max(_lastArrival, arrival);
        LaneEntry entry = new() { Departure = now, Arrival = arrival, Packet = packet };
        _underWay.Enqueue(entry, (arrival, _number++));
        Simulation.Schedule(new Instant(arrival), this);
    }

    private long Variation() => _impairments.Jitter is { } jitter ? Math.Max(jitter.Draw(_jitter).Picoseconds, 0) : 0;

    private long Earliest() => _impairments.Jitter is { Reorders: true } ? 0 : _lastArrival;

    private bool IsAhead()
    {
        if (_impairments.Overtaking is not { } overtaking)
        {
            return false;
        }

        // netem_enqueue: whose turn has come draws; while nobody is lucky, every further packet has its turn.
        bool isAhead = ++_sinceOvertaking >= overtaking.Gap && _overtaking.NextDouble() < overtaking.Share;
        _sinceOvertaking = isAhead ? 0 : _sinceOvertaking;
        return isAhead;
    }
}
