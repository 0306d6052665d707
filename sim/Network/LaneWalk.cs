namespace Sim.Network;

/// <summary>Goes over the packets of a <see cref="Lane"/> in a <c>foreach</c>.</summary>
/// <param name="head">Its oldest packet.</param>
/// <param name="count">How many packets it has.</param>
internal unsafe ref struct LaneWalk(LaneEntry* head, int count)
{
    private LaneEntry* _next = head;
    private LaneEntry* _current;
    private int _left = count;

    /// <summary>The packet it stands at.</summary>
    public readonly ref LaneEntry Current => ref *_current;

    /// <summary>Goes on; false when there is no further packet.</summary>
    public bool MoveNext()
    {
        if (_left-- == 0)
        {
            return false;
        }

        _current = _next++;
        if (_left > 0 && LaneChunk.IsEnd(_next))
        {
            _next = LaneChunk.First(LaneChunk.Of(_current)->Next);
        }

        return true;
    }
}
