using System;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>
/// The MPTCP side of a subflow's handshake: MP_CAPABLE on the initial one, MP_JOIN on all others (RFC 8684, 3.1 and
/// 3.2).
/// </summary>
/// <remarks>
/// Read check_fully_established in Linux's options.c, and subflow_finish_connect and subflow_syn_recv_sock in subflow.c.
/// </remarks>
public sealed class SubflowHandshake
{
    private const PacketOptionKinds SignOfLife = PacketOptionKinds.DataSequenceSignal | PacketOptionKinds.AddAddress;

    private readonly uint _nonce;
    private uint _peerNonce;

    private SubflowHandshake(bool isJoin, bool isInitiator, byte localId, uint nonce)
    {
        IsJoin = isJoin;
        IsInitiator = isInitiator;
        LocalId = localId;
        _nonce = nonce;
    }

    /// <summary>Whether the subflow joins a connection that exists.</summary>
    public bool IsJoin { get; }

    /// <summary>Whether this end opened the subflow.</summary>
    public bool IsInitiator { get; }

    /// <summary>The identifier of the local address.</summary>
    public byte LocalId { get; }

    /// <summary>The identifier of the remote address: on a join, what the SYN/ACK said.</summary>
    public byte RemoteId { get; private set; }

    /// <summary>Whether this end wants the subflow to be a backup: said in its SYN, changed by MP_PRIO.</summary>
    public bool RequestsBackup { get; internal set; }

    /// <summary>Whether the peer wants it to be a backup.</summary>
    public bool IsPeerBackup { get; internal set; }

    /// <summary>Why the subflow was refused.</summary>
    public ResetReason RefusalReason { get; private set; }

    /// <summary>The handshake of an initial subflow.</summary>
    public static SubflowHandshake Initial(bool isInitiator) => new(isJoin: false, isInitiator, localId: 0, nonce: 0);

    /// <summary>The handshake of a subflow that this end adds.</summary>
    public static SubflowHandshake Join(byte localId, byte remoteId, bool isBackup, uint nonce) =>
        new(isJoin: true, isInitiator: true, localId, nonce) { RemoteId = remoteId, RequestsBackup = isBackup };

    /// <summary>The handshake of a subflow that the peer adds, from its SYN.</summary>
    public static SubflowHandshake Joined(byte localId, in MpJoinOption syn, bool isBackup, uint nonce) =>
        new(isJoin: true, isInitiator: false, localId, nonce)
        {
            RemoteId = syn.AddressId,
            IsPeerBackup = syn.Backup,
            RequestsBackup = isBackup,
            _peerNonce = syn.Nonce,
        };

    /// <summary>Writes the option of the SYN or SYN/ACK.</summary>
    public void WriteSyn(ref PacketOptions options, MptcpConnection connection)
    {
        if (!IsJoin)
        {
            options.Kinds |= PacketOptionKinds.MpCapable;
            options.MpCapable = new MpCapableOption
            {
                Version = CapableFlags.Version,
                Flags = CapableFlags.Of(connection.Config.Checksum, connection.Config),
                KeyCount = (byte)(IsInitiator ? 0 : 1),
                SenderKey = connection.Keys.Local,
            };
            return;
        }

        options.Kinds |= PacketOptionKinds.MpJoin;
        options.MpJoin = new MpJoinOption
        {
            Step = IsInitiator ? MpJoinStep.Syn : MpJoinStep.SynAck,
            Backup = RequestsBackup,
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
            Version = CapableFlags.Version,
            Flags = CapableFlags.Of(connection.UsesChecksums, connection.Config),
            KeyCount = 2,
            SenderKey = connection.Keys.Local,
            ReceiverKey = connection.Keys.Remote,
            HasDataLength = mapping.Length > 0,
            DataLength = (ushort)mapping.Length,
            HasChecksum = mapping.Kind == MappingKind.Summed,
            Checksum = mapping.Checksum,
        };
    }

