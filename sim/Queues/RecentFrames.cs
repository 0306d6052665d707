using Protocols.Core;

namespace Sim.Queues;

/// <summary>
/// The lengths of the frames that a link accepted last: enough to say which of them still wait, since a link that is busy sends them
/// back to back.
/// </summary>
/// <remarks>Two bytes for each frame, however far ahead of time it is known. Grows with the backlog, never with a limit.</remarks>
public sealed class RecentFrames
{
    // A ring; its length is a power of two.
    private ushort[] _lengths = new ushort[16];
    private int _newest;
    private int _count;

    /// <summary>Whether <see cref="MakeRoom"/> must come before the next <see cref="Add"/>.</summary>
    public bool IsFull => _count == _lengths.Length;

    /// <summary>Adds a frame of <paramref name="bytes"/> bytes.</summary>
    public void Add(int bytes)
    {
        ushort[] lengths = _lengths;
        int newest = (_newest + 1) & (lengths.Length - 1);
        lengths[newest] = (ushort)bytes;
        _newest = newest;
        _count++;
    }

    /// <summary>Forgets the frames that have departed, and takes more memory if that leaves too little room.</summary>
    /// <param name="backlog">The time that all frames accepted so far still need.</param>
    /// <param name="rate">The rate of the link; null for one that sends in no time.</param>
    public void MakeRoom(Duration backlog, BitRate? rate)
    {
        (int waiting, _) = Waiting(backlog, rate);
        if (waiting > _lengths.Length / 2)
        {
            Grow();
        }

        _count = waiting;
    }

    /// <summary>How many frames have not departed, and how many bytes they have.</summary>
    /// <param name="backlog">The time that all frames accepted so far still need; not positive when all have departed.</param>
    /// <param name="rate">The rate of the link.</param>
    public (int Packets, long Bytes) Waiting(Duration backlog, BitRate? rate)
    {
        int packets = 0;
        long bytes = 0;
        while (backlog > Duration.Zero && packets < _count && rate is { } sending)
        {
            int length = _lengths[(_newest - packets) & (_lengths.Length - 1)];
            backlog -= sending.TimeToSend(length);
            packets++;
            bytes += length;
        }

        return (packets, bytes);
    }

    private void Grow()
    {
        ushort[] larger = new ushort[_lengths.Length * 2];
        for (int i = 0; i < _count; i++)
        {
            larger[larger.Length - 1 - i] = _lengths[(_newest - i) & (_lengths.Length - 1)];
        }

        _newest = larger.Length - 1;
        _lengths = larger;
    }
}
