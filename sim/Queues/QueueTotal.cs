using System.Numerics;
using Protocols.Net;

namespace Sim.Queues;

/// <summary>What all queues of one discipline hold together.</summary>
internal struct QueueTotal
{
    // The kernel's sk_buff, and what its data area has besides the frame: room for headers and the skb_shared_info.
    private const int DescriptorMemory = 256;
    private const int DataOverhead = 384;

    /// <summary>Packets.</summary>
    public int Packets { get; private set; }

    /// <summary>The bytes of their frames.</summary>
    public long Bytes { get; private set; }

    /// <summary>The memory that they would take in the kernel (skb->truesize), in bytes.</summary>
    public long Memory { get; private set; }

    /// <summary>Packets marked instead of dropped, since the start.</summary>
    public long Marked { get; set; }

    /// <summary>A packet came.</summary>
    public void OnAdded(in Packet packet)
    {
        Packets++;
        Bytes += packet.FrameLength;
        Memory += MemoryOf(packet);
    }

    /// <summary>A packet left or was dropped.</summary>
    public void OnTaken(in Packet packet)
    {
        Packets--;
        Bytes -= packet.FrameLength;
        Memory -= MemoryOf(packet);
    }

    /// <summary>The kernel's memory for a packet: 2,304 bytes for a full frame, 768 for a pure acknowledgment.</summary>
    private static long MemoryOf(in Packet packet) =>
        DescriptorMemory + BitOperations.RoundUpToPowerOf2((uint)(packet.FrameLength + DataOverhead));
}
