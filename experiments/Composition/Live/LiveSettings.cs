using Protocols.Core;
using Protocols.Net;
using Sim.Emulation;

namespace Experiments.Composition.Live;

/// <summary>What is asked of a role in real time, whichever it is.</summary>
public sealed record LiveSettings
{
    /// <summary>What carries its streams.</summary>
    public required KernelTransport Transport { get; init; }

    /// <summary>The command line, quoted for a shell.</summary>
    public required string Command { get; init; }

    /// <summary>The address it listens on; none for all.</summary>
    public IpAddress ListenAddress { get; init; }

    /// <summary>How long it goes on at most.</summary>
    public Duration Duration { get; init; } = Duration.MaxValue;

    /// <summary>The folder for its results; null for none.</summary>
    public string? RecordFolder { get; init; }

    /// <summary>How often the counters are looked at for the results.</summary>
    public Duration RecordInterval { get; init; } = Duration.FromMilliseconds(100);
}
