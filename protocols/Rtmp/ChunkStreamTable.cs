using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Protocols.Rtmp;

/// <summary>What is known of each chunk stream, found by its id: at once for the ids of one byte that peers use.</summary>
internal sealed class ChunkStreamTable<T>
    where T : class
{
    // Ids 2 to 63 have a basic header of one byte (Adobe RTMP 1.0, 5.3.1.1).
    private readonly T?[] _short = new T?[64];
    private readonly Dictionary<int, T> _long = [];
    private readonly List<T> _all = [];

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>All of them, the oldest first.</summary>
    public IReadOnlyList<T> All => _all;

    /// <summary>Finds one.</summary>
    public bool TryGet(int id, [NotNullWhen(true)] out T? stream)
    {
        if ((uint)id < (uint)_short.Length)
        {
            stream = _short[id];
            return stream is not null;
        }

        return _long.TryGetValue(id, out stream);
    }

    /// <summary>Adds one whose id is new.</summary>
    public void Add(int id, T stream)
    {
        _all.Add(stream);
        if (id < _short.Length)
        {
            _short[id] = stream;
        }
        else
        {
            _long.Add(id, stream);
        }
    }
}
