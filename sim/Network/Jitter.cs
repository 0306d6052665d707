using System;
using Protocols.Core;

namespace Sim.Network;

/// <summary>A delay that varies from packet to packet.</summary>
/// <param name="Draw">Gives what is added to the link's delay; a negative value counts as none.</param>
/// <param name="Reorders">
/// Whether a packet may overtake those before it, as in netem. If not, it arrives together with the one before it at the earliest, as
/// where the variation comes from queues.
/// </param>
public sealed record Jitter(Func<RandomStream, Duration> Draw, bool Reorders);
