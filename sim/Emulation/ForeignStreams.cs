using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Net;
using Protocols.Wire;

namespace Sim.Emulation;

/// <summary>
/// Keeps the bytes that kernels outside send to simulated hosts, where simulated receivers look for them: in a store for each
/// connection, by stream or data offset.
/// </summary>
/// <remarks>
/// To know which subflows make one connection it reads the handshakes that pass (RFC 8684, 3.1 and 3.2), as a middlebox could. It has
/// no opinion on whether they are right: that is the simulated host's to judge.
/// </remarks>
/// <param name="packets">The simulation's packets.</param>
public sealed class ForeignStreams(PacketContext packets)
{
    // No window of ours is larger, so nothing that may be sent lies further from what was read.
    private const long LargestWindow = 256L << 20;

    private readonly Dictionary<int, Flow> _flows = [];
    private readonly Dictionary<uint, Connection> _byToken = [];
    private readonly Dictionary<int, uint> _joins = [];

    /// <summary>A packet of a simulated host goes out.</summary>
    public void OnDeparture(in Packet packet)
    {
        if (packet.Has(TcpFlags.Syn) && packet.Options != 0)
        {
            ref PacketOptions options = ref packets.Options[packet.Options];
            if (options.Has(PacketOptionKinds.MpJoin) && options.MpJoin.Step == MpJoinStep.Syn)
            {
                _joins[packets.Flows.Reverse(packet.Flow)] = options.MpJoin.Token;
            }
        }
    }

    /// <summary>A TCP packet of a kernel comes in.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="payload">Its payload.</param>
    /// <returns>Whether it may pass: false when its bytes belong nowhere.</returns>
    public bool OnArrival(in Packet packet, ReadOnlySpan<byte> payload)
    {
        PacketOptions options = packet.Options == 0 ? default : packets.Options[packet.Options];
        if (packet.Has(TcpFlags.Syn))
        {
            Begin(in packet, ref options);
        }
        else if (options.Has(PacketOptionKinds.MpCapable) && options.MpCapable.KeyCount == 2 && _flows.TryGetValue(packet.Flow, out Flow? initial))
        {
            Learn(initial, options.MpCapable.SenderKey, packet.Flow);
            _byToken[KeyMaterial.Token(options.MpCapable.ReceiverKey)] = initial.Connection;
        }

        return payload.IsEmpty || (_flows.TryGetValue(packet.Flow, out Flow? flow) && TryKeep(flow, in packet, in options, payload));
    }

    private void Begin(in Packet syn, ref PacketOptions options)
    {
        bool isAnswer = syn.Has(TcpFlags.Ack);
        if (_flows.TryGetValue(syn.Flow, out Flow? known) && known.InitialSequenceNumber == syn.SequenceNumber)
        {
            return;
        }

        Connection? joined = isAnswer
            ? _joins.TryGetValue(syn.Flow, out uint theirs) ? _byToken.GetValueOrDefault(theirs) : null
            : options.Has(PacketOptionKinds.MpJoin) ? _byToken.GetValueOrDefault(options.MpJoin.Token) : null;
        Flow flow = new(joined ?? new Connection(), syn.SequenceNumber);
        _flows[syn.Flow] = flow;
        packets.Flows.SetPayload(syn.Flow, flow.Connection.Bytes, unchecked(syn.SequenceNumber + 1));
        if (flow.Connection.FirstDataSequence is { } first)
        {
            Map(flow, first, syn.Flow);
        }
        else if (isAnswer && options.Has(PacketOptionKinds.MpCapable) && options.MpCapable.KeyCount > 0)
        {
            Learn(flow, options.MpCapable.SenderKey, syn.Flow);
            _byToken[KeyMaterial.Token(options.MpCapable.SenderKey)] = flow.Connection;
        }
    }

    private void Learn(Flow flow, ulong key, int handle)
    {
        if (flow.Connection.FirstDataSequence is null)
        {
            ulong first = unchecked(KeyMaterial.InitialDataSequenceNumber(key) + 1);
            flow.Connection.FirstDataSequence = first;
            Map(flow, first, handle);
        }
    }

    private void Map(Flow flow, ulong firstDataSequence, int handle) =>
        packets.Flows.SetMappedPayload(handle, flow.Connection.Bytes, firstDataSequence, flow.InitialSequenceNumber);

    private bool TryKeep(Flow flow, in Packet packet, in PacketOptions options, ReadOnlySpan<byte> payload)
    {
        ByteStore bytes = flow.Connection.Bytes;
        uint relative = unchecked(packet.SequenceNumber - flow.InitialSequenceNumber);
        if (PayloadOffset.TryFind(packets.Flows, in packet, in options, bytes.End, out long offset))
        {
            if (packets.Flows.IsMapped(packet.Flow))
            {
                flow.Remember(relative, offset);
            }
        }
        else if (!flow.TryFind(relative, out offset))
        {
            return false;
        }

        return offset >= 0 && bytes.TryPut(offset, payload, LargestWindow);
    }

    /// <summary>What a kernel sends on one connection.</summary>
    private sealed class Connection
    {
        public Connection() => Bytes.ReleaseBySender(long.MaxValue);

        // The kernel keeps what it may have to send again: here only the reader counts.
        public ByteStore Bytes { get; } = new();

        public ulong? FirstDataSequence { get; set; }
    }

    /// <summary>One direction of one TCP connection or subflow.</summary>
    private sealed class Flow(Connection connection, uint initialSequenceNumber)
    {
        private const int Remembered = 16;

        private readonly Queue<(uint Relative, long Offset)> _mappings = new();

        public Connection Connection { get; } = connection;

        public uint InitialSequenceNumber { get; } = initialSequenceNumber;

        /// <summary>Where some byte of the subflow lies in the data.</summary>
        public void Remember(uint relative, long offset)
        {
            if (_mappings.Count == Remembered)
            {
                _mappings.Dequeue();
            }

            _mappings.Enqueue((relative, offset));
        }

        /// <summary>A segment without a mapping belongs to the nearest one before it.</summary>
        public bool TryFind(uint relative, out long offset)
        {
            int nearest = int.MaxValue;
            offset = 0;
            foreach ((uint start, long data) in _mappings)
            {
                int distance = SequenceNumber.Distance(start, relative);
                if (distance >= 0 && distance < nearest)
                {
                    nearest = distance;
                    offset = data + distance;
                }
            }

            return nearest != int.MaxValue;
        }
    }
}
