using Protocols.Core;

namespace Protocols.Streaming;

/// <summary>Unrolls 32-bit timestamps that wrap into time since the first one.</summary>
internal struct MediaTimeline
{
    private bool _hasFirst;
    private uint _lastTimestampMs;
    private Duration _time;

    /// <summary>The time of the next frame since the first; may go back a little between tracks.</summary>
    public Duration Advance(uint timestampMs)
    {
        // Modulo 2^32 ms, steps between frames are small.
        _time += _hasFirst ? Duration.FromMilliseconds(SequenceNumber.Distance(_lastTimestampMs, timestampMs)) : Duration.Zero;
        _hasFirst = true;
        _lastTimestampMs = timestampMs;
        return _time;
    }
}
