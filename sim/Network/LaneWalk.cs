namespace Sim.Network;

/// <summary>Goes over the packets of a <see cref="Lane"/> in a <c>foreach</c>.</summary>
/// <param name="pool">The lane's memory.</param>
/// <param name="head">The position of its oldest packet.</param>
/// <param name="count">How many packets it has.</param>
internal ref struct LaneWalk(LanePool pool, int head, int count)
{
    private int _next = head;
    private int _current;
    private int _left = count;

    /// <summary>The packet it stands at.</summary>
    public readonly ref LaneEntry Current => ref pool[_current];

    /// <summary>Goes on; false when there is no further packet.</summary>
    public bool MoveNext()
    {
        if (_left == 0)
        {
            return false;
        }

        _current = _next;
        _left--;
        if (_left > 0)
        {
            bool endOfChunk = (_current + 1) % LanePool.ChunkSize == 0;
            _next = endOfChunk ? pool.Following(_current) : _current + 1;
        }

        return true;
    }
}
