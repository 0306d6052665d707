using Protocols.Core;

namespace Sim.Network;

/// <summary>New values for a link during the run. What is null stays as it is.</summary>
/// <param name="Rate">The rate; positive.</param>
/// <param name="Delay">The delay; not negative.</param>
/// <param name="Loss">The share of packets lost on the wire, 0 to 1.</param>
public sealed record LinkChange(BitRate? Rate = null, Duration? Delay = null, double? Loss = null);
