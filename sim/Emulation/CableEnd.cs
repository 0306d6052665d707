using Sim.Network;

namespace Sim.Emulation;

/// <summary>The end of a cable: a host's NIC or a router.</summary>
/// <param name="Nic">The NIC; null at a router.</param>
/// <param name="Router">The router; null at a NIC.</param>
public readonly record struct CableEnd(Nic? Nic, Router? Router)
{
    /// <summary>A NIC.</summary>
    public static CableEnd Of(Nic nic) => new(nic, null);

    /// <summary>A router.</summary>
    public static CableEnd Of(Router router) => new(null, router);
}
