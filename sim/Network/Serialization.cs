using System;
using System.Runtime.CompilerServices;
using Protocols.Core;

namespace Sim.Network;

/// <summary>How long frames take at a rate: the same rounding as <see cref="BitRate.TimeToSend"/>, without 128-bit arithmetic.</summary>
internal readonly struct Serialization
{
    private const long PicobitsPerByte = 8 * Duration.PicosecondsPerSecond;

    private readonly long _picosecondsPerByte;
    private readonly long _bitsPerSecond;
    private readonly bool _isWhole;

    /// <summary>At <paramref name="rate"/>; in no time when null.</summary>
    public Serialization(BitRate? rate)
    {
        Rate = rate;
        _bitsPerSecond = rate?.BitsPerSecond ?? 1;
        _isWhole = rate is null || PicobitsPerByte % _bitsPerSecond == 0;
        _picosecondsPerByte = rate is null ? 0 : PicobitsPerByte / _bitsPerSecond;
    }

    /// <summary>The rate.</summary>
    public BitRate? Rate { get; }

    /// <summary>The picoseconds that a frame takes; up to 65,549 bytes, so that the product below stays within 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long TimeOf(int bytes) =>
        _isWhole ? bytes * _picosecondsPerByte : (bytes * PicobitsPerByte + _bitsPerSecond / 2) / _bitsPerSecond;

    /// <summary>How long the rest of a transmission takes that took <paramref name="picoseconds"/> more at the rate <paramref name="before"/>.</summary>
    public long Rescale(long picoseconds, Serialization before) =>
        Rate is null || before.Rate is null ? 0 : (long)((Int128)picoseconds * before._bitsPerSecond / _bitsPerSecond);
}
