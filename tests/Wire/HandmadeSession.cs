using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Mptcp;
using Protocols.Net;

namespace Tests.Wire;

/// <summary>
/// An MPTCP connection of two subflows, written down packet by packet: every option that there is, in a place where the
/// RFC allows it.
/// </summary>
internal sealed class HandmadeSession
{
    private const uint ClientNonce = 0x11223344;
    private const uint ServerNonce = 0x55667788;
    private const uint ClientSequence = 0xFFFF_FFF0;
    private const uint ServerSequence = 5000;

    private const PacketOptionKinds OfEverySyn =
        PacketOptionKinds.MaximumSegmentSize | PacketOptionKinds.WindowScale | PacketOptionKinds.SackPermitted;

    private readonly PacketContext _context;
    private readonly bool _hasChecksums;
    private readonly byte[] _bytes = new byte[8192];
    private readonly ulong _clientKey;
    private readonly ulong _serverKey;
    private readonly ulong _clientFirst;
    private readonly ulong _serverFirst;
    private readonly int _up;
    private readonly int _down;
    private readonly int _joinUp;
    private readonly int _joinDown;
    private readonly IpAddress _secondAddress;

    public HandmadeSession(PacketContext context, IpPrefix network, ulong clientKey, bool hasChecksums)
    {
        _clientKey = clientKey;
        _serverKey = ~clientKey;
        _clientFirst = KeyMaterial.InitialDataSequenceNumber(_clientKey) + 1;
        _serverFirst = KeyMaterial.InitialDataSequenceNumber(_serverKey) + 1;
        _context = context;
        _hasChecksums = hasChecksums;
        _secondAddress = network.AddressAt(4);
        _up = Flow(network.AddressAt(1), 40000, network.AddressAt(2));
        _joinUp = Flow(network.AddressAt(3), 40001, _secondAddress);
        _down = context.Flows.Reverse(_up);
        _joinDown = context.Flows.Reverse(_joinUp);
        new RandomStream(1).NextBytes(_bytes);
        foreach (int flow in (int[])[_up, _joinUp])
        {
            context.Flows.SetMappedPayload(flow, Store(), _clientFirst, ClientSequence);
            context.Flows.SetMappedPayload(context.Flows.Reverse(flow), Store(), _serverFirst, ServerSequence);
        }
    }

    public List<Packet> Packets { get; } = [];

    private byte CapableFlags => (byte)(_hasChecksums ? 0x81 : 0x01);

    public void Write()
    {
        Handshake();
        Addresses();
        Join();
        Loss();
        Changes();
        if (_hasChecksums)
        {
            BreakOff();
        }
        else
        {
            Close();
        }
    }

    private void Handshake()
    {
        PacketOptions options = SynWith(PacketOptionKinds.MpCapable);
        options.MpCapable = new MpCapableOption { Version = 1, Flags = CapableFlags };
        Send(_up, 0, 0, TcpFlags.Syn, 0, options);

        options.MpCapable.KeyCount = 1;
        options.MpCapable.SenderKey = _serverKey;
        Send(_down, 0, 1, TcpFlags.Syn | TcpFlags.Ack, 0, options);

        options.Kinds = PacketOptionKinds.MpCapable;
        options.MpCapable.KeyCount = 2;
        options.MpCapable.SenderKey = _clientKey;
        options.MpCapable.ReceiverKey = _serverKey;
        Send(_up, 1, 1, TcpFlags.Ack, 0, options);

        options.MpCapable.HasDataLength = true;
        options.MpCapable.DataLength = 100;
        options.MpCapable.HasChecksum = _hasChecksums;
        options.MpCapable.Checksum = Checksum.OfMapping(_clientFirst, 1, 100, _bytes.AsSpan(0, 100));
        Send(_up, 1, 1, TcpFlags.Ack | TcpFlags.Psh, 100, options);
        Send(_down, 1, 101, TcpFlags.Ack, 0, Signal(100, ack64: true, fromClient: false));
        Send(_down, 1, 101, TcpFlags.Ack, 1000,
            Mapping(100, ack64: true, 0, 1, 1000, sequence64: true, fromClient: false));
        Send(_up, 101, 1001, TcpFlags.Ack, 0, Signal(1000, ack64: false, fromClient: true));
        Send(_up, 101, 1001, TcpFlags.Ack, 50,
            Mapping(1000, ack64: false, 100, 101, 50, sequence64: false, fromClient: true));
        Send(_up, 151, 1001, TcpFlags.Ack, 50,
            Mapping(1000, ack64: true, 150, 151, 50, sequence64: false, fromClient: true));
        Send(_up, 201, 1001, TcpFlags.Ack, 50,
            Mapping(1000, ack64: false, 200, 201, 50, sequence64: true, fromClient: true));
    }

