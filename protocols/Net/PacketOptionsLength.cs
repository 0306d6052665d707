namespace Protocols.Net;

/// <summary>
/// How many bytes the options of a packet take in its TCP header, exactly as they are written on the wire.
/// </summary>
/// <remarks>
/// The layout is that of Linux (tcp_options_write in net/ipv4/tcp_output.c, mptcp_write_options in
/// net/mptcp/options.c): every option is padded to a multiple of 4 bytes with no-operations of its own, save
/// SACK-permitted, which takes the place of the two no-operations before timestamps. The sum may pass the 40 bytes that
/// a header has room for; what to leave out is the sender's choice.
/// </remarks>
public static class PacketOptionsLength
{
    /// <summary>
    /// The most option bytes that a TCP header has room for (RFC 9293, 3.1: a data offset of 15 words).
    /// </summary>
    public const int Maximum = 40;

    /// <summary>The timestamps option with its padding (RFC 7323, appendix A).</summary>
    public const int Timestamps = 12;

    private const int Word = 4;
    private const int SackBlockLength = 8;

    /// <summary>The length of a SACK option with so many blocks and its padding, in bytes; 0 without blocks.</summary>
    public static int OfSack(int blocks) => blocks > 0 ? Word + SackBlockLength * blocks : 0;

    /// <summary>The length of all options and their padding, in bytes: a multiple of 4.</summary>
    /// <param name="options">The options.</param>
    /// <param name="timestamps">Whether the packet also carries timestamps.</param>
    public static int Of(in PacketOptions options, bool timestamps)
    {
        int length = timestamps ? Timestamps : 0;
        PacketOptionKinds kinds = options.Kinds;
        if ((kinds & PacketOptionKinds.AnyMptcp) != 0)
        {
            length += OfMptcp(in options);
        }

        if ((kinds & PacketOptionKinds.Sack) != 0)
        {
            length += OfSack(options.SackCount);
        }

        if ((kinds & PacketOptionKinds.MaximumSegmentSize) != 0)
        {
            length += Word;
        }

        if ((kinds & PacketOptionKinds.WindowScale) != 0)
        {
            length += Word;
        }

        if ((kinds & PacketOptionKinds.SackPermitted) != 0 && !timestamps)
        {
            length += Word;
        }

        return length;
    }

    /// <summary>The length of an MP_CAPABLE without padding, in bytes: 4, 12, 20, 22 or 24.</summary>
    public static int Of(in MpCapableOption option) =>
        4 + 8 * option.KeyCount + (option.HasDataLength ? 2 : 0) + (option.HasChecksum ? 2 : 0);

    /// <summary>The length of an MP_JOIN, in bytes: 12, 16 or 24.</summary>
    public static int Of(in MpJoinOption option) => option.Step switch
    {
        MpJoinStep.Syn => 12,
        MpJoinStep.SynAck => 16,
        _ => 24,
    };

    /// <summary>The length of a DSS without padding, in bytes: 4 to 28.</summary>
    public static int Of(in DataSequenceSignal option)
    {
        int length = 4;
        if (option.HasAck)
        {
            length += option.Ack64 ? 8 : 4;
        }

        if (option.HasMapping)
        {
            length += (option.Sequence64 ? 8 : 4) + 4 + 2 + (option.HasChecksum ? 2 : 0);
        }

        return length;
    }

    /// <summary>The length of an ADD_ADDR without padding, in bytes: 8 to 30.</summary>
    public static int Of(in AddAddressOption option) =>
        4 + option.Address.ByteCount + (option.Port != 0 ? 2 : 0) + (option.HasHmac ? 8 : 0);

    private static int OfMptcp(in PacketOptions options)
    {
        PacketOptionKinds kinds = options.Kinds;
        int length = 0;
        if ((kinds & PacketOptionKinds.DataSequenceSignal) != 0)
        {
            length += Padded(Of(in options.Dss));
        }

        // All others are rare: handshakes, addresses, ends.
        if ((kinds & PacketOptionKinds.AnyMptcp & ~PacketOptionKinds.DataSequenceSignal) == 0)
        {
            return length;
        }

        length += (kinds & PacketOptionKinds.MpCapable) != 0 ? Padded(Of(in options.MpCapable)) : 0;
        length += (kinds & PacketOptionKinds.MpJoin) != 0 ? Of(in options.MpJoin) : 0;
        length += (kinds & PacketOptionKinds.AddAddress) != 0 ? Padded(Of(in options.AddAddress)) : 0;
        length += (kinds & PacketOptionKinds.RemoveAddress) != 0 ? Padded(3 + options.RemovedAddressCount) : 0;
        length += (kinds & PacketOptionKinds.Priority) != 0 ? Word : 0;
        length += (kinds & PacketOptionKinds.Fail) != 0 ? 12 : 0;
        length += (kinds & PacketOptionKinds.FastClose) != 0 ? 12 : 0;
        length += (kinds & PacketOptionKinds.ResetReason) != 0 ? 4 : 0;
        return length;
    }

    private static int Padded(int length) => (length + Word - 1) & -Word;
}
