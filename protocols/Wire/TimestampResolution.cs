using System;

namespace Protocols.Wire;

/// <summary>
/// The unit of a pcapng interface's timestamps (if_tsresol): a negative power of 10 or of 2, in seconds.
/// </summary>
/// <param name="unitsPerSecond">How many units a second has.</param>
internal readonly struct TimestampResolution(ulong unitsPerSecond)
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;
    private const byte BinaryBit = 0x80;
    private const int MaximumDecimalExponent = 19;
    private const int MaximumBinaryExponent = 63;

    /// <summary>Microseconds: what counts when the interface does not say.</summary>
    internal static TimestampResolution Default => new(1_000_000);

    /// <summary>
    /// Reads the option's value; false when it is not one byte or the unit is smaller than 64 bits can count in a
    /// second.
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<byte> value, out TimestampResolution resolution)
    {
        resolution = Default;
        if (value.Length != 1)
        {
            return false;
        }

        bool isBinary = (value[0] & BinaryBit) != 0;
        int exponent = value[0] & ~BinaryBit;
        if (exponent > (isBinary ? MaximumBinaryExponent : MaximumDecimalExponent))
        {
            return false;
        }

        ulong unitsPerSecond = 1;
        for (int i = 0; i < exponent; i++)
        {
            unitsPerSecond *= isBinary ? 2UL : 10UL;
        }

        resolution = new TimestampResolution(unitsPerSecond);
        return true;
    }

    /// <summary>The time in nanoseconds, rounded down; at most what 63 bits hold.</summary>
    internal long ToNanoseconds(ulong time) =>
        (long)UInt128.Min((UInt128)time * NanosecondsPerSecond / unitsPerSecond, long.MaxValue);
}
