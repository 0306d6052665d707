using System;
using System.Runtime.CompilerServices;
using Protocols.Core;

namespace Sim.Network;

/// <summary>How long frames take at a rate: the same rounding as <see cref="BitRate.TimeToSend"/>, without 128-bit arithmetic.</summary>
internal readonly struct Serialization
{
    private const long PicobitsPerByte = 8 * Duration.PicosecondsPerSecond;

    // 0 for a link that sends in no time.
    private readonly long _bitsPerSecond;

    // -1 when it is not a whole number: then each frame needs a division.
    private readonly long _picosecondsPerByte;

    /// <summary>At <paramref name="rate"/>; in no time when null.</summary>
    public Serialization(BitRate? rate)
    {
        _bitsPerSecond = rate?.BitsPerSecond ?? 0;
        if (_bitsPerSecond > 0)
        {
            _picosecondsPerByte = PicobitsPerByte % _bitsPerSecond == 0 ? PicobitsPerByte / _bitsPerSecond : -1;
        }
    }

    /// <summary>The rate.</summary>
    public BitRate? Rate => _bitsPerSecond > 0 ? new BitRate(_bitsPerSecond) : null;

    /// <summary>The picoseconds that a frame takes; up to 65,549 bytes, so that the products stay within 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long TimeOf(int bytes) => _picosecondsPerByte >= 0
        ? bytes * _picosecondsPerByte
        : (bytes * PicobitsPerByte + _bitsPerSecond / 2) / _bitsPerSecond;

    /// <summary>How long the rest of a transmission takes that took <paramref name="picoseconds"/> more at the rate <paramref name="before"/>.</summary>
    public long Rescale(long picoseconds, Serialization before) =>
        _bitsPerSecond == 0 ? 0 : (long)((Int128)picoseconds * before._bitsPerSecond / _bitsPerSecond);
}
