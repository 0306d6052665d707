using System;
using System.Runtime.CompilerServices;
using Protocols.Core;

namespace Results.Recording;

/// <summary>Bytes and packets by the time at which they passed, in bins of equal width.</summary>
/// <remarks>
/// Traffic comes mostly in order of time, so that the current bin is nearly always the right one: then counting a
/// packet is two comparisons and two additions. Bins exist as far as traffic has reached, never past the end of the
/// run.
/// </remarks>
internal sealed class TrafficBins
{
    private readonly long _width;
    private readonly long _end;
    private long _from;
    private long _to;
    private int _current;
    private Bin[] _bins = new Bin[1];

    public TrafficBins(Duration width, Instant end)
    {
        _width = width.Picoseconds;
        _end = end.Picoseconds;
        _to = Math.Min(_width, _end);
    }

    /// <summary>
    /// Counts what passes at <paramref name="at"/>; negative numbers take back what was counted there.
    /// </summary>
    public void Add(Instant at, int bytes, int packets)
    {
        long time = at.Picoseconds;
        if ((time < _from || time >= _to) && !TrySeek(time))
        {
            return;
        }

        ref Bin bin = ref _bins[_current];
        bin.Bytes += bytes;
        bin.Packets += packets;
    }

    /// <summary>What passed in the bin that begins at this many widths after the start.</summary>
    public (long Bytes, long Packets) this[int bin] =>
        bin < _bins.Length ? (_bins[bin].Bytes, _bins[bin].Packets) : (0, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TrySeek(long time)
    {
        if (time < 0 || time >= _end)
        {
            return false;
        }

        _current = checked((int)(time / _width));
        _from = _current * _width;
        _to = _end - _from > _width ? _from + _width : _end;
        if (_current >= _bins.Length)
        {
            Array.Resize(ref _bins, Math.Max(_current + 1, 2 * _bins.Length));
        }

        return true;
    }

    private struct Bin
    {
        public long Bytes;
        public long Packets;
    }
}
