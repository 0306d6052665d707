using System;
using System.Collections.Generic;

namespace Protocols.Rtmp;

/// <summary>The memory of messages that nobody reads any more, for later ones of the same connection.</summary>
internal sealed class PayloadPool
{
    private const int MostKept = 4;

    // A rare giant is not held for ever.
    private const int LongestKept = 256 << 10;

    private readonly List<byte[]> _kept = [];

    /// <summary>Gives memory of at least this length; what is in it is undefined.</summary>
    public byte[] Rent(int length)
    {
        for (int i = _kept.Count - 1; i >= 0; i--)
        {
            byte[] payload = _kept[i];
            if (payload.Length >= length)
            {
                _kept.RemoveAt(i);
                return payload;
            }
        }

        return GC.AllocateUninitializedArray<byte>(length);
    }

    /// <summary>Takes memory back, in place of the shortest if there is enough of it.</summary>
    public void Return(byte[] payload)
    {
        if (payload.Length > LongestKept)
        {
            return;
        }

        if (_kept.Count < MostKept)
        {
            _kept.Add(payload);
            return;
        }

        int shortest = 0;
        for (int i = 1; i < _kept.Count; i++)
        {
            shortest = _kept[i].Length < _kept[shortest].Length ? i : shortest;
        }

        if (_kept[shortest].Length < payload.Length)
        {
            _kept[shortest] = payload;
        }
    }
}
