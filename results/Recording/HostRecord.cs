using System.Collections.Generic;

namespace Results.Recording;

/// <summary>How one host was set up.</summary>
public sealed class HostRecord
{
    /// <summary>The host's name in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>Its stack in words: <c>model, linux-6.18, mptcp, cubic</c>.</summary>
    public string? Stack { get; init; }

    /// <summary>Its interfaces in words, one each: <c>nic1 at isp1, fd00:1:1::2/64, 10 Mbit/s</c>.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>
    /// Its policy routing as the commands that would set it up on Linux: <c>ip -6 rule ...</c>, <c>ip -6 route
    /// ...</c>.
    /// </summary>
    public IReadOnlyList<string> Routing { get; init; } = [];
}
