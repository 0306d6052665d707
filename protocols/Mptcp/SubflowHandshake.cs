using System;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>How far a subflow's MPTCP handshake has come.</summary>
public enum HandshakeProgress
{
    /// <summary>Something is still missing.</summary>
    Pending,

    /// <summary>Both ends know that the other speaks MPTCP, or is who it says.</summary>
    Complete,

    /// <summary>
    /// The peer, or something on the path, does not speak MPTCP: plain TCP from here on (RFC 8684, 3.7).
    /// </summary>
    FellBack,

    /// <summary>
    /// The peer could not prove that it belongs to the connection: the subflow is reset (RFC 8684, 3.2).
    /// </summary>
    Refused,
}

/// <summary>
/// The MPTCP side of a subflow's handshake: MP_CAPABLE on the initial one, MP_JOIN on all others (RFC 8684, 3.1 and
/// 3.2).
/// </summary>
public sealed class SubflowHandshake
{
    private const byte HmacSha256 = 0x01;

    private readonly uint _nonce;
    private uint _peerNonce;

    private SubflowHandshake(bool isJoin, bool isInitiator, byte localId, byte remoteId, bool isBackup, uint nonce)
    {
        IsJoin = isJoin;
        IsInitiator = isInitiator;
        LocalId = localId;
        RemoteId = remoteId;
        IsBackup = isBackup;
        _nonce = nonce;
    }

    /// <summary>Whether the subflow joins a connection that exists.</summary>
    public bool IsJoin { get; }

    /// <summary>Whether this end opened the subflow.</summary>
    public bool IsInitiator { get; }

    /// <summary>The identifier of the local address.</summary>
    public byte LocalId { get; }

    /// <summary>The identifier of the remote address.</summary>
    public byte RemoteId { get; }

    /// <summary>Whether the B bit was set by either side.</summary>
    public bool IsBackup { get; private set; }

    /// <summary>The handshake of an initial subflow.</summary>
    public static SubflowHandshake Initial(bool isInitiator) => new(false, isInitiator, 0, 0, false, 0);

    /// <summary>The handshake of a subflow that this end adds.</summary>
    public static SubflowHandshake Join(byte localId, byte remoteId, bool isBackup, uint nonce) =>
        new(true, true, localId, remoteId, isBackup, nonce);

    /// <summary>The handshake of a subflow that the peer adds, from its SYN.</summary>
    public static SubflowHandshake Joined(byte localId, in MpJoinOption syn, uint nonce) =>
        new(true, false, localId, syn.AddressId, syn.Backup, nonce) { _peerNonce = syn.Nonce };

    /// <summary>Writes the option of the SYN or SYN/ACK.</summary>
    public void WriteSyn(ref PacketOptions options, MptcpConnection connection)
    {
        if (!IsJoin)
        {
            options.Kinds |= PacketOptionKinds.MpCapable;
            options.MpCapable = new MpCapableOption
            {
                Version = 1,
                Flags = HmacSha256,
                KeyCount = (byte)(IsInitiator ? 0 : 1),
                SenderKey = connection.Keys.Local,
            };
            return;
        }

        options.Kinds |= PacketOptionKinds.MpJoin;
        options.MpJoin = new MpJoinOption
        {
            Step = IsInitiator ? MpJoinStep.Syn : MpJoinStep.SynAck,
            Backup = IsBackup,
            AddressId = LocalId,
            Nonce = _nonce,
        };
        if (IsInitiator)
        {
            options.MpJoin.Token = connection.Keys.RemoteToken;
        }
        else
        {
            options.MpJoin.Hmac =
                KeyMaterial.SynAckHmac(connection.Keys.Local, connection.Keys.Remote, _nonce, _peerNonce);
        }
    }

