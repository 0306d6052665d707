using System.Collections.Generic;

namespace Experiments.Scenario;

/// <summary>The names that a scenario may use for what is registered elsewhere.</summary>
public sealed record KnownNames
{
    /// <summary>Named sets of defaults of a stack (<c>stack.profile</c>).</summary>
    public required IReadOnlyCollection<string> Profiles { get; init; }

    /// <summary>Congestion controls (<c>stack.congestion</c>).</summary>
    public required IReadOnlyCollection<string> CongestionControls { get; init; }

    /// <summary>Packet schedulers (<c>stack.scheduler</c>).</summary>
    public required IReadOnlyCollection<string> Schedulers { get; init; }

    /// <summary>Path managers (<c>stack.path-manager</c>).</summary>
    public required IReadOnlyCollection<string> PathManagers { get; init; }

    /// <summary>Kernel parameters that the simulated stack has (<c>stack.sysctl</c>).</summary>
    public required IReadOnlyCollection<string> Sysctls { get; init; }

    /// <summary>Queue disciplines (<c>discipline</c> of a link).</summary>
    public required IReadOnlyCollection<string> QueueDisciplines { get; init; }

    /// <summary>Middleboxes (<c>kind</c> of an entry of <c>middleboxes</c>).</summary>
    public IReadOnlyCollection<string> Middleboxes { get; init; } = [];

    /// <summary>Media sources that are not files (<c>media</c> of a live source).</summary>
    public required IReadOnlyCollection<string> MediaSources { get; init; }
}
