using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Protocols.Core;
using Protocols.Net;
using Protocols.Wire;
using Sim.Kernel;
using Sim.Network;

namespace Results.Recording;

/// <summary>Captures the packets of NICs into one pcapng file, in order of time.</summary>
/// <remarks>
/// A NIC tells of a packet when it is queued, with the time at which it will have left; others may pass before that. Packets wait here
/// until their time has come, and one that does not leave after all (its NIC went down) is forgotten.
/// </remarks>
public sealed class NicCapture : IDisposable
{
    private readonly Stream _target;
    private readonly PacketCapture _capture;
    private readonly PacketContext _packets;
    private readonly Simulation _simulation;
    private readonly PriorityQueue<Waiting, (Instant, long)> _waiting = new();
    private readonly HashSet<long> _revoked = [];
    private readonly Dictionary<(int Nic, Instant At, int Flow, uint Sequence), long> _numbers = [];
    private long _next;

    /// <summary>Starts to capture.</summary>
    /// <param name="target">Where the file goes; closed by <see cref="Finish"/>.</param>
    /// <param name="nics">The NICs.</param>
    /// <param name="packets">The simulation's packets.</param>
    /// <param name="simulation">The simulation.</param>
    public NicCapture(Stream target, IReadOnlyList<Nic> nics, PacketContext packets, Simulation simulation)
    {
        _target = target;
        _packets = packets;
        _simulation = simulation;
        _capture = new PacketCapture(target, nics.Select(nic => nic.FullName), packets);
        for (int i = 0; i < nics.Count; i++)
        {
            nics[i].Observe(new Tap(this, i));
        }
    }

    private readonly record struct Waiting(int Nic, Packet Packet, Instant At, long Number);

    /// <summary>Writes what still waits and closes the file.</summary>
    public void Finish()
    {
        WriteUntil(_simulation.Now);
        while (_waiting.TryDequeue(out Waiting waiting, out _))
        {
            _packets.Options.Return(waiting.Packet.Options);
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _target.Dispose();

    private void Add(int nic, in Packet packet, Instant at)
    {
        WriteUntil(_simulation.Now);
        Packet copy = packet;
        copy.Options = _packets.Options.Copy(packet.Options);
        _numbers[(nic, at, packet.Flow, packet.SequenceNumber)] = _next;
        _waiting.Enqueue(new Waiting(nic, copy, at, _next), (at, _next));
        _next++;
    }

    private void Revoke(int nic, in Packet packet, Instant at)
    {
        if (_numbers.Remove((nic, at, packet.Flow, packet.SequenceNumber), out long number))
        {
            _revoked.Add(number);
        }
    }

    private void WriteUntil(Instant now)
    {
        while (_waiting.TryPeek(out Waiting waiting, out _) && waiting.At <= now)
        {
            _waiting.Dequeue();
            if (!_revoked.Remove(waiting.Number))
            {
                _capture.Write(waiting.Nic, waiting.Packet, waiting.At);
            }

            _packets.Options.Return(waiting.Packet.Options);
        }

        if (_waiting.Count == 0)
        {
            _numbers.Clear();
        }
    }

    /// <summary>Listens at one NIC.</summary>
    private sealed class Tap(NicCapture capture, int nic) : INicObserver
    {
        public void Transmitted(in Packet packet, Instant departure) => capture.Add(nic, in packet, departure);

        public void TransmitRevoked(in Packet packet, Instant departure) => capture.Revoke(nic, in packet, departure);

        public void Received(in Packet packet, Instant at) => capture.Add(nic, in packet, at);

        public void Dropped(in Packet packet)
        {
        }
    }
}
