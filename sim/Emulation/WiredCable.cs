using Sim.Network;

namespace Sim.Emulation;

/// <summary>A cable of a network with its ends and properties, as a real network needs to know it.</summary>
/// <param name="Cable">The cable.</param>
/// <param name="First">What its forward link comes from.</param>
/// <param name="Second">What its forward link leads to.</param>
/// <param name="Forward">The properties of its forward link.</param>
/// <param name="Backward">The properties of its backward link.</param>
public sealed record WiredCable(Cable Cable, CableEnd First, CableEnd Second, LinkSpec Forward, LinkSpec Backward);

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
