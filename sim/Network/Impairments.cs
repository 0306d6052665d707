using System;

namespace Sim.Network;

/// <summary>What a wire does to packets besides losing them.</summary>
public sealed record Impairments
{
    /// <summary>A delay that varies; null: it does not.</summary>
    public Jitter? Jitter { get; init; }

    /// <summary>Who skips the delay; null: nobody.</summary>
    public Overtaking? Overtaking { get; init; }

    /// <summary>How likely a packet comes twice, 0 to 1.</summary>
    public double Duplication { get; init; }

    /// <summary>Throws when a value is out of its range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Duplication is >= 0 and <= 1, true, nameof(Duplication));
        ArgumentOutOfRangeException.ThrowIfNotEqual(Overtaking is null or { Share: >= 0 and <= 1, Gap: >= 1 }, true, nameof(Overtaking));
    }
}
