using Protocols.Net;

namespace Protocols.Mptcp;

/// <summary>The version and the flag bits of MP_CAPABLE (RFC 8684, 3.1).</summary>
internal static class CapableFlags
{
    /// <summary>The version that this stack speaks.</summary>
    public const byte Version = 1;

    /// <summary>A: checksums are required.</summary>
    public const byte ChecksumRequired = 0x80;

    /// <summary>C: no further subflows to the address and port of this one.</summary>
    public const byte DeniesInitialAddress = 0x20;

    // B: an extension that this version does not know.
    private const byte Extension = 0x40;

    // D to H: the cryptographic algorithm, of which only H, HMAC-SHA256, is defined.
    private const byte Algorithms = 0x1F;
    private const byte HmacSha256 = 0x01;

    /// <summary>The flags that this end sends.</summary>
    public static byte Of(bool requiresChecksum, MptcpConfig config)
    {
        int flags = HmacSha256;
        flags |= requiresChecksum ? ChecksumRequired : 0;
        flags |= config.AllowsJoinToInitialAddress ? 0 : DeniesInitialAddress;
        return (byte)flags;
    }

    /// <summary>
    /// Whether there is an MP_CAPABLE that this end can follow: of a SYN any version from 1 on, which the answer brings
    /// down to 1 (mptcp_parse_option).
    /// </summary>
    /// <param name="options">The options of a packet.</param>
    /// <param name="keyCount">How many keys it must have: 0 on a SYN, 1 on a SYN/ACK, 2 on all others.</param>
    public static bool IsUnderstood(in PacketOptions options, byte keyCount)
    {
        if (!options.Has(PacketOptionKinds.MpCapable))
        {
            return false;
        }

        ref readonly MpCapableOption capable = ref options.MpCapable;
        bool isVersion = keyCount == 0 ? capable.Version >= Version : capable.Version == Version;
        return isVersion && capable.KeyCount == keyCount
            && (capable.Flags & Algorithms) == HmacSha256 && (capable.Flags & Extension) == 0;
    }
}
