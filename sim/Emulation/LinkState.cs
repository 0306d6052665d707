namespace Sim.Emulation;

/// <summary>What the kernel says of a link: whether it is up, and struct rtnl_link_stats64 (linux/if_link.h).</summary>
/// <param name="IsUp">Up, and with a carrier.</param>
/// <param name="ReceivedPackets">Packets received.</param>
/// <param name="TransmittedPackets">Packets sent.</param>
/// <param name="ReceivedBytes">Bytes received, as the device counts them.</param>
/// <param name="TransmittedBytes">Bytes sent, as the device counts them.</param>
/// <param name="DroppedPackets">Packets that the device dropped, both ways.</param>
internal readonly record struct LinkState(
    bool IsUp, long ReceivedPackets, long TransmittedPackets, long ReceivedBytes, long TransmittedBytes, long DroppedPackets);