    private void Addresses()
    {
        foreach (ushort port in (ushort[])[0, 36501])
        {
            byte id = (byte)(port == 0 ? 2 : 3);
            PacketOptions options = new() { Kinds = PacketOptionKinds.AddAddress };
            options.AddAddress = new AddAddressOption
            {
                AddressId = id,
                Address = _secondAddress,
                Port = port,
                Hmac = KeyMaterial.AddAddressHmac(_serverKey, _clientKey, id, _secondAddress, port),
            };
            Send(_down, 1001, 251, TcpFlags.Ack, 0, options, hasTimestamps: false);
            options.AddAddress.Echo = true;
            Send(_up, 251, 1001, TcpFlags.Ack, 0, options);
        }
    }

    private void Join()
    {
        PacketOptions options = SynWith(PacketOptionKinds.MpJoin);
        options.MpJoin = new MpJoinOption
        {
            Step = MpJoinStep.Syn,
            AddressId = 1,
            Token = KeyMaterial.Token(_serverKey),
            Nonce = ClientNonce,
        };
        Send(_joinUp, 0, 0, TcpFlags.Syn, 0, options);

        options.MpJoin = new MpJoinOption
        {
            Step = MpJoinStep.SynAck,
            AddressId = 2,
            Nonce = ServerNonce,
            Hmac = KeyMaterial.SynAckHmac(_serverKey, _clientKey, ServerNonce, ClientNonce),
        };
        Send(_joinDown, 0, 1, TcpFlags.Syn | TcpFlags.Ack, 0, options);

        options.Kinds = PacketOptionKinds.MpJoin;
        options.MpJoin = new MpJoinOption
        {
            Step = MpJoinStep.Ack,
            Hmac = KeyMaterial.AckHmac(_clientKey, _serverKey, ClientNonce, ServerNonce),
        };
        Send(_joinUp, 1, 1, TcpFlags.Ack, 0, options);
        Send(_joinDown, 1, 1, TcpFlags.Ack, 0, Signal(250, ack64: false, fromClient: false));
    }

    // The second of three segments gets lost and comes again.
    private void Loss()
    {
        Send(_joinDown, 1, 1, TcpFlags.Ack, 200,
            Mapping(250, ack64: false, 1000, 1, 200, sequence64: true, fromClient: false));
        Send(_joinDown, 401, 1, TcpFlags.Ack, 200,
            Mapping(250, ack64: false, 1400, 401, 200, sequence64: true, fromClient: false));
        PacketOptions hole = Signal(1200, ack64: true, fromClient: true);
        hole.Kinds |= PacketOptionKinds.Sack;
        hole.SackCount = 1;
        hole.SackBlocks[0] = new SackBlock(ServerSequence + 401, ServerSequence + 601);
        Send(_joinUp, 1, 201, TcpFlags.Ack, 0, hole);
        Send(_joinDown, 201, 1, TcpFlags.Ack, 200,
            Mapping(250, ack64: false, 1200, 201, 200, sequence64: true, fromClient: false));
        Send(_joinUp, 1, 601, TcpFlags.Ack, 0, Signal(1600, ack64: true, fromClient: true));
    }

    private void Changes()
    {
        PacketOptions priority = Signal(1600, ack64: true, fromClient: true);
        priority.Kinds |= PacketOptionKinds.Priority;
        priority.PriorityBackup = true;
        Send(_joinUp, 1, 601, TcpFlags.Ack, 0, priority);

        PacketOptions removal = Signal(1600, ack64: true, fromClient: true);
        removal.Kinds |= PacketOptionKinds.RemoveAddress;
        removal.RemovedAddressCount = 3;
        removal.RemovedAddresses[0] = 5;
        removal.RemovedAddresses[1] = 6;
        removal.RemovedAddresses[2] = 7;
        Send(_up, 251, 1001, TcpFlags.Ack, 0, removal);
    }

