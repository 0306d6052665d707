using System.Globalization;
using System.Numerics;

namespace Results.Recording;

/// <summary>
/// An incremental 64-bit hash of a sequence of numbers: XXH64 with seed 0 over the numbers as little-endian 8-byte
/// words, so that the same run gives the same sixteen digits on any machine and any program can check them.
/// </summary>
/// <remarks>
/// Specification: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md, "XXH64 algorithm description". It
/// guards against accidents, not against somebody who wants two runs to look alike. Adding takes about a nanosecond.
/// </remarks>
public sealed class Fingerprint
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    private ulong _lane0 = unchecked(Prime1 + Prime2);
    private ulong _lane1 = Prime2;
    private ulong _lane2;
    private ulong _lane3 = unchecked(0 - Prime1);

    // A stripe is four words, one for each lane; the words of an unfinished one wait here.
    private ulong _word0;
    private ulong _word1;
    private ulong _word2;
    private ulong _count;

    /// <summary>The hash of what has been added so far: 16 hexadecimal digits, lower case.</summary>
    public string Value => Digest().ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Adds one number.</summary>
    public void Add(long value)
    {
        unchecked
        {
            ulong word = (ulong)value;
            switch (_count++ & 3)
            {
                case 0:
                    _word0 = word;
                    return;
                case 1:
                    _word1 = word;
                    return;
                case 2:
                    _word2 = word;
                    return;
                default:
                    _lane0 = Round(_lane0, _word0);
                    _lane1 = Round(_lane1, _word1);
                    _lane2 = Round(_lane2, _word2);
                    _lane3 = Round(_lane3, word);
                    return;
            }
        }
    }

    /// <summary>Adds a text: its length and then its UTF-16 code units, one number each.</summary>
    public void Add(string text)
    {
        Add(text.Length);
        foreach (char unit in text)
        {
            Add(unit);
        }
    }

    private ulong Digest()
    {
        unchecked
        {
            ulong hash = _count < 4 ? Prime5 : MergedLanes();
            hash += _count * sizeof(ulong);
            ulong waiting = _count & 3;
            hash = waiting > 0 ? Tail(hash, _word0) : hash;
            hash = waiting > 1 ? Tail(hash, _word1) : hash;
            hash = waiting > 2 ? Tail(hash, _word2) : hash;

            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }

    private ulong MergedLanes()
    {
        unchecked
        {
            ulong hash = BitOperations.RotateLeft(_lane0, 1) + BitOperations.RotateLeft(_lane1, 7)
                + BitOperations.RotateLeft(_lane2, 12) + BitOperations.RotateLeft(_lane3, 18);
            hash = ((hash ^ Round(0, _lane0)) * Prime1) + Prime4;
            hash = ((hash ^ Round(0, _lane1)) * Prime1) + Prime4;
            hash = ((hash ^ Round(0, _lane2)) * Prime1) + Prime4;
            return ((hash ^ Round(0, _lane3)) * Prime1) + Prime4;
        }
    }

    private static ulong Round(ulong lane, ulong word) =>
        unchecked(BitOperations.RotateLeft(lane + (word * Prime2), 31) * Prime1);

    private static ulong Tail(ulong hash, ulong word) =>
        unchecked((BitOperations.RotateLeft(hash ^ Round(0, word), 27) * Prime1) + Prime4);
}
