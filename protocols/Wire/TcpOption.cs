using System;

namespace Protocols.Wire;

/// <summary>
/// One option of a TCP header where it lies (RFC 9293, 3.2): a kind, and unless it is a no-operation a length and a
/// body.
/// </summary>
/// <remarks>Options that nobody knows can be read too: kind and body say all there is.</remarks>
public readonly ref struct TcpOption
{
    /// <summary>Kind 0, end of option list: what follows is padding.</summary>
    public const byte EndOfList = 0;

    /// <summary>Kind 1, no-operation: one byte of padding.</summary>
    public const byte NoOperation = 1;

    /// <summary>Kind 2, maximum segment size (RFC 9293, 3.7.1).</summary>
    public const byte MaximumSegmentSize = 2;

    /// <summary>Kind 3, window scale (RFC 7323, 2.2).</summary>
    public const byte WindowScale = 3;

    /// <summary>Kind 4, SACK permitted (RFC 2018, 2).</summary>
    public const byte SackPermitted = 4;

    /// <summary>Kind 5, SACK (RFC 2018, 3).</summary>
    public const byte Sack = 5;

    /// <summary>Kind 8, timestamps (RFC 7323, 3.2).</summary>
    public const byte Timestamps = 8;

    /// <summary>Kind 19, MD5 signature (RFC 2385): read as an unknown option.</summary>
    public const byte Md5Signature = 19;

    /// <summary>Kind 30, MPTCP (RFC 8684, 3).</summary>
    public const byte Mptcp = 30;

    /// <summary>The length of kind and length together, in bytes.</summary>
    public const int HeadLength = 2;

    private TcpOption(byte kind, ReadOnlySpan<byte> body)
    {
        Kind = kind;
        Body = body;
    }

    /// <summary>The kind (IANA).</summary>
    public byte Kind { get; }

    /// <summary>What follows kind and length; empty for the two kinds that have no length.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The length of the whole option in bytes.</summary>
    public int Length => Kind is EndOfList or NoOperation ? 1 : HeadLength + Body.Length;

    /// <summary>Takes the first option off a header's options.</summary>
    /// <param name="options">
    /// One option or more; afterwards those that follow, and nothing behind an end of list.
    /// </param>
    /// <param name="option">The option; its body lies in <paramref name="options"/>.</param>
    /// <param name="error">Why there is none: truncated, or a length below 2 or past the end.</param>
    public static bool TryTake(ref ReadOnlySpan<byte> options, out TcpOption option, out ParseError error)
    {
        option = default;
        error = ParseError.Truncated;
        if (options.IsEmpty)
        {
            return false;
        }

        byte kind = options[0];
        if (kind is EndOfList or NoOperation)
        {
            option = new TcpOption(kind, default);
            options = kind == EndOfList ? default : options[1..];
            error = ParseError.None;
            return true;
        }

        if (options.Length < HeadLength)
        {
            return false;
        }

        int length = options[1];
        if (length < HeadLength || length > options.Length)
        {
            error = ParseError.OptionLength;
            return false;
        }

        option = new TcpOption(kind, options[HeadLength..length]);
        options = options[length..];
        error = ParseError.None;
        return true;
    }
}