    private void BreakOff()
    {
        PacketOptions fail = new()
        {
            Kinds = PacketOptionKinds.Fail | PacketOptionKinds.ResetReason,
            FailDataSequence = _clientFirst + 200,
            ResetReason = new ResetReasonOption { Reason = 6 },
        };
        Send(_joinDown, 601, 1, TcpFlags.Rst | TcpFlags.Ack, 0, fail);

        PacketOptions fastClose = new()
        {
            Kinds = PacketOptionKinds.FastClose | PacketOptionKinds.ResetReason,
            FastCloseKey = _serverKey,
            ResetReason = new ResetReasonOption { Flags = 1, Reason = 2 },
        };
        Send(_up, 251, 1001, TcpFlags.Rst | TcpFlags.Ack, 0, fastClose);
    }

    private void Close()
    {
        PacketOptions fin = Mapping(1600, ack64: true, 250, 0, 1, sequence64: true, fromClient: true);
        fin.Dss.DataFin = true;
        Send(_up, 251, 1001, TcpFlags.Ack, 0, fin);
        Send(_down, 1001, 251, TcpFlags.Ack, 0, Signal(251, ack64: true, fromClient: false));
        Send(_up, 251, 1001, TcpFlags.Ack | TcpFlags.Fin, 0, Signal(1600, ack64: true, fromClient: true));
        Send(_down, 1001, 252, TcpFlags.Ack, 0, Signal(251, ack64: true, fromClient: false));
    }

    private static PacketOptions SynWith(PacketOptionKinds mptcp) =>
        new() { Kinds = OfEverySyn | mptcp, MaximumSegmentSize = 1440, WindowScale = 7 };

    private PacketOptions Signal(ulong received, bool ack64, bool fromClient)
    {
        PacketOptions options = new() { Kinds = PacketOptionKinds.DataSequenceSignal };
        ulong ack = received + (fromClient ? _serverFirst : _clientFirst);
        options.Dss = new DataSequenceSignal { HasAck = true, Ack64 = ack64, DataAck = ack };
        return options;
    }

    private PacketOptions Mapping(
        ulong received, bool ack64, ulong offset, uint subflowSequence, ushort length, bool sequence64, bool fromClient)
    {
        PacketOptions options = Signal(received, ack64, fromClient);
        ref DataSequenceSignal signal = ref options.Dss;
        signal.HasMapping = true;
        signal.Sequence64 = sequence64;
        signal.DataSequence = offset + (fromClient ? _clientFirst : _serverFirst);
        signal.SubflowSequence = subflowSequence;
        signal.DataLength = length;
        signal.HasChecksum = _hasChecksums;
        ReadOnlySpan<byte> data = subflowSequence == 0 ? default : _bytes.AsSpan((int)offset, length);
        signal.Checksum = Checksum.OfMapping(signal.DataSequence, subflowSequence, length, data);
        return options;
    }

    private void Send(
        int flow,
        uint sequence,
        uint acknowledgment,
        TcpFlags flags,
        ushort length,
        PacketOptions options,
        bool hasTimestamps = true)
    {
        bool isUp = flow == _up || flow == _joinUp;
        int ipHeaderLength = _secondAddress.Family == AddressFamily.Ipv6 ? 40 : 20;
        int handle = _context.Options.Rent();
        _context.Options[handle] = options.Clone();
        Packets.Add(new Packet
        {
            Flow = flow,
            SequenceNumber = unchecked(sequence + (isUp ? ClientSequence : ServerSequence)),
            AcknowledgmentNumber = (flags & TcpFlags.Ack) == 0
                ? 0
                : unchecked(acknowledgment + (isUp ? ServerSequence : ClientSequence)),
            Flags = flags,
            Window = 512,
            Options = handle,
            PayloadLength = length,
            Length = (ushort)(ipHeaderLength + 20 + PacketOptionsLength.Of(in options, hasTimestamps) + length),
            Traits = (hasTimestamps ? PacketTraits.Timestamps : PacketTraits.None)
                | (length > 0 ? PacketTraits.EcnCapable : PacketTraits.None),
            TimestampValue = hasTimestamps ? (uint)Packets.Count + 1 : 0,
        });
    }

    private int Flow(IpAddress source, ushort port, IpAddress destination) =>
        _context.Flows.Intern(
            new FlowKey(new Endpoint(source, port), new Endpoint(destination, 36500), IpProtocol.Tcp));

    private ByteStore Store()
    {
        ByteStore store = new();
        store.Append(_bytes);
        return store;
    }
}
