using Sim.Network;

namespace Sim.Emulation;

/// <summary>A cable of a network with its ends and properties, as a real network needs to know it.</summary>
/// <param name="Cable">The cable.</param>
/// <param name="First">What its forward link comes from.</param>
/// <param name="Second">What its forward link leads to.</param>
/// <param name="Forward">The properties of its forward link.</param>
/// <param name="Backward">The properties of its backward link.</param>
public sealed record WiredCable(Cable Cable, CableEnd First, CableEnd Second, LinkSpec Forward, LinkSpec Backward);
