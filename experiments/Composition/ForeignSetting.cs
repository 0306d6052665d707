using System;
using System.Collections.Generic;
using Protocols.Core;
using Protocols.Net;
using Sim.Emulation;

namespace Experiments.Composition;

/// <summary>Where a foreign program runs, and what it can be told.</summary>
internal sealed record ForeignSetting
{
    /// <summary>The namespace of its host; null for the one of the process.</summary>
    public required NetworkNamespace? Place { get; init; }

    /// <summary>Whether its sockets are made MPTCP.</summary>
    public required bool UsesMptcp { get; init; }

    /// <summary>The addresses of a host.</summary>
    public required Func<string, IReadOnlyList<IpAddress>> AddressesOf { get; init; }

    /// <summary>The length of the run.</summary>
    public required Duration Duration { get; init; }

    /// <summary>The folder of the scenario file.</summary>
    public required string ScenarioFolder { get; init; }

    /// <summary>The file for its error output.</summary>
    public required string LogFile { get; init; }
}
