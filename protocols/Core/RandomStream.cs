using System;
using System.Numerics;

namespace Protocols.Core;

/// <summary>A stream of random numbers of its own for each purpose, repeatable from the run's seed and a name.</summary>
/// <remarks>
/// xoshiro256** (Blackman and Vigna, 2018), seeded by SplitMix64 from the run's seed and the FNV-1a hash of the name. A new
/// consumer of random numbers therefore never shifts the numbers that another one sees. Not for cryptography.
/// </remarks>
public sealed class RandomStream
{
    private readonly ulong _root;
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>The root stream of a run.</summary>
    public RandomStream(ulong seed)
    {
        _root = seed;
        ulong state = seed;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>An independent stream that depends on this stream's seed and <paramref name="name"/> only, not on what was drawn.</summary>
    public RandomStream Fork(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in name)
        {
            hash = unchecked((hash ^ letter) * 1099511628211);
        }

        ulong state = _root ^ hash;
        return new RandomStream(SplitMix(ref state));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
            ulong t = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= t;
            _s3 = BitOperations.RotateLeft(_s3, 45);
            return result;
        }
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32() => (uint)(NextUInt64() >> 32);

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An integer in [0, <paramref name="exclusiveLimit"/>); the limit is positive.</summary>
    public int NextInt(int exclusiveLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveLimit, 1);
        return (int)((UInt128)NextUInt64() * (uint)exclusiveLimit >> 64);
    }

    /// <summary>An exponentially distributed number with the given mean.</summary>
    public double NextExponential(double mean) => -mean * Math.Log(1.0 - NextDouble());

    /// <summary>A uniformly distributed number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double NextUniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>A Pareto distributed number with the given shape (above 1) and mean.</summary>
    public double NextPareto(double shape, double mean) =>
        mean * (shape - 1) / shape * Math.Pow(1.0 - NextDouble(), -1 / shape);

    /// <summary>Fills <paramref name="bytes"/> with random bits.</summary>
    public void NextBytes(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(NextUInt64() >> 56);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
