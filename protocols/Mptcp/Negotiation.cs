using Protocols.Core;
using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>What the two ends agree on in their handshakes (RFC 8684, 3.1 and 3.2).</summary>
internal sealed class Negotiation(MptcpConnection connection, IMptcpEnvironment environment)
{
    private bool _isCapable;

    /// <summary>Whether mappings carry checksums: one end asked for them.</summary>
    public bool UsesChecksums { get; private set; } = connection.Config.Checksum;

    /// <summary>Whether the peer takes no further subflows at its initial address.</summary>
    public bool IsInitialAddressDenied { get; private set; }

    /// <summary>The initial subflow is being opened: without MP_CAPABLE, if that was lost a while ago.</summary>
    public void OnConnect(Instant now)
    {
        if (environment.Blackholes.IsDisabled(connection.Config.BlackholeTimeout, now))
        {
            connection.Fallback.Try(FallbackReason.Blackhole);
        }
    }

    /// <summary>The SYN of the peer's initial subflow arrived.</summary>
    public void OnSyn(in PacketOptions options)
    {
        if (!CapableFlags.IsUnderstood(in options, keyCount: 0))
        {
            connection.Fallback.Try(FallbackReason.NoCapableInSyn);
        }
    }

    /// <summary>The peer said its key, and what it asks for.</summary>
    public void OnPeerCapable(in MpCapableOption capable)
    {
        connection.Keys.SetRemote(capable.SenderKey);
        UsesChecksums |= (capable.Flags & CapableFlags.ChecksumRequired) != 0;
        IsInitialAddressDenied |= (capable.Flags & CapableFlags.DeniesInitialAddress) != 0;
        if (connection.IsInitiator && !_isCapable)
        {
            _isCapable = true;
            environment.Blackholes.OnSuccess();
        }
    }

    /// <summary>A SYN without MP_CAPABLE was answered.</summary>
    public void OnPlainSynAck(Instant now)
    {
        if (connection.FallbackReason == FallbackReason.SynNotAnswered)
        {
            environment.Blackholes.OnBlackhole(connection.Config.BlackholeTimeout, now);
        }
    }

    /// <summary>The peer has accepted a further subflow; false to reset it.</summary>
    public bool TryJoin()
    {
        bool isAllowed = connection.Fallback.AllowsSubflows;
        if (isAllowed)
        {
            connection.Fallback.Forbid();
        }

        return isAllowed;
    }

    /// <summary>The peer has proved that a further subflow is its own; false to reset it.</summary>
    public bool TryAcceptJoin() => connection.AllSubflows[0].IsFullyEstablished && connection.Fallback.AllowsSubflows
        && connection.PathManager.TryAcceptSubflow() && TryJoin();
}
