namespace Protocols.Core;

/// <summary>Arithmetic on 32-bit sequence numbers that wrap (RFC 1982 with SERIAL_BITS = 32; RFC 9293, 3.4).</summary>
/// <remarks>
/// The machines count bytes of a stream with 64-bit positions that never wrap; only packets carry 32 bits.
/// <see cref="Unwrap"/> is the one place where the two meet.
/// </remarks>
public static class SequenceNumber
{
    /// <summary>The signed distance from <paramref name="from"/> to <paramref name="to"/>, in [-2^31, 2^31).</summary>
    public static int Distance(uint from, uint to) => unchecked((int)(to - from));

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool IsBefore(uint left, uint right) => Distance(left, right) > 0;

    /// <summary>The 64-bit position nearest to <paramref name="near"/> whose low 32 bits are <paramref name="wire"/>.</summary>
    /// <param name="wire">The number as a packet carries it, the stream's initial number already subtracted.</param>
    /// <param name="near">A position known to lie within 2^31 of the answer, such as the next one expected.</param>
    public static long Unwrap(uint wire, long near) => near + unchecked((int)(wire - (uint)near));
}