    /// <summary>
    /// Writes the option of the third packet, or of the first data of an initial subflow's initiator.
    /// </summary>
    public void WriteAck(ref PacketOptions options, MptcpConnection connection, SubflowMapping mapping)
    {
        if (IsJoin)
        {
            options.Kinds |= PacketOptionKinds.MpJoin;
            options.MpJoin = new MpJoinOption
            {
                Step = MpJoinStep.Ack,
                Hmac = KeyMaterial.AckHmac(connection.Keys.Local, connection.Keys.Remote, _nonce, _peerNonce),
            };
            return;
        }

        options.Kinds |= PacketOptionKinds.MpCapable;
        options.MpCapable = new MpCapableOption
        {
            Version = 1,
            Flags = HmacSha256,
            KeyCount = 2,
            SenderKey = connection.Keys.Local,
            ReceiverKey = connection.Keys.Remote,
            HasDataLength = mapping.Length > 0,
            DataLength = (ushort)mapping.Length,
        };
    }

    /// <summary>Takes the SYN/ACK.</summary>
    /// <returns>False to reset the subflow.</returns>
    public bool OnSynAck(in PacketOptions options, MptcpConnection connection)
    {
        if (!IsJoin)
        {
            if (options.Has(PacketOptionKinds.MpCapable) && options.MpCapable is { Version: 1, KeyCount: 1 })
            {
                connection.Keys.SetRemote(options.MpCapable.SenderKey);
            }
            else
            {
                connection.FallBack();
            }

            return true;
        }

        if (!options.Has(PacketOptionKinds.MpJoin) || options.MpJoin.Step != MpJoinStep.SynAck)
        {
            return false;
        }

        _peerNonce = options.MpJoin.Nonce;
        IsBackup |= options.MpJoin.Backup;
        Hmac160 expected =
            KeyMaterial.SynAckHmac(connection.Keys.Remote, connection.Keys.Local, _peerNonce, _nonce);
        ReadOnlySpan<byte> given = options.MpJoin.Hmac;
        return given[..8].SequenceEqual(((ReadOnlySpan<byte>)expected)[..8]);
    }

    /// <summary>Takes a segment that arrived before the handshake was complete.</summary>
    public HandshakeProgress OnSegment(in Packet packet, in PacketOptions options, MptcpConnection connection) =>
        (IsJoin, IsInitiator) switch
        {
            (false, true) => OnSegmentOfResponder(in packet, in options),
            (false, false) => OnSegmentOfInitiator(in packet, in options, connection),
            (true, true) => options.Has(PacketOptionKinds.DataSequenceSignal)
                ? HandshakeProgress.Complete
                : HandshakeProgress.Pending,
            (true, false) => OnJoinAck(in options, connection),
        };

    // RFC 8684, 3.1: the initiator is sure once the responder has used an MPTCP option other than those of the
    // handshake.
    private static HandshakeProgress OnSegmentOfResponder(in Packet packet, in PacketOptions options)
    {
        if (options.Has(PacketOptionKinds.DataSequenceSignal | PacketOptionKinds.AddAddress))
        {
            return HandshakeProgress.Complete;
        }

        return packet.PayloadLength > 0 ? HandshakeProgress.FellBack : HandshakeProgress.Pending;
    }

    private static HandshakeProgress OnSegmentOfInitiator(
        in Packet packet, in PacketOptions options, MptcpConnection connection)
    {
        if (options.Has(PacketOptionKinds.MpCapable) && options.MpCapable.KeyCount == 2)
        {
            connection.Keys.SetRemote(options.MpCapable.SenderKey);
            return options.MpCapable.ReceiverKey == connection.Keys.Local
                ? HandshakeProgress.Complete
                : HandshakeProgress.FellBack;
        }

        if (options.Has(PacketOptionKinds.DataSequenceSignal) && connection.Keys.HasRemote)
        {
            return HandshakeProgress.Complete;
        }

        return packet.Has(TcpFlags.Ack) ? HandshakeProgress.FellBack : HandshakeProgress.Pending;
    }

    private HandshakeProgress OnJoinAck(in PacketOptions options, MptcpConnection connection)
    {
        if (!options.Has(PacketOptionKinds.MpJoin) || options.MpJoin.Step != MpJoinStep.Ack)
        {
            return HandshakeProgress.Refused;
        }

        Hmac160 expected =
            KeyMaterial.AckHmac(connection.Keys.Remote, connection.Keys.Local, _peerNonce, _nonce);
        ReadOnlySpan<byte> given = options.MpJoin.Hmac;
        return given.SequenceEqual(expected) ? HandshakeProgress.Complete : HandshakeProgress.Refused;
    }
}
