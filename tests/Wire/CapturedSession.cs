using System;
using System.Collections.Generic;
using NUnit.Framework;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Net;
using Protocols.Wire;

namespace Tests.Wire;

/// <summary>
/// The packets of a recorded session in the simulation's form, with each direction's bytes put together in a store that
/// all flows of that direction share.
/// </summary>
internal sealed class CapturedSession
{
    private readonly Dictionary<int, uint> _initialSequenceNumbers = [];
    private readonly byte[] _fromServer;
    private readonly byte[] _fromClient;

    public CapturedSession(string capture)
    {
        PacketCodec codec = new(Context);
        foreach (byte[] bytes in CaptureFiles.IpPackets(capture))
        {
            bool decoded = codec.TryDecode(
                bytes, out Packet packet, out ReadOnlySpan<byte> payload, out ParseError error);
            Assert.That((decoded, error), Is.EqualTo((true, ParseError.None)));
            Assert.That(payload.Length, Is.EqualTo(packet.PayloadLength));
            Packets.Add((packet, bytes));
            Learn(packet);
        }

        _fromServer = PutTogether(isFromClient: false);
        _fromClient = PutTogether(isFromClient: true);
        StorePayloads();
    }

    public PacketContext Context { get; } = new();

    public List<(Packet Packet, byte[] Bytes)> Packets { get; } = [];

    /// <summary>The data sequence number of a direction's first byte; 0 when the session is plain TCP.</summary>
    public ulong FirstDataSequenceOf(bool isFromClient)
    {
        ulong key = isFromClient ? ClientKey : ServerKey;
        return key == 0 ? 0 : KeyMaterial.InitialDataSequenceNumber(key) + 1;
    }

    public bool IsFromClient(int flow) => Context.Flows[flow].Destination.Port is 36500 or 36600;

    /// <summary>
    /// Where a packet's payload lies in its direction's data, by the RFC's arithmetic; -1 for a packet without a
    /// mapping.
    /// </summary>
    public long DataOffsetOf(Packet packet)
    {
        uint relative = packet.SequenceNumber - _initialSequenceNumbers[packet.Flow];
        PacketOptions options = packet.Options == 0 ? default : Context.Options[packet.Options];
        if (options.Has(PacketOptionKinds.DataSequenceSignal) && options.Dss.HasMapping)
        {
            return (long)(options.Dss.DataSequence + relative - options.Dss.SubflowSequence
                - FirstDataSequenceOf(IsFromClient(packet.Flow)));
        }

        bool mapsFirstBytes = options.Has(PacketOptionKinds.MpCapable) || ServerKey == 0;
        return mapsFirstBytes ? relative - 1 : -1;
    }

    /// <summary>A direction's data, as far as the capture has it.</summary>
    public byte[] DataOf(bool isFromClient) => isFromClient ? _fromClient : _fromServer;

    private ulong ClientKey { get; set; }

    private ulong ServerKey { get; set; }

    private void Learn(Packet packet)
    {
        if (packet.Has(TcpFlags.Syn))
        {
            _initialSequenceNumbers[packet.Flow] = packet.SequenceNumber;
        }

        PacketOptions options = packet.Options == 0 ? default : Context.Options[packet.Options];
        if (options.Has(PacketOptionKinds.MpCapable) && options.MpCapable.KeyCount == 2)
        {
            ClientKey = options.MpCapable.SenderKey;
            ServerKey = options.MpCapable.ReceiverKey;
        }
    }

    private void StorePayloads()
    {
        ByteStore fromServer = new();
        fromServer.Append(_fromServer);
        ByteStore fromClient = new();
        fromClient.Append(_fromClient);
        foreach ((int flow, uint initialSequenceNumber) in _initialSequenceNumbers)
        {
            ByteStore store = IsFromClient(flow) ? fromClient : fromServer;
            if (ServerKey == 0)
            {
                Context.Flows.SetPayload(flow, store, initialSequenceNumber + 1);
            }
            else
            {
                ulong firstDataSequence = FirstDataSequenceOf(IsFromClient(flow));
                Context.Flows.SetMappedPayload(flow, store, firstDataSequence, initialSequenceNumber);
            }
        }
    }

    private byte[] PutTogether(bool isFromClient)
    {
        byte[] data = new byte[1 << 20];
        long end = 0;
        foreach ((Packet packet, byte[] bytes) in Packets)
        {
            if (packet.PayloadLength != 0 && IsFromClient(packet.Flow) == isFromClient)
            {
                long offset = DataOffsetOf(packet);
                bytes.AsSpan(bytes.Length - packet.PayloadLength).CopyTo(data.AsSpan((int)offset));
                end = Math.Max(end, offset + packet.PayloadLength);
            }
        }

        return data[..(int)end];
    }
}
