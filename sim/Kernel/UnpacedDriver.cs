using Protocols.Core;

namespace Sim.Kernel;

/// <summary>Virtual time passes as fast as the machine can compute.</summary>
public sealed class UnpacedDriver : ITimeDriver
{
    /// <inheritdoc/>
    public Instant Advance(Instant now, Instant next, Instant until) => until;
}
