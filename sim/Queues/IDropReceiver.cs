using Protocols.Net;

namespace Sim.Queues;

/// <summary>Is given the packets that a queue drops after it had taken them.</summary>
public interface IDropReceiver
{
    /// <summary>A packet was dropped; its options are the receiver's to return.</summary>
    void OnDropped(in Packet packet);
}