    /// <summary>Takes the SYN/ACK.</summary>
    public HandshakeProgress OnSynAck(in PacketOptions options, MptcpConnection connection)
    {
        if (!IsJoin)
        {
            if (!CapableFlags.IsUnderstood(in options, keyCount: 1))
            {
                return HandshakeProgress.FellBack;
            }

            connection.Negotiation.OnPeerCapable(in options.MpCapable);
            return HandshakeProgress.Pending;
        }

        RefusalReason = ResetReason.MptcpError;
        if (!options.Has(PacketOptionKinds.MpJoin) || options.MpJoin.Step != MpJoinStep.SynAck)
        {
            return HandshakeProgress.Refused;
        }

        _peerNonce = options.MpJoin.Nonce;
        RemoteId = options.MpJoin.AddressId;
        IsPeerBackup = options.MpJoin.Backup;
        Hmac160 expected =
            KeyMaterial.SynAckHmac(connection.Keys.Remote, connection.Keys.Local, _peerNonce, _nonce);
        ReadOnlySpan<byte> given = options.MpJoin.Hmac;
        bool isRight = given[..KeyMaterial.SynAckHmacLength].SequenceEqual(
            ((ReadOnlySpan<byte>)expected)[..KeyMaterial.SynAckHmacLength]);
        if (isRight && !connection.Negotiation.TryJoin())
        {
            RefusalReason = ResetReason.Prohibited;
            return HandshakeProgress.Refused;
        }

        return isRight ? HandshakeProgress.Pending : HandshakeProgress.Refused;
    }

    /// <summary>Takes a segment that arrived before the handshake was complete.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="isFirst">Whether it starts right behind the peer's SYN.</param>
    /// <param name="connection">The connection.</param>
    public HandshakeProgress OnSegment(in PacketOptions options, bool isFirst, MptcpConnection connection)
    {
        if (IsInitiator)
        {
            return OnSegmentOfResponder(in options, isFirst);
        }

        return IsJoin ? OnJoinAck(in options, connection) : OnSegmentOfInitiator(in options, connection);
    }

    // RFC 8684, 3.1: the initiator is sure once the responder has used an MPTCP option other than those of the
    // handshake. Of a join it may get nothing else before the fourth packet (3.2).
    private HandshakeProgress OnSegmentOfResponder(in PacketOptions options, bool isFirst)
    {
        RefusalReason = ResetReason.Unspecified;
        if (!isFirst)
        {
            return IsJoin ? HandshakeProgress.Refused : HandshakeProgress.Pending;
        }

        bool isSignal = options.Has(PacketOptionKinds.DataSequenceSignal) && options.Dss.HasAck;
        bool isAddress = options.Has(PacketOptionKinds.AddAddress) && (IsJoin || !options.AddAddress.Echo);
        if (options.Has(SignOfLife) && (isSignal || isAddress))
        {
            return HandshakeProgress.Complete;
        }

        return IsJoin ? HandshakeProgress.Refused : HandshakeProgress.FellBack;
    }

    private static HandshakeProgress OnSegmentOfInitiator(in PacketOptions options, MptcpConnection connection)
    {
        bool isCapable = CapableFlags.IsUnderstood(in options, keyCount: 2)
            && options.MpCapable.ReceiverKey == connection.Keys.Local;
        if (!isCapable)
        {
            return HandshakeProgress.FellBack;
        }

        connection.Negotiation.OnPeerCapable(in options.MpCapable);
        return HandshakeProgress.Complete;
    }

    private HandshakeProgress OnJoinAck(in PacketOptions options, MptcpConnection connection)
    {
        RefusalReason = ResetReason.MptcpError;
        if (!options.Has(PacketOptionKinds.MpJoin) || options.MpJoin.Step != MpJoinStep.Ack)
        {
            return HandshakeProgress.Refused;
        }

        RefusalReason = ResetReason.Prohibited;
        Hmac160 expected =
            KeyMaterial.AckHmac(connection.Keys.Remote, connection.Keys.Local, _peerNonce, _nonce);
        ReadOnlySpan<byte> given = options.MpJoin.Hmac;
        bool isAccepted = given.SequenceEqual(expected) && connection.Negotiation.TryAcceptJoin();
        return isAccepted ? HandshakeProgress.Complete : HandshakeProgress.Refused;
    }
}
