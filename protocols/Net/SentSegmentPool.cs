namespace Protocols.Net;

/// <summary>The memory of all segments of a simulation that are in flight: chunks that senders take and give back.</summary>
/// <remarks>
/// Thousands of senders with a ring each would keep the sum of their peaks, most of it from the overshoot of slow start; chunks
/// keep the peak of their sum. Nothing is allocated once there are as many as the traffic needs.
/// </remarks>
public sealed class SentSegmentPool
{
    private SentSegmentChunk? _free;

    /// <summary>Takes a chunk; what it holds is left from earlier.</summary>
    public SentSegmentChunk Rent()
    {
        SentSegmentChunk chunk = _free ?? new SentSegmentChunk();
        _free = chunk.NextFree;
        chunk.NextFree = null;
        return chunk;
    }

    /// <summary>Gives a chunk back.</summary>
    public void Return(SentSegmentChunk chunk)
    {
        chunk.NextFree = _free;
        _free = chunk;
    }
}
