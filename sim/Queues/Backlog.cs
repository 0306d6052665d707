namespace Sim.Queues;

/// <summary>What waits in front of a link whose departures have no events: remembers when each frame departs, and counts lazily.</summary>
/// <remarks>Grows with the backlog, never with a limit.</remarks>
public sealed class Backlog
{
    // A ring; its length is a power of two.
    private Frame[] _frames = new Frame[16];
    private int _first;

    private struct Frame
    {
        public long Departure;
        public int Bytes;
    }

    /// <summary>Frames that had not departed at the latest <see cref="Settle"/>, the one in transmission included.</summary>
    public int Packets { get; private set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Forgets what has departed by <paramref name="now"/> (picoseconds).</summary>
    public void Settle(long now)
    {
        while (Packets > 0 && _frames[_first].Departure <= now)
        {
            Bytes -= _frames[_first].Bytes;
            _first = (_first + 1) & (_frames.Length - 1);
            Packets--;
        }
    }

    /// <summary>Adds a frame that departs at <paramref name="departure"/> (picoseconds), not before those added earlier.</summary>
    /// <param name="departure">When it departs.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="now">Up to when departed frames may be forgotten, if their room is needed.</param>
    public void Add(long departure, int bytes, long now)
    {
        if (Packets == _frames.Length)
        {
            Settle(now);
            if (Packets > _frames.Length / 2)
            {
                Grow();
            }
        }

        ref Frame added = ref _frames[(_first + Packets) & (_frames.Length - 1)];
        added.Departure = departure;
        added.Bytes = bytes;
        Packets++;
        Bytes += bytes;
    }

    /// <summary>Forgets everything, for instance before frames that still wait are added again with new times.</summary>
    public void Clear()
    {
        Packets = 0;
        Bytes = 0;
    }

    private void Grow()
    {
        Frame[] larger = new Frame[_frames.Length * 2];
        for (int i = 0; i < Packets; i++)
        {
            larger[i] = _frames[(_first + i) & (_frames.Length - 1)];
        }

        _frames = larger;
        _first = 0;
    }
}
