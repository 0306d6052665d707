namespace Sim.Network;

/// <summary>Where a block drops packets: what a NIC's counters and a sender see of it differs.</summary>
public enum BlockPoint
{
    /// <summary>On the wire: senders transmit and count as always, and nothing comes. What a failure in the network looks like.</summary>
    Wire = 0,

    /// <summary>In the sending host, before its NIC: counters stay at zero, and the sender is told (EPERM on Linux).</summary>
    Sender,

    /// <summary>In the receiving host, behind its NIC: both counters count, and nothing reaches the application.</summary>
    Receiver,
}
